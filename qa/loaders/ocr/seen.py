"""The words of a page as an engine recognized them, with their places and its certainty."""

from __future__ import annotations

from typing import Any, NamedTuple


class SeenWord(NamedTuple):
    """A word in the picture of a page. Places are shares of its width and height, from above.

    Attributes:
        text: its characters, in the order in which they are read.
        left: its left edge, [0, 1].
        top: its upper edge.
        right: its right edge.
        bottom: its lower edge.
        certainty: of the engine that this is the word, [0, 1].
        line: number of its line on the page.
        base: height of the line's baseline.
        size: of its letters, as a share of the page's height.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    certainty: float
    line: int
    base: float
    size: float


class Recognized(NamedTuple):
    """What the engine finds in a picture.

    Attributes:
        words: line by line.
        missed: how many lines it sees, but cannot read, such as in a script that it does not know.
    """

    words: list[SeenWord]
    missed: int = 0


class SeenPage(NamedTuple):
    """What was recognized on a page.

    Attributes:
        words: line by line.
        engine: what recognized them, such as ``tesseract 5.3.0 (eng)``.
        alone: whether they replace the words that the file has, and do not complete them.
        missed: how many lines the engine saw, but could not read.
    """

    words: tuple[SeenWord, ...]
    engine: str
    alone: bool = False
    missed: int = 0


def seen_page(values: Any) -> SeenPage:
    """Return what JSON made of a :class:`SeenPage`.

    Args:
        values: its attributes; words are lists.
    """
    words = tuple(SeenWord(*word) for word in values["words"])
    return SeenPage(words, values["engine"], values["alone"], values["missed"])
