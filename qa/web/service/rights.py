"""What a user may do with a collection: ask and read, or also change its documents.

The list of users says who may read which collection. Of those who may read one, all may change it,
or those whom it names as editors.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.types import Scope

    from qa.web.authentication.keys import Keys
    from qa.web.service.service import Service

_READS_ONLY: ContextVar[bool] = ContextVar("reads_only", default=False)

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ASKING = frozenset(
    {
        "/api/ask",
        "/api/ask/all",
        "/api/compare",
        "/api/quote",
        "/api/check",
        "/api/check/text",
        "/api/check/file",
        "/api/verify",
        "/api/transcript",
        "/api/feedback",
        "/api/page/boxes",
        "/api/grids",
    }
)
"""Operations that change no documents, although they are no GET: the others are for editors."""

_GRIDS = "/api/grids/"
"""Below it, users change grids of their own, and no documents."""


def readable(services: Sequence[Service], keys: Keys | None, scope: Scope) -> list[Service]:
    """Return the collections that the user of a request may read, in their order.

    Args:
        services: one for each collection of the server.
        keys: the users and what each may read; None where everyone may read all.
        scope: the ASGI connection, in which :class:`~qa.web.middleware.access.Access` noted the
            user.
    """
    owner = owner_of(scope)
    return [one for one in services if keys is None or keys.may_read(owner, one.name)]


def may_change(service: Service, scope: Scope) -> bool:
    """Return whether the user of a request may change the documents of a collection.

    Args:
        service: of the collection, which the user may read.
        scope: the ASGI connection.
    """
    is_editor = service.editors is None or owner_of(scope) in service.editors
    return is_editor and service.corpus is not None


def is_for_editors(method: str, path: str) -> bool:
    """Return whether a request is for those only who may change the documents.

    Every operation is that does not say otherwise here: a new one is not open by accident.

    Args:
        method: of HTTP.
        path: below that of the collection.
    """
    if not path.startswith("/api"):  # the page, which sends its changes to these operations
        return False
    if method in _SAFE:
        return path == "/api/removed"
    return path not in _ASKING and not path.startswith(_GRIDS)


@contextmanager
def reading_only(only: bool) -> Iterator[None]:  # noqa: FBT001 - it is what the name says
    """Note for the work in a block whether its user may change nothing.

    Args:
        only: whether that is so.
    """
    before = _READS_ONLY.set(only)
    try:
        yield
    finally:
        _READS_ONLY.reset(before)


def reads_only() -> bool:
    """Return whether the user of the request that is answered now may change nothing."""
    return _READS_ONLY.get()


def owner_of(scope: Scope) -> str | None:
    """Return the user of a request; None on a server without users.

    Args:
        scope: the ASGI connection.
    """
    owner: str | None = scope.get("state", {}).get("owner")
    return owner
