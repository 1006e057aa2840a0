"""RapidOCR: PaddleOCR's models, run by onnxruntime. They are in its wheel, so no line is needed."""

from __future__ import annotations

import math
import os
import re
import statistics
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.loaders.ocr.seen import Recognized, SeenWord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    Edges: TypeAlias = tuple[float, float, float, float]

DPI = 200
"""Dots an inch of the pictures that it reads; it makes larger ones smaller."""

_LINE = 1.25  # times the size of letters: the box of each word has the height of its line
_FEWEST = 0.35  # letters for each height of a line, of a line that was read
_WORD = re.compile(r"\S+")
_SHORT = 8  # letters of a line
_BELOW = 0.25  # of that height: what is below the baseline


def recognize(picture: Any) -> Recognized:
    """Return the words of a picture.

    Args:
        picture: a PIL image of :data:`DPI` dots an inch.
    """
    import numpy as np  # noqa: PLC0415 - only the process that recognizes needs it

    pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
    found = _engine()(pixels, return_word_box=True)
    if found.txts is None or found.boxes is None:
        return Recognized([])
    lines = [
        Line(text, 0.0 if math.isnan(score) else float(score), _edges(box, picture.size))
        for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
    ]
    parts = _parts(lines, found.word_results or (), picture.size)
    words: list[SeenWord] = []
    for number, line in enumerate(lines):
        words += words_of_line(number, line, parts[number], picture.size)
    missed = sum(is_missed(line, picture.size) for line in lines)
    return Recognized(_with_usual_sizes(words), missed)


class Line(NamedTuple):
    """A line as the engine found it.

    Attributes:
        text: with spaces.
        certainty: of all of it.
        edges: left, top, right and bottom, as shares of the page.
    """

    text: str
    certainty: float
    edges: Edges


class Part(NamedTuple):
    """A part of a line: a word, or signs beside one.

    Attributes:
        text: its characters.
        certainty: that it is this.
        edges: as those of the line.
    """

    text: str
    certainty: float
    edges: Edges


def is_missed(line: Line, size: tuple[int, int]) -> bool:
    """Return whether far more is written on a line than was read.

    Args:
        line: of the page.
        size: of the picture, in pixels.
    """
    left, top, right, bottom = line.edges
    width, height = (right - left) * size[0], (bottom - top) * size[1]
    return len("".join(line.text.split())) < _FEWEST * width / max(height, 1.0)


def words_of_line(
    number: int, line: Line, parts: Sequence[Part], size: tuple[int, int]
) -> Iterator[SeenWord]:
    """Yield the words of a line; parts between which it has no space are one.

    Args:
        number: of the line.
        line: with its text.
        parts: in order.
        size: of the picture, in pixels.
    """
    if not parts:
        return
    height = statistics.median(part.edges[3] - part.edges[1] for part in parts)
    bottom = statistics.median(part.edges[3] for part in parts)
    base, letters = bottom - _BELOW * height, height / _LINE
    missed = is_missed(line, size)
    at = 0
    joined: list[Part] = []
    for part in parts:
        start = line.text.find(part.text, at)
        if joined and (start < 0 or line.text[at:start].isspace()):
            yield _joined(joined, number, base, letters, missed=missed)
            joined = []
        at = start + len(part.text) if start >= 0 else at
        joined.append(part)
    yield _joined(joined, number, base, letters, missed=missed)


def _with_usual_sizes(words: list[SeenWord]) -> list[SeenWord]:
    """Return words; those of a line of few letters, whose box is less exact, not above the usual.

    Args:
        words: of a page, line by line.
    """
    letters = Counter[int]()
    for word in words:
        letters[word.line] += len(word.text)
    if not letters:
        return words
    usual = statistics.median(word.size for word in words)
    return [
        word._replace(size=min(word.size, usual)) if letters[word.line] < _SHORT else word
        for word in words
    ]


def _joined(
    parts: Sequence[Part], number: int, base: float, size: float, *, missed: bool
) -> SeenWord:
    lefts, tops, rights, bottoms = zip(*(part.edges for part in parts), strict=True)
    certainty = 0.0 if missed else min(part.certainty for part in parts)
    text = "".join("".join(part.text.split()) for part in parts)
    edges = (min(lefts), min(tops), max(rights), max(bottoms))
    return SeenWord(text, *edges, certainty, number, base, size)


def _parts(
    lines: Sequence[Line], results: Sequence[Any], size: tuple[int, int]
) -> list[list[Part]]:
    """Return the parts of each line.

    The engine leaves lines out of its results that have no words, and may have none at all, so that
    their numbers do not agree with those of the lines: the text tells which line they are of.
    """
    found: list[list[Part]] = []
    left = list(results)
    for line in lines:
        plain = "".join(line.text.split())
        here: list[Part] = []
        if left and _is_of(left[0], plain):
            here = [Part(text, float(score), _edges(box, size)) for text, score, box in left.pop(0)]
        found.append(here or list(_in_shares(line)))
    return found


def _is_of(result: Any, plain: str) -> bool:
    try:
        return "".join("".join(text.split()) for text, _, box in result if len(box)) == plain
    except (TypeError, ValueError, AttributeError):  # no triples: there are no places of words
        return False


def _in_shares(line: Line) -> Iterator[Part]:
    """Yield the words of a line at places by their shares of its characters."""
    left, top, right, bottom = line.edges
    step = (right - left) / max(1, len(line.text))
    for match in _WORD.finditer(line.text):
        edges = (left + match.start() * step, top, left + match.end() * step, bottom)
        yield Part(match[0], line.certainty, edges)


def _edges(corners: Any, size: tuple[int, int]) -> Edges:
    across = [float(corner[0]) / size[0] for corner in corners]
    down = [float(corner[1]) / size[1] for corner in corners]
    return min(across), min(down), max(across), max(down)


@cache
def _engine() -> Any:
    # Before the import, after which it would be too late; see qa.telemetry.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR  # type: ignore[import-not-found] # noqa: PLC0415 - an extra

    threads = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            "Global.log_level": "error",
            # Uncertain lines are stored too, and not quoted: nothing is lost in silence.
            "Global.text_score": 0.0,
            # Pages are read at the same time, each by a process of its own.
            f"{threads}.intra_op_num_threads": 1,
            f"{threads}.inter_op_num_threads": 1,
        }
    )
