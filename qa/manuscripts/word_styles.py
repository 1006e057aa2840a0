"""Which styles of a Word file are for block quotes, and how far paragraphs are indented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every
from qa.loaders.docx.markup import child, number, value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_QUOTES = frozenset(
    """
    quote intensequote blocktext blockquote blockquotation quotation quotations zitat
    intensiveszitat blockzitat citation citationintense cita citadestacada citazione
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_DEEPEST = 20  # styles that a style is based on
_BOTH_SIDES = 280  # twentieths of a point: half a centimetre
_ONE_SIDE = 560


class BlockStyles:
    """The styles of a file."""

    def __init__(self, root: Element | None) -> None:
        """Collect them.

        Args:
            root: of the part with the styles; None without one.
        """
        self._names: dict[str, str] = {}
        self._based: dict[str, str] = {}
        self._indents: dict[str, tuple[int | None, int | None]] = {}
        for style in every(root, "style") if root is not None else ():
            identity = attribute(style, "styleId")
            self._names[identity] = _plain(value(style, "name"))
            self._based[identity] = value(style, "basedOn")
            self._indents[identity] = _indents(child(style, "pPr", "ind"))

    def is_quote(self, style: str) -> bool:
        """Return whether a style, or one that it is based on, is for quotes.

        Args:
            style: its identity.
        """
        for _ in range(_DEEPEST):
            if not style:
                return False
            if _plain(style) in _QUOTES or self._names.get(style, "") in _QUOTES:
                return True
            style = self._based.get(style, "")
        return False

    def is_indented(self, style: str, left: int | None, right: int | None) -> bool:
        """Return whether a paragraph is indented as quotes are: on both sides, or far.

        Args:
            style: of the paragraph.
            left: its own indent; None where the style decides.
            right: as ``left``.
        """
        for _ in range(_DEEPEST):
            if not style:
                break
            of_style = self._indents.get(style, (None, None))
            left = of_style[0] if left is None else left
            right = of_style[1] if right is None else right
            style = self._based.get(style, "")
        on_left, on_right = left or 0, right or 0
        return on_left >= _ONE_SIDE or (on_left >= _BOTH_SIDES and on_right >= _BOTH_SIDES)


def _indents(ind: Element | None) -> tuple[int | None, int | None]:
    if ind is None:
        return None, None
    sides = (
        attribute(ind, left) or attribute(ind, other)
        for left, other in (("left", "start"), ("right", "end"))
    )
    left, right = (number(side, 0) if side else None for side in sides)
    return left, right


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalpha())
