"""Settings that hold for the whole program, and what they are until somebody chooses."""

LOCK_AFTER_MINUTES = 10
"""Idle minutes after which the vault locks."""
LOCK_AFTER_LEAST, LOCK_AFTER_MOST = 1, 30
