"""Tracked changes and comments of office files: who did what, and when."""

from __future__ import annotations

from collections import Counter

_MOST_NAMES = 3
_LONGEST_NAME = 60  # characters
_DATE = 10  # characters of a date without the time


class Changes:
    """The tracked changes of a document, counted by kind and author."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: dict[str, Counter[str]] = {}
        self._dates: dict[str, list[str]] = {}

    def add(self, kind: str, by: str, day: str) -> None:
        """Count a change.

        Args:
            kind: ``deletion``, ``insertion`` or ``move``.
            by: who made it; empty where the file does not say.
            day: when, as :func:`day_of` returns it.
        """
        self._counts.setdefault(kind, Counter())[by] += 1
        if day:
            self._dates.setdefault(kind, []).append(day)

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


def name_of(text: str) -> str:
    """Return the name of an author on one line, not too long.

    Args:
        text: as the file has it.
    """
    return " ".join(text.split())[:_LONGEST_NAME]


def day_of(text: str) -> str:
    """Return a day without the time, as 2024-06-03; empty for what is none.

    Args:
        text: as the file has it.
    """
    day = text.strip()[:_DATE]
    return day if day.replace("-", "").isdecimal() else ""
