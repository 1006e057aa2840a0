"""The choice of generations that stay in a store, in a folder or on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GENERATIONS_KEPT = 2
"""The live generation and the one before it, which readers may still use."""

_Generation = TypeVar("_Generation")


def superseded(
    generations: Sequence[_Generation],
    live: _Generation | None,
    keep: int,
    number: Callable[[_Generation], int],
) -> list[_Generation]:
    """Return the generations to remove: all but the live one and those right before it.

    A generation with a higher number than the live one was never published, and goes too.

    Args:
        generations: all of them, oldest first.
        live: one of them; None where none is live, and all go.
        keep: how many stay, the live one included; at least 1.
        number: returns the number of a generation.
    """
    if live is None:
        return list(generations)
    before = [found for found in generations if number(found) < number(live)]
    stay = [live, *before[len(before) - keep + 1 :]]
    return [found for found in generations if found not in stay]
