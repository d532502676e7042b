"""Tables and lists that are read and moved through by key."""
