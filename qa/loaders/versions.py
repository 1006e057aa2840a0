"""What reads a format in this installation: recorded in receipts, and compared by them."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from qa.loaders.formats import reader_of


@cache
def versions_reading(media_type: str) -> tuple[str, tuple[str, ...]]:
    """Return the module that reads a format, and the versions of what it leans on."""
    module, libraries = reader_of(media_type)
    return module, tuple(f"{name} {version(name)}" for name in ("quoth", *libraries))
