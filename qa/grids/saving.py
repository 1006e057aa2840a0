"""Writes a grid into files: a format for each suffix, and never over a file of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import QAError
from qa.files.atomic import atomic_write
from qa.grids.outputs.entries import no_link
from qa.grids.outputs.lines import to_csv, to_jsonl
from qa.grids.outputs.pages import MOST_PAGES, page_count
from qa.grids.outputs.webpage import to_webpage
from qa.grids.outputs.word import to_word
from qa.grids.outputs.workbook import MOST_DOCUMENTS, to_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa.grids.outputs.entries import Link
    from qa.grids.questionnaire.records import Question
    from qa.grids.records import Grid


def _to_pdf(grid: Grid, link: Link) -> bytes:
    # ReportLab takes a while to import, and most grids do without it.
    from qa.grids.outputs.pdf import to_pdf  # noqa: PLC0415

    return to_pdf(grid, link)


FORMATS = {
    ".xlsx": to_workbook,
    ".docx": to_word,
    ".pdf": _to_pdf,
    ".csv": to_csv,
    ".jsonl": to_jsonl,
    ".html": to_webpage,
}
"""Suffix → what writes a grid in the format of such files."""
PAGED = frozenset({".docx", ".pdf"})
"""Suffixes of the formats that are read page by page."""
SUFFIXES = tuple(FORMATS)
"""Suffixes of the formats that a grid can be written in."""


def check_outputs(outputs: Sequence[Path], read: Iterable[Path], *, overwrite: bool) -> None:
    """Refuse outputs that cannot be written, before anything is asked.

    Args:
        outputs: files to write.
        read: files that are read, which no output replaces.
        overwrite: whether outputs may replace existing files.

    Raises:
        QAError: an output has another suffix, is there already, is read, or has no folder.
    """
    reading = {path.resolve() for path in read}
    for path in outputs:
        if path.suffix.lower() not in FORMATS:
            msg = f"{str(path)!r} must end in {', '.join(SUFFIXES)}."
        elif not path.parent.is_dir():
            msg = f"{str(path)!r} is in a folder that does not exist."
        elif path.resolve() in reading:
            msg = f"{str(path)!r} has the questions. Name another file for the answers."
        elif path.is_dir() or (path.exists() and not overwrite):
            msg = f"{str(path)!r} exists. Name another file, or overwrite it with --force."
        else:
            continue
        raise QAError(msg)


def check_room(outputs: Sequence[Path], questions: Sequence[Question], documents: int) -> None:
    """Refuse outputs that have no room for a grid, before anything is asked.

    Args:
        outputs: files to write.
        questions: of the grid.
        documents: how many it has.

    Raises:
        QAError: it has more documents than a sheet has columns, or its questions and the list of
            its documents alone have more pages than a file that is read page by page.
    """
    for path in outputs:
        check_pages(path, page_count(questions, documents))
    if documents > MOST_DOCUMENTS and any(path.suffix.lower() == ".xlsx" for path in outputs):
        msg = (
            f"A sheet has columns for {MOST_DOCUMENTS:,} documents, not for {documents:,}. Write "
            ".csv, .jsonl or .html."
        )
        raise QAError(msg)


def check_pages(path: Path, pages: int) -> None:
    """Refuse a file of more pages than anybody could use.

    Args:
        path: of the file.
        pages: that it would have, about.

    Raises:
        QAError: these are too many for a file that is read page by page.
    """
    if path.suffix.lower() in PAGED and pages > MOST_PAGES:
        msg = (
            f"{str(path)!r} would have about {pages:,} pages; a Word document or PDF of a grid has "
            f"at most {MOST_PAGES:,}. Write .xlsx, .csv, .jsonl or .html, or ask fewer questions."
        )
        raise QAError(msg)


def save(grid: Grid, path: Path, link: Link = no_link) -> None:
    """Write a grid into a file, in place of what is there.

    Args:
        grid: to write.
        path: of the file; its suffix says in which format.
        link: returns the address of a quote's source.

    Raises:
        QAError: it would have too many pages.
        OSError: the file cannot be written; what was there stays.
    """
    check_pages(path, page_count(grid.questions, len(grid.columns), grid.cells))
    atomic_write(path, FORMATS[path.suffix.lower()](grid, link))


def check_receipts(folder: Path) -> None:
    """Refuse a folder that has files in it, before anything is asked.

    Args:
        folder: of the receipts.

    Raises:
        QAError: it has files in it, or is a file.
    """
    if folder.exists() and not (folder.is_dir() and next(folder.iterdir(), None) is None):
        what = "has files in it" if folder.is_dir() else "is a file"
        msg = f"{str(folder)!r} {what}. Name a new folder for the receipts."
        raise QAError(msg)


def save_receipts(grid: Grid, folder: Path) -> int:
    """Write a receipt for each cell with a quote into a folder, and return how many there are.

    Args:
        grid: with the cells.
        folder: that is new or empty.

    Raises:
        QAError: the folder has files in it, or is a file.
        OSError: it cannot be written.
    """
    check_receipts(folder)
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    columns = {column.doc_id: i for i, column in enumerate(grid.columns, start=1)}
    for cell in grid.cells:
        if cell.answer is not None:
            name = f"{cell.question + 1:05}-{columns[cell.doc_id]:04}.json"
            atomic_write(folder / name, cell.answer.receipt().to_json())
            number += 1
    return number
