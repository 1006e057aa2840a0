"""Any other file: its text as it is read for an index, with pages and numbered notes."""

from __future__ import annotations

import re
from contextlib import closing
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Sandbox
from qa.manuscripts.citations import sources_of_note
from qa.manuscripts.prose import Prose
from qa.manuscripts.records import SourceMark
from qa.records import Span
from qa.verification.quotations import block_quoted, is_credit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.manuscripts.records import Manuscript
    from qa.records import Document

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_REFERENCE = re.compile(rf"(?<=[\w.,;:!?”\"’'»)])(?:\[(\d{{1,3}})\]|([{_RAISED}]{{1,3}}))(?!\w)")
_NOTE = re.compile(
    rf"(?:\[(\d{{1,3}})\]|([{_RAISED}]{{1,3}})|(\d{{1,3}})\.?(?=\s+[^\W\d_a-z]))[ \t]*(?=\S)"
)
_NUMBER = re.compile(rf"\s{{0,3}}(?:\d{{1,3}}|[{_RAISED}]{{1,3}})\s{{0,3}}")
_CAPITAL = re.compile(r"(?=[^\W\d_a-z])")
_MOST_LINES = 8  # of a note
_TEXT = frozenset({".txt", ".text", ".eml"})


def read_document(path: Path, name: str, *, recognize: bool = True) -> Manuscript:
    """Read a file in a process of its own.

    Args:
        path: of the file.
        name: that messages have for it.
        recognize: words in pictures of pages, which takes seconds a page.

    Raises:
        DocumentError: the file cannot be read.
    """
    try:
        with closing(Sandbox(recognize=recognize)) as sandbox:
            documents, remarks = load_documents(name, path, sandbox)
    except DocumentError as error:
        raise DocumentError(Path(name), error.reason) from error
    is_text = path.suffix.casefold() in _TEXT
    only = documents[0].text if is_text and len(documents) == 1 else ""
    prose = Prose(name, only)
    pages: list[int] = []
    for document in documents:
        _write(prose, document, pages)
    manuscript = prose.finished()
    manuscript.pages = tuple(pages)
    manuscript.remarks = remarks
    _mark_notes(manuscript)
    return manuscript


def _write(prose: Prose, document: Document, pages: list[int]) -> None:
    """Write the text of a document; lines with ``>`` before them are block quotes."""
    start, is_block, is_credited = 0, False, False
    begun = iter(document.pages)
    next_page = next(begun, None)
    for line in document.text.split("\n"):
        while next_page is not None and start >= next_page:
            pages.append(prose.length)
            next_page = next(begun, None)
        quoted = block_quoted(line)
        if (quoted is not None and bool(quoted.strip())) != is_block:
            is_block = not is_block
            is_credited = False
            (prose.begin_block if is_block else prose.end_block)(start)
        words = line if quoted is None else quoted
        is_credited = is_credited or (is_block and is_credit(words))
        if is_credited:
            prose.mark(*sources_of_note(words.strip(" —–-")))
        else:
            prose.write(words, start + len(line) - len(words))
            prose.write("\n", start + len(line))
        start += len(line) + 1
    prose.end_block(start)
    prose.end_paragraph(start)
    left = [] if next_page is None else [next_page, *begun]
    pages.extend(prose.length for _ in left)


def _mark_notes(manuscript: Manuscript) -> None:
    """Find notes, which begin a line with their number, and the marks that refer to them."""
    found_notes = list(_notes(manuscript.words))
    notes = {number: words for number, words, _ in found_notes}
    used: set[str] = set()
    for found in _REFERENCE.finditer(manuscript.words):
        begins_line = manuscript.words.endswith("\n", 0, found.start())
        number = found[1] or found[2].translate(_DIGITS)
        if not begins_line and number in notes:
            used.add(number)
            sources = sources_of_note(notes[number])
            if sources:
                manuscript.marks.append(SourceMark(found.start(), sources))
    manuscript.marks.sort(key=lambda mark: mark.offset)
    manuscript.notes = [span for number, _, span in found_notes if number in used]


def _notes(words: str) -> Iterator[tuple[str, str, Span]]:
    """Yield number, words and span of lines that look like notes, with the lines that go on."""
    lines = words.split("\n")
    start, i = 0, 0
    while i < len(lines):
        found = _NOTE.match(lines[i])
        first = i
        if _NUMBER.fullmatch(lines[i]) and i + 1 < len(
            lines
        ):  # above its note, as some PDFs have it
            number, i = lines[i].strip().translate(_DIGITS), i + 1
            found = _CAPITAL.match(lines[i])
        elif found:
            number = found[1] or (found[2] or found[3]).translate(_DIGITS)
        length = 1
        if found:
            further = takewhile(
                lambda one: one.strip() and not _NOTE.match(one) and not _NUMBER.fullmatch(one),
                lines[i + 1 : i + _MOST_LINES],
            )
            note = [lines[i][found.end() :], *further]
            length = len(note)
            end = start + sum(len(line) + 1 for line in lines[first : i + length])
            yield number, " ".join(note), Span(start, end - 1)
        start += sum(len(line) + 1 for line in lines[first : i + length])
        i += length
