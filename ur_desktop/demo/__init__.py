"""Sample cases at work: the run without a display and the screenshots."""
