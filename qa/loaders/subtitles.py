"""Subtitles (SubRip, WebVTT): what is said, each cue with the time at which it begins."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.text import decode
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TIMES = re.compile(
    r"[ \t]{0,9}((?:\d{1,4}:)?\d{1,2}:\d{2})[.,]\d{1,3}[ \t]{0,9}-->[ \t]{0,9}"
    r"((?:\d{1,4}:)?\d{1,2}:\d{2})[.,]\d{1,3}"
)
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,100}\}")
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]([^<>\n]{1,100})>")
_ENDS = re.compile(r"[.!?…。！？][\"'”’)\]]?$")
_LONGEST_STRETCH = 8  # cues, after which a time is shown even where no sentence ends


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read subtitles.

    A sentence often goes over several cues. These are one paragraph, below the time of the first
    and the last of them.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text, or have no cue.
    """
    content, notes = decode(data, path)
    parts: list[str] = []
    headings: list[Heading] = []
    length = 0
    for begin, end, words in _stretches(content):
        title = begin if begin == end else f"{begin} – {end}"
        headings.append(Heading(length, length + len(title), 1, title))
        parts.append(f"{title}\n{words}")
        length += len(parts[-1]) + 2
    if not parts:
        raise DocumentError(path, "has no subtitles (no line such as '00:01.000 --> 00:04.000')")
    yield Extract("\n\n".join(parts), headings=tuple(headings), notes=notes)


def _stretches(content: str) -> Iterator[tuple[str, str, str]]:
    """Yield the times at which a stretch of whole sentences begins and ends, and its words."""
    begin = end = ""
    spoken: list[str] = []
    for start, until, words in _cues(content):
        begin, end = begin or start, until
        if spoken and spoken[-1] == words:  # a cue that is shown again when the next line joins it
            continue
        spoken.append(words)
        if _ENDS.search(words) or len(spoken) >= _LONGEST_STRETCH:
            yield begin, end, " ".join(spoken)
            begin, spoken = "", []
    if spoken:
        yield begin, end, " ".join(spoken)


def _cues(content: str) -> Iterator[tuple[str, str, str]]:
    """Yield the times and words of each cue that has words."""
    times: re.Match[str] | None = None
    lines: list[str] = []
    for line in (*content.split("\n"), ""):
        found = _TIMES.match(line)
        if found:
            times, lines = found, []
        elif line.strip():
            lines.append(line)
        elif times:
            words = " ".join(" ".join(map(_spoken, lines)).split())
            if words:
                yield times[1], times[2], words
            times, lines = None, []


def _spoken(line: str) -> str:
    """Return what a line says; of its mark-up, only the name of the speaker."""
    return unescape(_TAG.sub("", _SPEAKER.sub(r"\1: ", line)))
