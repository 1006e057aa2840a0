"""The vectors of a draft: embedded, found again, or fetched."""
