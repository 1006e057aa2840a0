"""The web chat: a page, and an interface for programs, on this machine only by default.

>>> from qa.web import serve
>>> serve(Path("index"))  # doctest: +SKIP
"""

from qa.web.server import serve

__all__ = ["serve"]
