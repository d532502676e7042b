"""The determination screen."""
