"""Answers as text, Markdown, JSON and in the formats of citation managers."""
