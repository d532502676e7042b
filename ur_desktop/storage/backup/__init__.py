"""Backups: schedule, create, verify and restore them."""
