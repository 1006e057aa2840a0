"""Web pages (HTML): the article, not the menu around it."""

from qa.loaders.webpage.page import extract

__all__ = ["extract"]
