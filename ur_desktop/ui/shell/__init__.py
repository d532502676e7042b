"""The application window: sign-in and lock, single instance, idle watch."""
