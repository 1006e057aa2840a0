"""Automatic numbers of paragraphs: Word stores how to count, and not the numbers.

A list (``num``) follows a definition (``abstractNum``) of up to nine levels, and all lists of
one definition count on together, unless a list says where it starts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.archives import attribute, every
from qa.loaders.docx.markup import child, is_on, number, value
from qa.loaders.list_numbers import list_number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from qa.loaders.docx.styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LONGEST = 100  # characters of a number with its words; longer ones are a mistake
_NOT_DIGITS = frozenset({"bullet", "none"})


class Label(NamedTuple):
    """What stands in front of a paragraph.

    Attributes:
        text: the number with its words and signs; empty for a bullet.
        depth: in the list, 0 outermost.
        has_parents: whether the number has those of the levels above, as in 7.2.
    """

    text: str
    depth: int
    has_parents: bool


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts: int | None = None  # the level, counted from 1, below which it begins again
    in_digits: bool = False  # this and the levels above
    style: str = ""


class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Read lists.

        Args:
            root: of the part with the lists; None for a document without.
            styles: of the document.
        """
        self._styles = styles
        found = [] if root is None else list(root)
        self._nums = {attribute(num, "numId"): num for num in found if _is(num, "num")}
        self._definitions = {
            attribute(definition, "abstractNumId"): definition
            for definition in found
            if _is(definition, "abstractNum")
        }
        self._levels: dict[str, tuple[str, tuple[_Level, ...]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def place(self, properties: Element | None, style: str) -> tuple[str, int] | None:
        """Return the list of a paragraph and its depth in it, None where it is in none.

        Args:
            properties: of the paragraph.
            style: of the paragraph.
        """
        known = self._styles.of(style)
        own = value(properties, "numPr", "numId")
        list_id = own or known.list_id
        if list_id not in self._nums:
            return None
        depth = value(properties, "numPr", "ilvl")
        if not depth and not own:
            levels = self._of(list_id)[1]
            linked = next((i for i, level in enumerate(levels) if level.style == style), None)
            depth = known.depth if linked is None or not style else str(linked)
        return list_id, min(max(number(depth, 0), 0), _LEVELS - 1)

    def has_parents(self, place: tuple[str, int]) -> bool:
        """Return whether the number at a place has those of the levels above.

        Args:
            place: as :meth:`place` returns it.
        """
        list_id, depth = place
        return _has_parents(self._of(list_id)[1][depth], depth)

    def count(self, place: tuple[str, int]) -> Label | None:
        """Count one more paragraph at a place and return its label, None where it shows none.

        Args:
            place: as :meth:`place` returns it.
        """
        list_id, depth = place
        definition, levels = self._of(list_id)
        counts = self._counts.setdefault(definition, [None] * _LEVELS)
        before = counts[depth]
        starts_anew = (list_id, depth) not in self._begun and self._starts_anew(list_id, depth)
        counts[depth] = levels[depth].start if before is None or starts_anew else before + 1
        self._begun.add((list_id, depth))
        for i in range(depth):
            above = counts[i]
            counts[i] = levels[i].start if above is None else above
        for i in range(depth + 1, _LEVELS):
            below = levels[i].restarts
            if below is None or depth < below:
                counts[i] = None
        return _label(levels, counts, depth)

    def _starts_anew(self, list_id: str, depth: int) -> bool:
        return any(
            attribute(override, "ilvl") == str(depth)
            and child(override, "startOverride") is not None
            for override in self._nums[list_id]
        )

    def _of(self, list_id: str) -> tuple[str, tuple[_Level, ...]]:
        """Return the definition of a list, and its levels."""
        if list_id not in self._levels:
            self._levels[list_id] = self._read(list_id)
        return self._levels[list_id]

    def _read(self, list_id: str) -> tuple[str, tuple[_Level, ...]]:
        num = self._nums[list_id]
        definition = value(num, "abstractNumId")
        # A definition may be no more than the name of a style, whose list has the levels.
        styled = self._styles.of(value(self._definitions.get(definition), "numStyleLink"))
        if value(self._definitions.get(definition), "numStyleLink") and styled.list_id != list_id:
            definition = value(self._nums.get(styled.list_id), "abstractNumId") or definition
        levels = [_Level()] * _LEVELS
        root = self._definitions.get(definition)
        for level in every(root, "lvl") if root is not None else ():
            _set(levels, level)
        for override in every(num, "lvlOverride"):
            for level in every(override, "lvl"):
                _set(levels, level)
            at = number(attribute(override, "ilvl"), _LEVELS)
            start = number(value(override, "startOverride"), -1)
            if start >= 0 and 0 <= at < _LEVELS:
                levels[at] = replace(levels[at], start=start)
        return definition, tuple(levels)


def _is(element: Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _set(levels: list[_Level], element: Element) -> None:
    at = number(attribute(element, "ilvl"), _LEVELS)
    if not 0 <= at < _LEVELS:
        return
    restart = value(element, "lvlRestart")
    levels[at] = _Level(
        start=number(value(element, "start"), 0),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        restarts=number(restart, 0) if restart else None,
        in_digits=is_on(element, "isLgl"),
        style=value(element, "pStyle"),
    )


def _label(levels: tuple[_Level, ...], counts: list[int | None], depth: int) -> Label | None:
    level = levels[depth]
    if level.form == "bullet":
        return Label("", depth, has_parents=False)

    def written(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        count = counts[at]
        form = "decimal" if level.in_digits else levels[at].form
        if form in _NOT_DIGITS:
            return ""
        return list_number(levels[at].start if count is None else count, form)

    text = _PLACE.sub(written, level.text).strip()
    if not text or len(text) > _LONGEST:
        return None
    return Label(text, depth, _has_parents(level, depth))


def _has_parents(level: _Level, depth: int) -> bool:
    return any(int(place[1]) <= depth for place in _PLACE.finditer(level.text))
