"""Writes a conversation to keep or to pass on: as Markdown, a web page, or a Word document."""
