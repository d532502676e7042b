"""What comes in and goes out as a file: reviews, cases, attendance."""
