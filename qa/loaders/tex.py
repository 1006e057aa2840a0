r"""LaTeX: its words, with ``\section`` and its like as headings; mark-up is reduced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.loaders.extraction import BlockText
from qa.loaders.tex_markup import argument, plain_tex, without_comments
from qa.loaders.tex_notes import Footnotes
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

_LEVELS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
    "subparagraph": 6,
    "frametitle": 3,
    "title": 0,
}
_HEADING = re.compile(rf"\\({'|'.join(_LEVELS)})\*?(?:\[[^\[\]\n]{{0,300}}\])?\{{")
_BEGIN = re.compile(r"\\begin\{document\}")
_END = re.compile(r"\\end\{document\}")
_BLOCK = re.compile(
    r"\n[ \t]*\n|\\item\b(?:\[[^\[\]\n]{0,200}\])?|"
    r"\\(?:begin|end)\{([A-Za-z]{1,40})\*?\}(?:\[[^\[\]\n]{0,200}\])?|\\(?:\\|tabularnewline)|\\par\b"
)
_TABLES = frozenset({"tabular", "tabularx", "longtable", "array", "tabulary"})
_AS_IT_IS = re.compile(
    r"\\begin\{(verbatim|lstlisting|minted|(?:equation|align|gather|displaymath|eqnarray|multline)\*?)\}"
    r"(?:\[[^\[\]\n]{0,200}\])?|(?<!\\)\\\["
)
_CODE = frozenset({"verbatim", "lstlisting", "minted"})
_COLUMNS = re.compile(r"\s*(?:\{[^{}\n]{0,200}\}){1,2}")
_CELL = re.compile(r"(?<!\\)&")
_LABEL = re.compile(r"\\label\{[^{}\n]{0,200}\}")
_LONGEST_TITLE = 500


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a LaTeX file.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text.
    """
    content, notes = decode(data, path)
    blocks = BlockText()
    title = _title(content)
    begin = _BEGIN.search(content)
    body = content[begin.end() :] if begin else content
    ends = _END.search(body)
    body = body[: ends.start()] if ends else body
    if title:
        blocks.heading(1, title)
    notes_below = Footnotes()
    at = 0
    while found := _AS_IT_IS.search(body, at):
        _add_marked(body[at : found.start()], blocks, notes_below)
        closing = f"\\end{{{found[1]}}}" if found[1] else "\\]"
        end = body.find(closing, found.end())
        end = len(body) if end < 0 else end
        words = body[found.end() : end]
        if found[1] in _CODE:
            blocks.preformatted(words)
        else:
            blocks.paragraph(_LABEL.sub("", words))
        at = min(len(body), end + len(closing))
    _add_marked(body[at:], blocks, notes_below)
    yield blocks.extract(title, notes=notes)


def _title(content: str) -> str:
    for found in _HEADING.finditer(content):
        if found[1] == "title":
            return plain_tex(argument(content, found.end(), 2 * _LONGEST_TITLE)[0]).strip()
    return ""


def _add_marked(text: str, blocks: BlockText, notes: Footnotes) -> None:
    """Add text with mark-up, between its headings."""
    text = notes.marked(without_comments(text))
    at = 0
    for found in _HEADING.finditer(text):
        if found.start() < at:
            continue
        words, end = argument(text, found.end(), 2 * _LONGEST_TITLE)
        _add_blocks(text[at : found.start()], blocks, notes)
        at = end
        if _LEVELS[found[1]]:
            blocks.heading(_LEVELS[found[1]], notes.plain(words))
    _add_blocks(text[at:], blocks, notes)


def _add_blocks(text: str, blocks: BlockText, notes: Footnotes) -> None:
    """Add paragraphs, list items and rows of tables."""
    at, is_item, tables = 0, False, 0
    for found in (*_BLOCK.finditer(text), None):
        words = text[at : found.start() if found else len(text)]
        if not tables:
            notes.write(blocks)
        if tables:
            blocks.row([notes.plain(cell) for cell in _CELL.split(words)])
        elif is_item:
            blocks.item(notes.plain(words))
        else:
            blocks.paragraph(notes.plain(words))
        if found is None:
            notes.write(blocks)
            return
        at = found.end()
        mark = found[0]
        is_item = mark.startswith("\\item") or (is_item and mark.startswith("\\\\"))
        if found[1] in _TABLES:
            tables = max(0, tables + (1 if mark.startswith("\\begin") else -1))
            columns = _COLUMNS.match(text, at) if mark.startswith("\\begin") else None
            at = columns.end() if columns else at
