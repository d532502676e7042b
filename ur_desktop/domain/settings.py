"""Settings that hold for the whole program, and what they are until somebody chooses."""

LOCK_AFTER_MINUTES = 10
"""Idle minutes after which the vault locks."""
LOCK_AFTER_LEAST, LOCK_AFTER_MOST = 1, 30
SHORTEST_PASSWORD = 12
"""Characters, after NFKC. NIST SP 800-63B asked for 8 in 2017 (5.1.1.2); nothing is asked of their kinds."""
