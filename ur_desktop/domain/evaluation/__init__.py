"""From a review's answers to its finding."""
