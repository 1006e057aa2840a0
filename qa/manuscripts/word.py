"""Word: words with the offset of each in the file, block quotes, notes and citations in fields."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.loaders.archives import attribute, every, local
from qa.loaders.office_package import Package
from qa.manuscripts.citations import sources_of_note
from qa.manuscripts.prose import Prose
from qa.manuscripts.records import SourceMark
from qa.manuscripts.word_fields import sources_in_field
from qa.manuscripts.word_parts import PartReader
from qa.manuscripts.word_styles import BlockStyles
from qa.records import Span
from qa.verification.quotations import is_credit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.manuscripts.records import ClaimedSource, Manuscript
    from qa.manuscripts.word_parts import Paragraph, Part

_NO_DOCUMENT = "its main part is no Word document"
_MAIN = "word/document.xml"
_LEAST_INDENTED = 8  # words; a shorter paragraph is indented for other reasons


@dataclass(frozen=True, slots=True)
class WordFile:
    """A manuscript of Word, and what comments are anchored in.

    Attributes:
        manuscript: whose ``origins`` are offsets of bytes in the main part.
        name: of the main part.
        part: the main part, as it was read.
    """

    manuscript: Manuscript
    name: str
    part: Part


def read_word(data: bytes, path: Path, name: str) -> WordFile:
    """Read a Word file.

    Args:
        data: bytes of the file.
        path: of the file, for errors.
        name: that messages have for it.

    Raises:
        DocumentError: it is damaged or encrypted, or unpacks to too much.
    """
    package = Package(data, path)
    main, root = package.main(_MAIN)
    if local(root) != "document":
        raise package.damaged(_NO_DOCUMENT)
    parts = {link.kind: link.part for link in package.links(main).values()}
    styles = BlockStyles(package.xml(parts["styles"]) if "styles" in parts else None)
    notes = {
        kind: _notes(package.xml(parts[f"{kind}s"])) if f"{kind}s" in parts else {}
        for kind in ("footnote", "endnote")
    }
    part = PartReader(package.plain_xml(main), package.damaged).read()
    prose = Prose(name)
    writer = _Writer(prose, styles, notes)
    for i, paragraph in enumerate(part.paragraphs):
        writer.add(paragraph, part.paragraphs[i - 1].words if i else "")
    writer.write_notes()
    manuscript = prose.finished()
    manuscript.marks.sort(key=lambda mark: mark.offset)
    manuscript.remarks = tuple(package.notes)
    return WordFile(manuscript, main, part)


class _Writer:
    """Writes paragraphs one after the other, and their notes after the last."""

    def __init__(
        self, prose: Prose, styles: BlockStyles, notes: Mapping[str, Mapping[str, _Note]]
    ) -> None:
        self._prose = prose
        self._styles = styles
        self._notes = notes
        self._due: list[tuple[int, _Note]] = []

    def add(self, paragraph: Paragraph, before: str) -> None:
        prose, words = self._prose, paragraph.words
        if not words.strip():
            return
        is_block = self._is_block(paragraph, before)
        if is_block and is_credit(words) and prose.manuscript.blocks:
            end = prose.manuscript.blocks[-1].end
            prose.manuscript.marks.append(SourceMark(end, sources_of_note(words.strip(" —–-"))))
            return
        start = prose.length
        prose.write(words, 0)
        prose.manuscript.origins[start:] = array("L", paragraph.origins)
        marks = prose.manuscript.marks
        for at, kind, value, origin in paragraph.anchors:
            sources: tuple[ClaimedSource, ...] = ()
            if kind == "field":
                sources = sources_in_field(value)
            elif value in self._notes[kind]:
                note = self._notes[kind][value]
                sources = note.sources
                self._due.append((origin, note))
            if sources:
                marks.append(SourceMark(start + at, sources))
        if is_block:
            prose.manuscript.blocks.append(Span(start, prose.length))
        prose.end_paragraph(paragraph.origins[-1])

    def _is_block(self, paragraph: Paragraph, before: str) -> bool:
        if self._styles.is_quote(paragraph.style):
            return True
        if paragraph.is_numbered or len(paragraph.words.split()) < _LEAST_INDENTED:
            return False
        is_introduced = before.rstrip().endswith(":") or bool(paragraph.anchors)
        is_indented = self._styles.is_indented(paragraph.style, paragraph.left, paragraph.right)
        return is_introduced and is_indented

    def write_notes(self) -> None:
        for origin, note in self._due:
            start = self._prose.length
            self._prose.write(note.words, origin, 0)
            self._prose.manuscript.notes.append(Span(start, self._prose.length))
            if note.sources:
                mark = SourceMark(self._prose.length, note.sources)
                self._prose.manuscript.marks.append(mark)
            self._prose.end_paragraph(origin)


@dataclass(frozen=True, slots=True)
class _Note:
    words: str
    sources: tuple[ClaimedSource, ...]


def _notes(root: Element | None) -> dict[str, _Note]:
    """Return the notes of a part by their identity."""
    if root is None:
        return {}
    found: dict[str, _Note] = {}
    for element in every(root, "footnote", "endnote"):
        words = re.sub(r"\s+", " ", "".join(_shown(element))).strip()
        fields = "".join(code.text or "" for code in element.iter() if local(code) == "instrText")
        sources = sources_in_field(fields) or sources_of_note(words)
        if words:
            found[attribute(element, "id")] = _Note(words, sources)
    return found


def _shown(element: Element) -> Iterator[str]:
    """Yield the words of an element as it reads with all changes accepted."""
    opened = [(iter(element), "")]  # not by recursion: a file may nest as deeply as it likes
    while opened:
        children, name = opened[-1]
        child = next(children, None)
        if child is None:
            opened.pop()
            if name == "p":
                yield " "
            continue
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name not in ("del", "moveFrom", "Fallback"):
            opened.append((iter(child), name))
