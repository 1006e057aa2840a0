"""Tokens, the sessions that they open, and the log-in form."""
