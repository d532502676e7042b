"""The program as a screen reader on Linux meets it, over the bus of the assistive technologies."""
