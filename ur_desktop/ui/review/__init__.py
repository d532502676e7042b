"""The review wizard."""
