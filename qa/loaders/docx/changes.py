"""Tracked changes and comments: who did what, and when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_NAMES = 3
_LONGEST_NAME = 60  # characters
_DATE = 10  # characters of a date without the time


class Changes:
    """The tracked changes of a document, counted by kind and author."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: dict[str, Counter[str]] = {}
        self._dates: dict[str, list[str]] = {}

    def add(self, kind: str, change: Element) -> None:
        """Count a change.

        Args:
            kind: ``deletion``, ``insertion`` or ``move``.
            change: with its author and date.
        """
        self._counts.setdefault(kind, Counter())[author(change)] += 1
        when = date(change)
        if when:
            self._dates.setdefault(kind, []).append(when)

    def notes(self) -> list[str]:
        """Return what a reader of the text must know of them, a sentence each."""
        shown = {
            "deletion": ("is left out", "are left out"),
            "insertion": ("is shown as text", "are shown as text"),
            "move": ("is shown where it went", "are shown where they went"),
        }
        return [
            f"{count:,} tracked {kind}{'s' if count > 1 else ''}{self._by(kind)} "
            f"{shown[kind][count > 1]}"
            for kind in shown
            if (count := sum(self._counts.get(kind, {}).values()))
        ]

    def _by(self, kind: str) -> str:
        names = [name for name, _ in self._counts[kind].most_common() if name]
        named = ", ".join(names[:_MOST_NAMES]) + (" and others" if len(names) > _MOST_NAMES else "")
        dates = sorted(set(self._dates.get(kind, ())))
        when = f"{dates[0]} to {dates[-1]}" if len(dates) > 1 else "".join(dates)
        return (f" by {named}" if named else "") + (f" ({when})" if when else "")


def author(element: Element) -> str:
    """Return who made a change or a comment; empty where it does not say.

    Args:
        element: of the change or comment.
    """
    return " ".join(attribute(element, "author").split())[:_LONGEST_NAME]


def date(element: Element) -> str:
    """Return the day of a change or a comment, as 2024-06-03; empty where it does not say.

    Args:
        element: of the change or comment.
    """
    day = attribute(element, "date")[:_DATE]
    return day if day.replace("-", "").isdecimal() else ""
