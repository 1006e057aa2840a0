"""What a user typed: one question or several, complete or leaning on the one before."""
