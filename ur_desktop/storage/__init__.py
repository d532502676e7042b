"""The vault: the only room that knows the database, the keys and the chains."""
