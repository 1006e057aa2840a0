"""What is inside the paragraphs of Markdown: links, code, citations and marks of notes."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from qa.manuscripts.citations import bare_pages_of, sources_of_note
from qa.manuscripts.records import ClaimedSource, SourceMark
from qa.text.character_classes import QUOTATION_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa.manuscripts.prose import Prose

_KEY = r"@(?:\{([^{}\s]{1,100})\}|([^\W_][\w:.#$%&+?<>~/-]{0,100}))"
_TOKEN = re.compile(
    rf"""(?P<escape>\\[!-/:-@\[-`{{-~])
       | (?P<code>`{{1,8}})
       | (?P<note>\[\^[^\]\s]{{1,80}}\])
       | (?P<inline>\^\[)
       | (?P<cite>\[[^\[\]@]{{0,200}}@[^\[\]]{{1,400}}\])
       | (?P<link>!?\[[^\[\]]{{0,500}}\]\([^()\s]{{1,500}}(?:\s["'][^\n]{{0,200}}?["'])?\))
       | (?P<tag><[A-Za-z/!][^<>]{{0,300}}>)
       | (?P<bare>(?<![\w.@/]){_KEY}(?:[ ]\[[^\[\]]{{1,100}}\])?)
    """,
    re.VERBOSE,
)
_CITED = re.compile(rf"(?<![\w.])-?{_KEY}")
_MARKS = str.maketrans(dict.fromkeys(QUOTATION_MARKS, " "))
_ENDS = ".,:;?!"
_LONGEST_CODE = 1_000
_LONGEST_NOTE = 3_000


class Inline:
    """Writes lines of Markdown as words, and notes which sources they name."""

    def __init__(self, prose: Prose) -> None:
        """Write into a manuscript.

        Args:
            prose: of the manuscript.
        """
        self._prose = prose
        self._noted: list[tuple[int, str]] = []  # offset of a mark in the words, label

    def write(self, lines: Sequence[tuple[int, str]]) -> None:
        """Write a paragraph.

        Args:
            lines: offset in the file and text of each, without the marks of a block quote.
        """
        text = "\n".join(words for _, words in lines)
        begins, at = [], 0
        for _, words in lines:
            begins.append(at)
            at += len(words) + 1
        self._origins = begins, [start for start, _ in lines]
        self._text(text, 0)

    def credit(self, lines: Sequence[tuple[int, str]], end: int) -> None:
        """Take the line below a block quote, which names its author, as its source.

        Args:
            lines: as for :meth:`write`.
            end: of the block quote in the words.
        """
        words = " ".join(words.strip(" —–-") for _, words in lines)
        cited = [source for part in _CITED.finditer(words) for source in _cited(words, part)]
        sources = tuple(cited) or sources_of_note(words)
        if sources:
            self._prose.manuscript.marks.append(SourceMark(end, sources))

    def resolve(self, notes: Mapping[str, str]) -> None:
        """Say which sources the notes name that the text refers to.

        Args:
            notes: label → words.
        """
        marks = self._prose.manuscript.marks
        for offset, label in self._noted:
            sources = tuple(sources_in_note(notes.get(label, "")))
            if sources:
                marks.append(SourceMark(offset, sources))
        marks.sort(key=lambda mark: mark.offset)

    def _origin(self, at: int) -> int:
        begins, starts = self._origins
        line = bisect_right(begins, at) - 1
        return starts[line] + at - begins[line]

    def _emit(self, text: str, begin: int) -> None:
        """Write text as it is; each line has its own place in the file."""
        for i, part in enumerate(text.split("\n")):
            if i:
                self._prose.write("\n", self._origin(begin - 1))
            self._prose.write(part, self._origin(begin))
            begin += len(part) + 1

    def _text(self, text: str, offset: int) -> None:
        at = 0
        for found in _TOKEN.finditer(text):
            if found.start() < at:
                continue
            self._emit(text[at : found.start()], offset + at)
            at = self._token(text, found, offset)
        self._emit(text[at:], offset + at)

    def _token(self, text: str, found: re.Match[str], offset: int) -> int:
        """Write what a token stands for, and return where the text goes on."""
        kind, inside, begin = found.lastgroup or "", found[0], offset + found.start()
        end = found.end()
        if found["bare"] is not None:
            self._prose.mark(*_narrative(found))
            self._emit(inside, begin)
        elif kind == "escape":
            self._prose.write(inside[1], self._origin(begin))
        elif kind == "code":
            closing = text.find(inside, end, end + _LONGEST_CODE)
            if closing >= 0:  # words in code are code, whatever marks they have
                self._emit(text[end:closing].translate(_MARKS), offset + end)
                return closing + len(inside)
            self._emit(inside, begin)
        elif kind == "note":
            self._noted.append((self._prose.length, inside[2:-1]))
        elif kind == "inline":
            closing = _closing(text, end)
            self._prose.mark(*sources_in_note(text[end:closing]))
            return closing + 1
        elif kind == "cite":
            sources = [source for one in _CITED.finditer(inside) for source in _cited(inside, one)]
            self._prose.mark(*sources)
            if not sources:
                self._emit(inside, begin)
        elif kind == "link" and not inside.startswith("!"):
            words, _, target = inside[1:-1].partition("](")
            self._text(words, begin + 1)
            self._prose.mark(*_linked(words, target))
        return end


def _closing(text: str, at: int) -> int:
    depth = 1
    for i in range(at, min(len(text), at + _LONGEST_NOTE)):
        depth += (text[i] == "[") - (text[i] == "]")
        if not depth:
            return i
    return at


def _cited(text: str, found: re.Match[str]) -> Iterator[ClaimedSource]:
    """Yield the source that one key of ``[see @a, p. 4; @b]`` cites."""
    end = text.find(";", found.end())
    locator = text[found.end() : end if end >= 0 else len(text)].strip(" ],")
    key = found[1] or found[2].rstrip(_ENDS)
    words = f"@{key}, {locator}" if locator else f"@{key}"
    yield ClaimedSource(words, key=key, pages=bare_pages_of(locator))


def _narrative(found: re.Match[str]) -> Iterator[ClaimedSource]:
    """Yield the source of ``@smith2020 [p. 4]``; an account of a network is written so too."""
    locator = found[0].partition("[")[2].rstrip("]")
    key = _CITED.match(found["bare"])
    assert key is not None
    name = (key[1] or key[2]).rstrip(_ENDS)
    yield ClaimedSource(
        f"@{name}",
        key=name,
        pages=bare_pages_of(locator),
        is_narrative=True,
        is_certain=False,
    )


def _linked(words: str, target: str) -> Iterator[ClaimedSource]:
    address, _, _ = target.partition(" ")
    path = address.partition("#")[0].partition("?")[0]
    name = path.rpartition("/")[2]
    if "." in name:
        yield ClaimedSource(
            f"{words} {name}".strip(), title=name.rpartition(".")[0], is_certain=False
        )


def sources_in_note(note: str) -> list[ClaimedSource]:
    """Return the sources that a note names by keys or, without any, in words.

    Args:
        note: its Markdown.
    """
    cited = [source for one in _CITED.finditer(note) for source in _cited(note, one)]
    return cited or list(sources_of_note(note.translate({ord("*"): None, ord("_"): None})))
