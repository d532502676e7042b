"""The case screen with its tabs."""
