"""The pictures of the page in docs/screenshots, see ``__main__.py``."""
