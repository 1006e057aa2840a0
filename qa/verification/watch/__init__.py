"""Saved answers, compared with the documents after each build, and who is notified of changes."""
