"""Subtitles (SubRip, WebVTT): what is said, each cue with the time at which it begins."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.text import decode
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_TIMES = re.compile(
    r"[ \t]{0,9}((?:\d{1,4}:)?\d{1,2}:\d{2})[.,](\d{1,3})[ \t]{0,9}-->[ \t]{0,9}"
    r"((?:\d{1,4}:)?\d{1,2}:\d{2})[.,](\d{1,3})"
)
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,100}\}")
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]([^<>\n]{1,100})>")
_ENDS = re.compile(r"[.!?…。！？][\"'”’)\]]?$")
_NUMBER = re.compile(r"[ \t]{0,9}\d{1,9}[ \t]{0,9}")
_IS_SPACED = re.compile(r"\s{0,99}\d{1,9}[ \t]{0,9}\n[ \t]{0,9}\n")
"""A file in which each line has a blank one below."""

_REMARKS = ("NOTE", "STYLE", "REGION")  # of WebVTT, up to the next blank line
_TOUCH = 0.02  # seconds between a cue and the one that goes on with it
_OVERLAP = 0.5  # seconds for which two cues are shown that are not of one sentence
_MOST_REPEATED = 8  # lines
_FEWEST_ROLLING = 4
_LONGEST_STRETCH = 8  # cues, after which a time is shown even where no sentence ends


class _Cue(NamedTuple):
    """Words and the time at which they are shown.

    Attributes:
        begin: as written.
        end: as written.
        since: seconds.
        until: seconds.
        lines: that have words, without mark-up.
    """

    begin: str
    end: str
    since: float
    until: float
    lines: tuple[str, ...]


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
    cues = list(_cues(content))
    rolls = _is_rolling(cues)
    begin = end = ""
    spoken: list[str] = []
    latest = 0.0
    before: _Cue | None = None
    for cue in cues:
        words = " ".join(_new_lines(cue, before))
        shared = min(latest, cue.until) - cue.since
        is_other = cue.until <= latest or not rolls
        if spoken and words and shared > _OVERLAP and is_other:  # somebody else speaks
            yield begin, end, " ".join(spoken)
            begin, spoken = "", []
        before, latest = cue, max(latest, cue.until)
        begin, end = begin or cue.begin, cue.end
        if not words:
            begin = begin if spoken else ""
            continue
        spoken.append(words)
        if _ENDS.search(words) or len(spoken) >= _LONGEST_STRETCH:
            yield begin, end, " ".join(spoken)
            begin, spoken = "", []
    if spoken:
        yield begin, end, " ".join(spoken)


def _is_rolling(cues: Sequence[_Cue]) -> bool:
    """Return whether each cue is still shown when the next one joins it, as machines write them."""
    pairs = list(pairwise(cues))
    overlaps = sum(a.until - b.since > _OVERLAP and b.until > a.until for a, b in pairs)
    return overlaps >= _FEWEST_ROLLING and overlaps * 2 > len(pairs)


def _new_lines(cue: _Cue, before: _Cue | None) -> tuple[str, ...]:
    """Return the lines of a cue that are not those at the end of the one before, still shown."""
    if before is None or cue.since - before.until > _TOUCH:
        return cue.lines
    for count in range(min(len(cue.lines), len(before.lines), _MOST_REPEATED), 0, -1):
        if before.lines[-count:] == cue.lines[:count]:
            return cue.lines[count:]
    return cue.lines


def _cues(content: str) -> Iterator[_Cue]:
    """Yield each cue that has words. It goes on to the next line of times: some have blank ones."""
    times: re.Match[str] | None = None
    lines: list[str] = []
    is_named = content.startswith("WEBVTT")  # cues may have names, and there are remarks
    is_spaced = _IS_SPACED.match(content) is not None
    is_remark = False
    for line in content.split("\n"):
        found = _TIMES.match(line)
        if found:
            if times:
                yield from _cue(times, _without_number(lines, is_named, is_spaced))
            times, lines, is_remark = found, [], False
            continue
        if is_named and not line:
            is_remark = False
        elif is_named and not is_remark and lines and not lines[-1]:
            is_remark = line.split(maxsplit=1)[:1] in [[word] for word in _REMARKS]
        if not is_remark:
            lines.append(line)
    if times:
        yield from _cue(times, lines)


def _without_number(lines: list[str], is_named: bool, is_spaced: bool) -> list[str]:  # noqa: FBT001
    """Return lines of a cue without the last one, where that is the number of the next cue."""
    end = len(lines)
    while is_spaced and end and not lines[end - 1].strip():
        end -= 1
    if not end or not lines[end - 1].strip():
        return lines
    is_name = is_named and end > 1 and not lines[end - 2]
    return lines[: end - 1] if is_name or _NUMBER.fullmatch(lines[end - 1]) else lines


def _cue(times: re.Match[str], lines: list[str]) -> Iterator[_Cue]:
    spoken = (" ".join(_spoken(line).split()) for line in lines)
    if words := tuple(line for line in spoken if line):
        since, until = _seconds(times[1], times[2]), _seconds(times[3], times[4])
        yield _Cue(times[1], times[3], since, until, words)


def _seconds(clock: str, fraction: str) -> float:
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds + float(f"0.{fraction}")


def _spoken(line: str) -> str:
    """Return what a line says; of its mark-up, only the name of the speaker."""
    return unescape(_TAG.sub("", _SPEAKER.sub(r"\1: ", line)))
