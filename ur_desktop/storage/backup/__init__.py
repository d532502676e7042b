"""Backups: when they are made, how they are made and checked, and how one is restored."""
