"""The cells of a run, saved while it goes on: a run that was stopped continues.

The file is next to the output: JSON Lines, a header and a line for each cell, which names the
question and the text of the document that it was answered from. So cells of other questions, and of
documents that have changed, are asked again, and all others are not. Cells of documents that the
index no longer has are dropped. Every quote is compared with the text of its document when it is
read back.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from qa.errors import JsonError, QAError
from qa.files.hashing import sha256_of_text
from qa.files.locks import Lock
from qa.files.typed_json import lines, parse, read_bytes
from qa.grids.records import ALL, GridCell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedWriter
    from pathlib import Path

    from qa.grids.filling import Place, Plan
    from qa.index.search import Index

SUFFIX = ".part"
"""What the name of the file ends in, after that of the output."""

_LARGEST = 4 << 30
_FORMAT = 1
_MARK = "grid"
_DIGITS = 16  # hex digits that tell questions and texts apart


@dataclass(frozen=True, slots=True)
class _Line:
    """A cell as it is saved.

    Attributes:
        question: hash of the question.
        text: hash of the document's text.
        cell: the cell.
    """

    question: str
    text: str
    cell: GridCell


@dataclass(frozen=True, slots=True)
class Saved:
    """What an earlier run left.

    Attributes:
        cells: those that still hold.
        changed: ``doc_id`` of the documents whose cells do not, because their text is another.
        is_other_index: whether the index is another one now.
        unfit: how many cells have no place in this grid, because they are of another question,
            document or reader. To begin would delete them.
        gone: ``doc_id`` of the documents whose cells do not hold, because the index no longer has
            them. Their quotes could not be checked.
    """

    cells: dict[Place, GridCell]
    changed: tuple[str, ...] = ()
    is_other_index: bool = False
    unfit: int = 0
    gone: tuple[str, ...] = ()


class State:
    """The file of one run, which no other run writes meanwhile."""

    def __init__(self, path: Path, planned: Plan, made_with: str) -> None:
        """Lock the file, and write nothing yet.

        Args:
            path: of the file.
            planned: the grid.
            made_with: version and reader; cells of another are asked again.

        Raises:
            QAError: another run is writing it, or no such file can be written.
        """
        self._path = path
        self._planned = planned
        self._made_with = made_with
        self._questions = [sha256_of_text(one.text)[:_DIGITS] for one in planned.questions]
        self._texts = {one.doc_id: one.sha256[:_DIGITS] for one in planned.columns}
        self._file: BufferedWriter | None = None
        try:
            self._lock = Lock(path)
        except BlockingIOError as error:
            output = str(path.with_name(path.name.removesuffix(SUFFIX)))
            msg = (
                f"Another qa grid is filling {output!r}. Wait until it has ended, or name another "
                "file for the table with --into."
            )
            raise QAError(msg) from error
        except OSError as error:
            msg = (
                f"The cells cannot be saved as {str(path)!r} ({error.strerror}). Name another file "
                "or folder for the table with --into."
            )
            raise QAError(msg) from error

    def read(self, index: Index) -> Saved:
        """Return the cells that an earlier run saved and that still hold.

        Args:
            index: to compare quotes with.

        Raises:
            QAError: the file cannot be read, or is not of a run.
        """
        try:
            found = lines(read_bytes(self._path, _LARGEST))
            header = parse(next(found, (0, b"null"))[1], dict[str, Any])
        except FileNotFoundError:
            return Saved({})
        except OSError as error:
            msg = f"{str(self._path)!r} cannot be read ({error.strerror})."
            raise QAError(msg) from error
        except JsonError as error:
            raise self._foreign() from error
        if _MARK not in header:
            raise self._foreign()
        if header[_MARK] != _FORMAT or header.get("made_with") != self._made_with:
            return Saved({}, unfit=sum(1 for _ in found))
        return self._saved(found, index, is_other=header.get("index") != self._planned.index)

    def _foreign(self) -> QAError:
        return QAError(
            f"{str(self._path)!r} is no file of an earlier run of qa grid. Move it, or name "
            "another file for the table."
        )

    def _saved(self, found: Iterator[tuple[int, bytes]], index: Index, *, is_other: bool) -> Saved:
        positions: dict[str, list[int]] = {}
        for position, question in enumerate(self._questions):
            positions.setdefault(question, []).append(position)
        cells: dict[Place, GridCell] = {}
        changed: set[str] = set()
        gone: Counter[str] = Counter()
        known = index.generation.manifest.documents
        unfit = 0
        for _, line in found:
            with suppress(JsonError):  # the last line of a run that was killed may be half a line
                one = parse(line, _Line)
                doc_id = one.cell.doc_id
                if doc_id in self._texts and one.text != self._texts[doc_id]:
                    changed.add(doc_id)
                elif doc_id != ALL and doc_id not in known:
                    gone[doc_id] += 1
                elif _is_verbatim(one.cell, index):
                    fits = positions.get(one.question, []) if doc_id in self._texts else []
                    unfit += not fits
                    for position in fits:
                        cells[position, doc_id] = replace(one.cell, question=position)
        if not (cells or changed):  # nothing is left of that run: this may be another collection
            unfit += gone.total()
        return Saved(cells, tuple(sorted(changed)), is_other, unfit, tuple(sorted(gone)))

    def refuse_loss(self, saved: Saved) -> None:
        """Refuse to begin where that would delete cells of an earlier run.

        Args:
            saved: what an earlier run left.

        Raises:
            QAError: some of its cells have no place in this grid.
        """
        if saved.unfit:
            number = f"{saved.unfit:,} cell{'' if saved.unfit == 1 else 's'}"
            msg = (
                f"{str(self._path)!r} has {number} of a run that was stopped, with other "
                "questions, documents or another --evidence-model. To continue that run, repeat "
                "its command. To leave it, name another file for the table with --into. To delete "
                "its cells that do not fit and reuse the others, add --force."
            )
            raise QAError(msg)

    def begin(self, saved: Saved) -> None:
        """Begin to write: a header, and the cells that still hold.

        Args:
            saved: what an earlier run left.

        Raises:
            OSError: the file cannot be written.
        """
        new = self._path.with_name(f"{self._path.name}.new")
        header = {_MARK: _FORMAT, "made_with": self._made_with, "index": self._planned.index}
        try:
            with _naming(new), new.open("wb") as file:
                file.write(json.dumps(header).encode() + b"\n")
                for cell in saved.cells.values():
                    file.write(self._line(cell))
            new.replace(self._path)
        except BaseException:
            with suppress(OSError):
                new.unlink()
            raise
        self._file = self._path.open("ab")

    def add(self, cell: GridCell) -> None:
        """Save a cell.

        Args:
            cell: of the grid.

        Raises:
            OSError: it cannot be written.
        """
        assert self._file is not None
        with _naming(self._path):
            self._file.write(self._line(cell))
            self._file.flush()  # a killed process loses nothing that it has passed on

    def close(self) -> None:
        """Close the file, for another run to continue."""
        if self._file is not None:
            with suppress(OSError):  # add() has already reported what is not written
                self._file.close()
            self._file = None
        self._lock.release()

    def _line(self, cell: GridCell) -> bytes:
        content = asdict(_Line(self._questions[cell.question], self._texts[cell.doc_id], cell))
        return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Name a file in the errors of writing it; the system names it in those of opening it."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _is_verbatim(cell: GridCell, index: Index) -> bool:
    """Return whether every quote of a saved cell is in its document, to the character."""
    for quote in cell.answer.quotes if cell.answer else ():
        citation = quote.citation
        try:
            text = index.document(citation.doc_id).text
        except KeyError:
            return False
        if text[citation.start : citation.end] != quote.text:
            return False
    return (cell.answer is None) == (cell.label in {"not_found", "not_asked", "emptied"})
