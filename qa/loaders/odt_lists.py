"""Automatic numbers of OpenDocument texts: of list items and of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, local
from qa.loaders.list_numbers import list_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

OUTLINE = ""
"""Name of the list that the headings of a text are in."""

_LEVELS = 10
_WHOLE = re.compile(r"[0-9]{1,9}")
_PLACE = re.compile(r"%([0-9]{1,2})%")
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBERED = ("list-level-style-number", "outline-level-style")
_LONGEST = 100  # characters of a number with the words around it


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = ""  # empty for a bullet, or where no number is shown
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""  # of newer programs, such as ``%1%.%2%)``
    shown: int = 1  # number of levels in the number, its own included
    start: int = 1


class ListNumbers:
    """The lists of a text, counted as their items come."""

    def __init__(self, roots: Iterable[Element]) -> None:
        """Read the styles of lists.

        Args:
            roots: of the parts that have styles.
        """
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        for root in roots:
            for style in every(root, "list-style", "outline-style"):
                is_outline = local(style) == "outline-style"
                name = OUTLINE if is_outline else attribute(style, "name")
                self._levels[name] = {
                    _whole(attribute(level, "level"), 1) - 1: _level(level)
                    for level in style
                    if local(level) in _NUMBERED
                }

    def restart(self, style: str) -> None:
        """Count from the beginning, in a list that does not go on from another.

        Args:
            style: of the list.
        """
        self._counts.pop(style, None)

    def count(self, style: str, depth: int, start: str = "") -> tuple[str, bool]:
        """Count one more item.

        Args:
            style: of the list.
            depth: in the list, 0 outermost.
            start: the number of the item, where it says so itself.

        Returns:
            The number with the signs around it, empty for a bullet; and whether it has the
            numbers of the levels above, as in 7.2.
        """
        levels = self._levels.get(style, {})
        depth = min(depth, _LEVELS - 1)
        counts = self._counts.setdefault(style, [None] * _LEVELS)
        for at in range(depth):
            counts[at] = _after(counts[at], levels.get(at), 0)
        counts[depth] = _whole(start, _after(counts[depth], levels.get(depth), 1))
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        level = levels.get(depth, _Level())
        if not level.form:
            return "", False
        text = _written(level, levels, counts, depth)
        has_parents = (
            any(int(at) <= depth for at in _PLACE.findall(level.pattern))
            if level.pattern
            else level.shown > 1
        )
        return (text if len(text) <= _LONGEST else ""), has_parents and depth > 0


def _level(element: Element) -> _Level:
    return _Level(
        form=attribute(element, "num-format"),
        prefix=attribute(element, "num-prefix"),
        suffix=attribute(element, "num-suffix"),
        pattern=attribute(element, "num-list-format"),
        shown=_whole(attribute(element, "display-levels"), 1),
        start=_whole(attribute(element, "start-value"), 1),
    )


def _after(count: int | None, level: _Level | None, step: int) -> int:
    return (level.start if level else 1) if count is None else count + step


def _written(level: _Level, levels: dict[int, _Level], counts: list[int | None], depth: int) -> str:
    def number(at: int) -> str:
        form = levels.get(at, _Level()).form
        return list_number(counts[at] or 0, _FORMS.get(form, "decimal")) if form else ""

    if level.pattern:
        inside = _PLACE.sub(
            lambda place: number(int(place[1]) - 1) if int(place[1]) <= depth + 1 else "",
            level.pattern.replace("%0%", f"%{depth + 1}%"),
        )
        return inside.strip()
    first = max(0, depth - level.shown + 1)
    joined = ".".join(filter(None, map(number, range(first, depth + 1))))
    return f"{level.prefix}{joined}{level.suffix}".strip()


def _whole(text: str, otherwise: int) -> int:
    return int(text) if _WHOLE.fullmatch(text) else otherwise
