"""Word: what a page of it shows, in order, with its numbers, boxes, notes and changes."""

from qa.loaders.docx.document import extract

__all__ = ["extract"]
