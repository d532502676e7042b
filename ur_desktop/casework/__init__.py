"""What people do with a case, without a window: the session and one function an act."""
