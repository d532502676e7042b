"""The settings screen: account, users, backups, restore."""
