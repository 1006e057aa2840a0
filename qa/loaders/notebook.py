"""Notebooks of Jupyter: their cells in order, with what these printed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.loaders.extraction import Extract
from qa.loaders.markdown import headings
from qa.loaders.text import decode
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLOURS = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_EMBEDDED = re.compile(r"\(data:[^()\s]{0,10000000}\)")
_INDENT = "    "


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a notebook: Markdown as written, code and its printed results set in.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is no notebook.
    """
    content, notes = decode(data, path)
    try:
        book = json.loads(content)
    except RecursionError as error:
        raise DocumentError(path, "is nested too deeply") from error
    except ValueError as error:
        raise DocumentError(path, f"is not JSON ({error})") from error
    cells = _cells(book)
    if cells is None:
        raise DocumentError(path, "is no notebook (it has no cells)")
    parts: list[str] = []
    found: list[Heading] = []
    length = pictures = 0
    for cell in cells:
        kind = cell.get("cell_type")
        words = _source(cell.get("source", cell.get("input")))
        if kind == "markdown":
            words = _EMBEDDED.sub("()", words)
            found += (
                Heading(h.start + length, h.end + length, h.level, h.title)
                for h in headings(words.strip("\n"))
            )
        elif kind == "code":
            words = _set_in(words)
        printed = [output for output in _listed(cell.get("outputs")) if isinstance(output, dict)]
        shown = [_printed(output) for output in printed]
        pictures += sum(_is_picture(o) for o, text in zip(printed, shown, strict=True) if not text)
        for block in (words.strip("\n"), *(_set_in(text).strip("\n") for text in shown)):
            if block.strip():
                parts.append(block)
                length += len(block) + 2
    if pictures:
        are = "1 result is a picture" if pictures == 1 else f"{pictures:,} results are pictures"
        notes = (*notes, f"{are} and not read")
    title = next((heading.title for heading in found if heading.level == 1), None)
    yield Extract("\n\n".join(parts), title, tuple(found), notes=notes)


def _cells(book: Any) -> list[dict[str, Any]] | None:
    """Return the cells; before version 4, they are in worksheets."""
    if not isinstance(book, dict):
        return None
    found = book.get("cells")
    if found is None:
        sheets = [sheet for sheet in _listed(book.get("worksheets")) if isinstance(sheet, dict)]
        found = [cell for sheet in sheets for cell in _listed(sheet.get("cells"))] or None
    if not isinstance(found, list):
        return None
    return [cell for cell in found if isinstance(cell, dict)]


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _source(value: object) -> str:
    """Return text, which a notebook has in one string or in a list of lines."""
    lines = value if isinstance(value, list) else [value]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _printed(output: dict[str, Any]) -> str:
    """Return what a cell printed, or its result, as text."""
    data = output.get("data")
    if isinstance(data, dict):
        text = _source(data.get("text/plain") or data.get("text/markdown"))
        return "" if _is_picture(output) else text
    if output.get("output_type") in {"error", "pyerr"}:
        return f"{_source(output.get('ename'))}: {_source(output.get('evalue'))}"
    return _COLOURS.sub("", _source(output.get("text")))


def _is_picture(output: dict[str, Any]) -> bool:
    data = output.get("data")
    return isinstance(data, dict) and any(str(kind).startswith("image/") for kind in data)


def _set_in(text: str) -> str:
    lines = (line.rstrip() for line in text.expandtabs().strip("\n").split("\n"))
    return "\n".join(f"{_INDENT}{line}" if line else "" for line in lines)
