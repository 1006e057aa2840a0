"""The paths of a server with several collections: each has the page and the interface below it."""

from __future__ import annotations

COLLECTIONS = "/c"
"""Path below which each collection has a path of its own, such as ``/c/contracts/``."""

_PARTS = 4  # of "/c/contracts/rest": "", "c", "contracts", "rest"


def path_of(name: str) -> str:
    """Return the path of the page of a collection.

    Args:
        name: of the collection; empty for the only one of a server.
    """
    return f"{COLLECTIONS}/{name}/" if name else "/"


def inner_path(path: str) -> str:
    """Return the path of a request as the collection that it is for sees it.

    Args:
        path: of a request, such as ``/c/contracts/api/ask``; another one is returned as it is.
    """
    parts = path.split("/", _PARTS - 1)
    is_inner = len(parts) == _PARTS and path.startswith(f"{COLLECTIONS}/")
    return f"/{parts[-1]}" if is_inner else path
