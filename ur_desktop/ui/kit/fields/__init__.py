"""Fields and the editors in them."""
