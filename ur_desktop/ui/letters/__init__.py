"""The letter preview, the letter queue and printing."""
