"""The files of a corpus: which there are, what they looked like, and when they change."""
