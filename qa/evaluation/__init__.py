"""The quality of answers, measured on questions with known answers."""
