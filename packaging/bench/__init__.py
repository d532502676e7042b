"""Measures the pauses that a reviewer feels; `./ur bench` runs it."""
