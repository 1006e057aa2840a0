"""Styles of a Word document, by what they mean: headings, lists, raised text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every
from qa.loaders.docx.markup import child, is_on, value

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|table of figures|index)\s*[1-9]?", re.IGNORECASE)
OUTLINE = {str(level): level + 1 for level in range(9)}
"""Outline level → level of a heading; Word's 9 means running text."""

_DEEPEST = 30  # styles based on styles


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it takes over from those that it is based on.

    Attributes:
        level: of headings that have it; 0 for the document's title, None for running text.
        list_id: number of the list whose items have it; empty for none.
        depth: of these items in the list, ``0`` outermost; empty where it does not say.
        position: ``superscript`` or ``subscript`` for text that is raised or lowered.
        is_hidden: whether its text is not shown.
        is_contents: whether its paragraphs are a table of contents.
    """

    level: int | None = None
    list_id: str = ""
    depth: str = ""
    position: str = ""
    is_hidden: bool = False
    is_contents: bool = False


class Styles:
    """The styles of a document, by their identities."""

    def __init__(self, root: Element | None) -> None:
        """Read styles.

        Args:
            root: of the part with the styles; None for a document without.
        """
        found = list(every(root, "style")) if root is not None else []
        self._elements = {attribute(style, "styleId"): style for style in found}
        self._known: dict[str, Style] = {}
        self._usual = next(
            (
                attribute(style, "styleId")
                for style in found
                if attribute(style, "default") in {"1", "true"}
                and attribute(style, "type") == "paragraph"
            ),
            "",
        )

    def of(self, identity: str) -> Style:
        """Return a style; the usual one where none is named.

        Args:
            identity: of the style; empty for none.
        """
        identity = identity or self._usual
        if identity not in self._known:
            self._known[identity] = self._read(identity)
        return self._known[identity]

    def _read(self, identity: str) -> Style:
        if identity not in self._elements:  # a file without styles: the identity is a name
            heading = _HEADING.fullmatch(identity)
            return Style(level=int(heading[1]) if heading else None)
        chain: list[Element] = []
        while identity in self._elements and len(chain) < _DEEPEST:
            chain.append(self._elements[identity])
            identity = value(chain[-1], "basedOn")

        def nearest(read: Callable[[Element], str]) -> str:
            return next(filter(None, map(read, chain)), "")

        of_list = partial(_value_at, ("pPr", "numPr"))
        return Style(
            level=next((level for style in chain if (level := _level(style)) is not None), None),
            list_id=nearest(partial(of_list, "numId")),
            depth=nearest(partial(of_list, "ilvl")),
            position=nearest(partial(_value_at, ("rPr",), "vertAlign")),
            is_hidden=any(is_on(child(style, "rPr"), "vanish") for style in chain),
            is_contents=any(
                _CONTENTS.fullmatch(value(style, "name").strip()) is not None for style in chain
            ),
        )


def _value_at(above: tuple[str, ...], name: str, style: Element) -> str:
    return value(style, *above, name)


def _level(style: Element) -> int | None:
    """Return the level of a heading's own style; -1 where the style says that it is none."""
    name = value(style, "name").strip()
    heading = _HEADING.fullmatch(name)
    if heading:
        return int(heading[1])
    if name.casefold() == "title":
        return 0
    outline = value(style, "pPr", "outlineLvl")
    return OUTLINE.get(outline, -1 if outline else None)
