"""Keys and passwords: the vault's header, its slots, failed sign-ins."""
