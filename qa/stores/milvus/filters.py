"""Expressions that limit a search to some passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED = 32
"""Length of a run of passages up to which each is named: servers look up names faster than
ranges."""


def limited_to(numbers: Sequence[int]) -> str:
    """Return an expression that is true of some passages only.

    Ranges are joined as a tree. A server of 2.3 refuses a chain of fifty ("unsupported expr proto
    node"), because it nests each ``or`` of a chain in the next.

    Args:
        numbers: of the passages, in order; at least one.
    """
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number:
            runs[-1] = runs[-1][0], number + 1
        else:
            runs.append((number, number + 1))
    named = [n for first, end in runs if end - first <= _NAMED for n in range(first, end)]
    parts = [within(first, end) for first, end in runs if end - first > _NAMED]
    if named:
        parts.append(f"key in [{','.join(map(str, named))}]")
    return _any_of(parts)


def within(first: int, end: int) -> str:
    """Return an expression that is true of the passages ``[first, end)``.

    Args:
        first: number of the first passage.
        end: number after the last.
    """
    return f"key >= {first} and key < {end}"


def _any_of(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return f"({_any_of(parts[:half])}) or ({_any_of(parts[half:])})"
