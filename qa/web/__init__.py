"""The web chat: a page beside the documents, on this machine only.

>>> from qa.web import serve
>>> serve(Path("index"))  # doctest: +SKIP
"""

from qa.web.server import serve

__all__ = ["serve"]
