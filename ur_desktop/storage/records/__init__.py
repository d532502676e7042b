"""The tables of the vault: cases, reviews, the letter archive, the journal, the letter queue."""
