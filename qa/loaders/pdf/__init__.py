"""PDF: the words of each page in reading order, as PDFium returns them."""

from qa.loaders.pdf.document import extract

__all__ = ["extract"]
