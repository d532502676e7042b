"""What a letter says: its facts, its parts and the elements that it must have."""
