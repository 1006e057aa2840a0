"""The web chat: a page beside the documents, on this machine only.

>>> from qa.web import serve
>>> serve(Path("index"))  # doctest: +SKIP
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported, just below

from qa.web.server import serve

__all__ = ["serve"]
