"""Markdown, as Pandoc and GitHub write it: words, block quotes, footnotes and citations."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from qa.loaders.front_matter import front_matter
from qa.manuscripts.markdown_inline import Inline, sources_in_note
from qa.manuscripts.prose import Prose
from qa.records import Span
from qa.verification.quotations import block_quoted, is_credit, quoted_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.manuscripts.records import Manuscript

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,80})\]:[ \t]?")
_LINK = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:\s")
_HEADING = re.compile(r" {0,3}(#{1,6})\s")
_BIBLIOGRAPHY = re.compile(r"^bibliography:[ \t]*(.*)$", re.MULTILINE)
_ITEM = re.compile(r"[ \t]+-[ \t]+(.+)")
_SOURCES = frozenset(
    [
        "references",
        "bibliography",
        "works cited",
        "literature",
        "literatur",
        "literaturverzeichnis",
        "quellen",
        "bibliographie",
        "bibliografía",
        "referencias",
        "sources",
    ]
)
_ALERT = re.compile(
    r"\W{0,4}(?:note|warning|tip|important|caution|hint|info|danger|hinweis|achtung)\b\W",
    re.IGNORECASE,
)
_INDENT = ("    ", "\t")


class _Line(NamedTuple):
    """A line, or what a block quote or a note has of it; and its offset in the file."""

    start: int
    words: str


def read_markdown(text: str, name: str) -> Manuscript:
    """Read Markdown.

    Args:
        text: of the file.
        name: of the file.
    """
    matter = front_matter(text)
    prose = Prose(name, text)
    body = _Body(prose)
    for group in _groups(text, matter.end if matter else 0):
        body.add(*group)
    body.add_notes()
    manuscript = prose.finished()
    if matter:
        manuscript.bibliographies = tuple(_bibliographies(text[matter.inside : matter.closing]))
    return manuscript


class _Body:
    """The paragraphs of a Markdown file, and its notes, which are written last."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose
        self._notes: dict[str, list[_Line]] = {}
        self._inline = Inline(prose)
        self._is_listing = False

    def add(self, kind: str, lines: list[_Line]) -> None:
        if kind == "note":
            label = _NOTE.match(lines[0].words)
            assert label is not None
            first = _Line(lines[0].start + label.end(), lines[0].words[label.end() :])
            self._notes.setdefault(label[1], [first, *lines[1:]])
        elif kind == "heading":
            self._is_listing = lines[0].words.strip(" #\t:").casefold() in _SOURCES
            self._paragraph(lines)
        elif kind == "block":
            self._block(lines)
        elif not self._is_listing:
            self._paragraph(lines)

    def _paragraph(self, lines: list[_Line]) -> None:
        self._inline.write(lines)
        self._prose.end_paragraph(lines[-1].start)

    def _block(self, lines: list[_Line]) -> None:
        """Add a block quote, without the line that names its author, which is its source."""
        if _ALERT.match(lines[0].words):  # a box for readers, not words of somebody
            self._paragraph(lines)
            return
        kept = quoted_lines([line.words for line in lines])
        lines = lines[len(lines) - len(kept) :]
        own = list(takewhile(lambda line: not is_credit(line.words), lines))
        credit = lines[len(own) :]
        blocks = self._prose.manuscript.blocks
        if own:
            self._prose.begin_block(lines[0].start)
            self._inline.write(own)
            self._prose.end_block(lines[-1].start)
        if credit and blocks:
            self._inline.credit(credit, blocks[-1].end)

    def add_notes(self) -> None:
        self._inline.resolve({label: _joined(lines) for label, lines in self._notes.items()})
        for lines in self._notes.values():
            start = self._prose.length
            marks = self._prose.manuscript.marks
            before = len(marks)
            self._inline.write(lines)
            if self._prose.length > start:
                self._prose.manuscript.notes.append(Span(start, self._prose.length))
                if len(marks) == before:
                    self._prose.mark(*sources_in_note(_joined(lines)))
            self._prose.end_paragraph(lines[-1].start)


def _joined(lines: list[_Line]) -> str:
    return " ".join(line.words.strip() for line in lines)


def _groups(text: str, begin: int) -> Iterator[tuple[str, list[_Line]]]:
    """Yield paragraphs, headings, block quotes and notes; without code and comments."""
    kind, group = "", list[_Line]()
    fence, is_comment, was_blank = "", False, True
    start = begin
    for line in text[begin:].split("\n"):
        at, start = start, start + len(line) + 1
        now, words = _kind_of(line, kind)
        if fence or is_comment:
            now = "skipped"
            is_comment = is_comment and "-->" not in line
            fence = "" if fence and line.strip().startswith(fence) else fence
        elif opened := _FENCE.match(line):
            fence, now = opened[1], "skipped"
        elif line.lstrip().startswith("<!--"):
            is_comment, now = "-->" not in line, "skipped"
        elif was_blank and line.startswith(_INDENT) and kind not in ("note", "text") and words:
            now = "skipped"  # indented code
        was_blank = not words.strip()
        if now == "note more":
            group.append(_Line(at, line))
        else:
            if group and (now != kind or now in ("heading", "note", "blank")):
                yield kind, group
                group = []
            if now in ("skipped", "blank"):
                kind = "note" if now == "blank" and kind == "note" else "skipped"
            else:
                kind = now
                group.append(_Line(at + (line.rfind(words) if words else 0), words))
    if group:
        yield kind, group


def _kind_of(line: str, before: str) -> tuple[str, str]:  # noqa: PLR0911 - a kind each
    """Return what a line is, and its words; a note goes on in indented lines."""
    quoted = block_quoted(line)
    if quoted is not None:
        return ("block", quoted) if quoted.strip() else ("blank", "")
    if not line.strip():
        return "blank", ""
    if _NOTE.match(line):
        return "note", line
    if _LINK.match(line):
        return "skipped", line
    if _HEADING.match(line):
        return "heading", line
    if before == "note":
        return ("note more" if line.startswith(_INDENT) else "text"), line
    return "text", line


def _bibliographies(matter: str) -> Iterator[str]:
    """Yield the names of files after ``bibliography:`` in front matter."""
    for found in _BIBLIOGRAPHY.finditer(matter):
        value = found[1].strip()
        if value:
            for name in value.strip("[]").split(","):
                yield name.strip(" \"'")
            continue
        for line in matter[found.end() + 1 :].split("\n"):
            item = _ITEM.match(line) or re.match(r"-[ \t]+(.+)", line)
            if item is None:
                break
            yield item[1].strip(" \"'")
