"""What takes minutes to make, saved in a file."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")


def made_once(saved: Path, make: Callable[[], T]) -> T:
    """Return what a file has, or make it and write the file; a run that was stopped leaves none.

    Args:
        saved: the file; whoever changes what is made deletes it.
        make: makes what can be pickled.
    """
    if not saved.exists():
        saved.parent.mkdir(parents=True, exist_ok=True)
        new = saved.with_suffix(".new")
        new.write_bytes(pickle.dumps(make()))
        new.replace(saved)
    made: T = pickle.loads(saved.read_bytes())  # noqa: S301 - written above
    return made
