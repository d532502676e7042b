"""The vault: the only package that uses the database, the keys and the chains."""
