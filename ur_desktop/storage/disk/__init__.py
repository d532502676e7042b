"""Files on the disk: whole or not at all, locked, marked while open."""
