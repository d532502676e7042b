"""What the vault holds: cases, reviews, the letter archive, the journal, the letter queue."""
