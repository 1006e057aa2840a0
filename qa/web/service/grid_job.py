"""A grid that is filled in the background, and its cells so far."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

from qa.errors import QAError, QuestionError
from qa.grids.asking import Run
from qa.grids.filling import fill, plan
from qa.processors import cores
from qa.web import strings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.grids.filling import Place, Plan
    from qa.grids.questionnaire.records import Questionnaire
    from qa.grids.records import Grid, GridCell
    from qa.index.search import Index
    from qa.web.service.live import LiveIndex

_log = logging.getLogger(__name__)

State = Literal["waiting", "running", "done", "stopped", "failed"]

MOST_CELLS = 20_000
"""Cells of one grid over HTTP."""

_NAMED = 5  # documents in a note
_PACE_S = 3.0  # before, a pace is no more than a guess


class Owner(NamedTuple):
    """Whose a grid is: nobody else sees it.

    Attributes:
        collection: name of the collection whose documents it asks.
        user: who asked; None on a server without users.
    """

    collection: str
    user: str | None


@dataclass(frozen=True, slots=True)
class GridProgress:
    """How far a grid is.

    Attributes:
        state: what it does now.
        done: cells that are filled.
        total: cells that it has.
        seconds_left: an estimate; None if that cannot be said yet.
        error: why it failed; empty if it did not.
        newest: number of the newest change of a cell.
    """

    state: State
    done: int
    total: int
    seconds_left: float | None
    error: str
    newest: int


class GridJob:
    """A grid that is filled, stopped and corrected; safe to share between threads.

    Attributes:
        id: cannot be guessed.
        owner: whose it is.
        name: of the file of questions, or the first question.
        seen_s: when it was last asked for, by the clock of the process.
    """

    def __init__(
        self,
        owner: Owner,
        name: str,
        live: LiveIndex,
        questionnaire: Questionnaire,
        over: Sequence[str] | None,
    ) -> None:
        """Plan a grid; nothing is filled yet.

        Args:
            owner: whose it is.
            name: for people.
            live: the index.
            questionnaire: the questions.
            over: the documents, see :func:`qa.grid`.

        Raises:
            QuestionError: a document is unknown, or there are too many cells.
            QAError: there is no usable index.
        """
        self.id = secrets.token_urlsafe(12)
        self.owner, self.name = owner, name
        self.seen_s = time.monotonic()
        self._live, self._questionnaire, self._over = live, questionnaire, over
        self._lock = threading.Lock()
        self._cells: dict[Place, tuple[int, GridCell]] = {}  # the latest change last
        self._originals: dict[Place, GridCell] = {}
        self._gone: list[str] = []  # documents that left the index meanwhile
        self._newest = 0
        self._state: State = "waiting"
        self._error = ""
        self._began: tuple[float, int] | None = None  # when, and how many cells there were
        self._stopping = threading.Event()
        with live.current() as index:
            self._planned = _plan(index, questionnaire, over)

    @property
    def planned(self) -> Plan:
        """Its questions and documents."""
        return self._planned

    @property
    def notes(self) -> tuple[str, ...]:
        """On the file of questions, and on documents that are no longer in the index."""
        if not self._gone:
            return self._questionnaire.notes
        named, more = ", ".join(self._gone[:_NAMED]), len(self._gone) - _NAMED
        note = strings.GRID_GONE.format(documents=named)
        if more > 0:
            note = strings.GRID_GONE_MORE.format(documents=named, more=more)
        return (*self._questionnaire.notes, note)

    @property
    def total(self) -> int:
        """How many cells it has."""
        return len(self._planned.questions) * len(self._planned.columns)

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is filled unless somebody asks for it."""
        return self._state not in {"waiting", "running"}

    def progress(self) -> GridProgress:
        """Return how far it is."""
        with self._lock:
            done = len(self._cells)
            left = self._seconds_left(done) if self._state == "running" else None
            # Of the cells that are there: those of documents that changed were dropped.
            newest = next(reversed(self._cells.values()))[0] if self._cells else 0
            return GridProgress(self._state, done, self.total, left, self._error, newest)

    def changes(self, since: int, most: int) -> list[tuple[int, GridCell]]:
        """Return the cells that were filled or corrected after a change, each with its number.

        Args:
            since: number of that change; 0 for all cells.
            most: cells to return, the earliest changes first.
        """
        with self._lock:
            newer = list(takewhile(lambda one: one[0] > since, reversed(self._cells.values())))
        return newer[::-1][:most]

    def grid(self) -> Grid | None:
        """Return the grid; None while cells are being filled.

        One that was stopped has the cells so far, and a note that says so.
        """
        with self._lock:
            if len(self._cells) < self.total and not self.is_ended:
                return None
            planned, cells = self._planned, [cell for _, cell in self._cells.values()]
        return planned.grid(cells, self.notes)

    def cell(self, place: Place) -> GridCell | None:
        """Return a cell; None if it is not filled.

        Args:
            place: where it is.
        """
        with self._lock:
            found = self._cells.get(place)
        return found[1] if found else None

    def correct(self, place: Place, cell: GridCell) -> bool:
        """Put what a person has decided in place of a cell; return whether there still is one.

        Args:
            place: where it is.
            cell: the corrected one.
        """
        with self._lock:
            if place not in self._cells:  # dropped meanwhile: its document changed
                return False
            self._originals.setdefault(place, self._cells[place][1])
            self._put(place, cell)
            return True

    def restore(self, place: Place) -> None:
        """Put back what was there before a person corrected it.

        Args:
            place: of the cell.
        """
        with self._lock:
            original = self._originals.pop(place, None)
            if original is not None:
                self._put(place, original)

    def wait(self) -> None:
        """Note that it waits for its turn."""
        with self._lock:
            self._state, self._error = "waiting", ""
            self._stopping.clear()

    def stop(self) -> None:
        """Stop to fill it; the cells that are filled stay."""
        with self._lock:
            self._stopping.set()
            if self._state == "waiting":
                self._state = "stopped"

    def keep_on(self) -> None:
        """Take back that it is to be stopped, if it still runs."""
        with self._lock:
            self._stopping.clear()

    def fill(self, give_way: Callable[[], None]) -> None:
        """Fill the cells that are missing, and end in a state that says how that went.

        Args:
            give_way: is called before each cell, and returns when nothing is more urgent.
        """
        with self._lock:
            if self._state != "waiting":
                return
            self._state = "running"
        try:
            with self._live.current() as index:
                is_whole = self._fill(index, give_way)
            self._end("done" if is_whole else "stopped")
        except QAError as error:
            self._end("failed", str(error))
        except BaseException as error:
            # Whatever ends the thread: a grid that "runs" for ever would never be forgotten.
            _log.exception("A grid could not be filled")
            self._end("failed", strings.UNEXPECTED_IN_API)
            if not isinstance(error, Exception):
                raise

    def _fill(self, index: Index, give_way: Callable[[], None]) -> bool:
        """Fill what is missing, and return whether that was all of it."""
        run = Run.of(index, self._questionnaire, _still_there(index, self._over))
        with self._lock:
            self._replan(run.planned)
            known = {place: cell for place, (_, cell) in self._cells.items()}
        # Half of the processors stay free for those who ask meanwhile.
        filling = fill(run.planned, run.asker, known, self._report, max(1, cores() // 2))
        with closing(filling):
            while not self._stopping.is_set():
                give_way()
                cell = next(filling, None)
                if cell is None:
                    return True
                with self._lock:
                    self._put((cell.question, cell.doc_id), cell)
        return len(self._cells) == self.total

    def _replan(self, planned: Plan) -> None:
        """Take the plan for the index as it is now, and drop the cells of changed documents.

        A document that is no longer in the index has no column: its quotes could not be checked.
        """
        if planned.index == self._planned.index:
            return
        before = {column.doc_id: column.sha256 for column in self._planned.columns}
        same = {one.doc_id for one in planned.columns if before.get(one.doc_id) == one.sha256}
        now = {one.doc_id for one in planned.columns}
        self._gone += [doc_id for doc_id in before if doc_id not in now]
        for cells in (self._cells, self._originals):
            for place in [place for place in cells if place[1] not in same]:
                del cells[place]
        self._planned = planned

    def _report(self, stage: str, done: int, total: int) -> None:
        del total
        if stage == "Filling cells" and self._began is None:  # questions are encoded
            self._began = (time.monotonic(), done)

    def _seconds_left(self, done: int) -> float | None:
        if self._began is None:
            return None
        passed, more = time.monotonic() - self._began[0], done - self._began[1]
        if passed < _PACE_S or more <= 0:
            return None
        return round(passed / more * (self.total - done), 1)

    def _put(self, place: Place, cell: GridCell) -> None:
        self._newest += 1
        self._cells.pop(place, None)
        self._cells[place] = (self._newest, cell)

    def _end(self, state: State, error: str = "") -> None:
        with self._lock:
            self._state, self._error, self._began = state, error, None


def _still_there(index: Index, over: Sequence[str] | None) -> Sequence[str] | None:
    """Return the documents of a grid without those that are no longer in the index, if any is."""
    there = []
    for name in over or ():
        with suppress(QuestionError):
            index.doc_ids([name])
            there.append(name)
    return there or over


def _plan(index: Index, questionnaire: Questionnaire, over: Sequence[str] | None) -> Plan:
    questions = questionnaire.questions
    columns = 1 if over is None else len(index.doc_ids(over))
    if len(questions) * columns > MOST_CELLS:  # before each document is read
        msg = strings.GRID_TOO_LARGE.format(
            questions=len(questions),
            documents=columns,
            cells=len(questions) * columns,
            most=MOST_CELLS,
        )
        raise QuestionError(msg)
    return plan(index, questions, over)
