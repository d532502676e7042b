"""What a vault tells about itself: its backups, its keys, its verification."""
