"""Notebooks of Jupyter: their cells in order, with what these printed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qa.errors import DocumentError
from qa.loaders.extraction import BlockText, Extract
from qa.loaders.markdown import headings
from qa.loaders.refusals import not_json
from qa.loaders.text import decode
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.page import add_whole
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLOURS = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_EMBEDDED = re.compile(r"\(data:[^()\s]{0,10000000}\)")
_NAME_ONLY = re.compile(r"<[\w.]{1,200}(?: object)?(?: at 0x[0-9a-fA-F]{1,16})?>")
"""What Python writes for a result that says nothing in plain text, such as a styled table."""

_LONGEST_NUMBER = 1_000
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
        book = json.loads(content, parse_int=_whole_number)
    except RecursionError as error:
        raise DocumentError(path, "is nested too deeply") from error
    except ValueError as error:
        raise not_json(path, error) from error
    cells = _cells(book)
    if cells is None:
        raise DocumentError(path, "is not a notebook (it has no cells); save it again from Jupyter")
    parts: list[str] = []
    found: list[Heading] = []
    length = pictures = unread = 0
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
        shown = [_printed(output, path) for output in printed]
        silent = [o for o, text in zip(printed, shown, strict=True) if not text.strip()]
        pictures += sum(map(_is_picture, silent))
        unread += sum(bool(o.get("data")) and not _is_picture(o) for o in silent)
        for block in (words.strip("\n"), *(_set_in(text).strip("\n") for text in shown)):
            if block.strip():
                parts.append(block)
                length += len(block) + 2
    notes = (*notes, *_left_out(pictures, unread))
    title = next((heading.title for heading in found if heading.level == 1), None)
    yield Extract("\n\n".join(parts), title, tuple(found), notes=notes)


def _left_out(pictures: int, unread: int) -> Iterator[str]:
    """Yield what the user should know of results that are not read."""
    if pictures:
        are = "1 result is a picture" if pictures == 1 else f"{pictures:,} results are pictures"
        yield f"{are} and not read"
    if unread:
        are = "1 result is" if unread == 1 else f"{unread:,} results are"
        yield f"{are} neither text nor a picture, and not read"


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


def _whole_number(digits: str) -> int | str:
    # Python refuses very long ones, and no number here is computed with.
    return int(digits) if len(digits) < _LONGEST_NUMBER else digits


def _printed(output: dict[str, Any], path: Path) -> str:
    """Return what a cell printed, or its result, as text."""
    data = output.get("data")
    if isinstance(data, dict):
        return "" if _is_picture(output) else _result(data, path)
    if output.get("output_type") in {"error", "pyerr"}:
        return f"{_source(output.get('ename'))}: {_source(output.get('evalue'))}"
    return _COLOURS.sub("", _source(output.get("text")))


def _result(data: dict[str, Any], path: Path) -> str:
    """Return the first version of a result that has text; empty where none has."""
    text = _source(data.get("text/plain") or data.get("text/markdown"))
    if not text.strip() or _NAME_ONLY.fullmatch(text.strip()):
        text = _page(_source(data.get("text/html")), path) or text
    text = text or _source(data.get("text/latex"))
    value = data.get("application/json")
    if text.strip() or value is None:
        return text
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return ""


def _page(page: str, path: Path) -> str:
    """Return what a result that is a web page shows."""
    if not page.strip():
        return ""
    blocks = BlockText()
    try:
        add_whole(parse_page(page, path), blocks, shown_only=True)
    except DocumentError:  # its elements are nested too deeply
        return ""
    return blocks.extract(None).text


def _is_picture(output: dict[str, Any]) -> bool:
    data = output.get("data")
    return isinstance(data, dict) and any(str(kind).startswith("image/") for kind in data)


def _set_in(text: str) -> str:
    lines = (line.rstrip() for line in text.expandtabs().strip("\n").split("\n"))
    return "\n".join(f"{_INDENT}{line}" if line else "" for line in lines)
