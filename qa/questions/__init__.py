"""The typed question: cleaned, split into several, and completed if it is a follow-up."""
