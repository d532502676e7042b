"""Files on the disk: written atomically, locked, and marked while a vault is open."""
