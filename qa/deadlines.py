"""Deadlines: long loops check one that their caller has set.

A deadline belongs to the context (:mod:`contextvars`) it is set in. ``anyio.to_thread`` and
``asyncio.to_thread`` copy the context, so it applies in their threads too; a thread started
in another way has none.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from qa.errors import DeadlineError

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Deadline(NamedTuple):
    end: float
    seconds: float
    work: str
    advice: str


_current: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline(seconds: float, work: str, advice: str) -> Iterator[None]:
    """Limit the time of what runs inside; of nested deadlines the earliest counts.

    Args:
        seconds: from now on.
        work: what it limits, as the subject of a sentence: "Checking the claim".
        advice: what the user can do, a sentence.
    """
    outer, end = _current.get(), time.monotonic() + seconds
    if outer is not None and outer.end <= end:
        yield
        return
    token = _current.set(_Deadline(end, seconds, work, advice))
    try:
        yield
    finally:
        _current.reset(token)


def expired() -> bool:
    """Return whether the deadline of this context has passed."""
    current = _current.get()
    return current is not None and time.monotonic() > current.end


def check_deadline() -> None:
    """Do nothing before the deadline of this context.

    Raises:
        DeadlineError: it has passed.
    """
    current = _current.get()
    if current is not None and time.monotonic() > current.end:
        msg = (
            f"{current.work} took longer than {current.seconds:g} seconds and was stopped. "
            f"{current.advice}"
        )
        raise DeadlineError(msg)
