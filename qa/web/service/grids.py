"""The grids of a server: one is filled at a time, and the latest ones stay in its memory."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING

from qa.web import strings
from qa.web.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.web.service.grid_job import GridJob, Owner

_log = logging.getLogger(__name__)

MOST_GRIDS = 16
"""Grids in the memory of a server."""

MOST_CELLS_TOGETHER = 60_000
"""Cells of all grids in the memory of a server."""

MOST_WAITING = 8
"""Grids that wait for their turn, or are being filled."""

AGE_S = 24 * 3600
"""Seconds after which a grid that nobody looks at is forgotten."""

_LOOK_S = 0.05  # between two looks at whether somebody asks
_PATIENCE_S = 2.0  # for which a cell waits at most, so that a busy server fills grids, too


class Grids:
    """The grids of all collections of a server; safe to share between threads."""

    def __init__(
        self, is_asked: Callable[[], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin without any.

        Args:
            is_asked: whether somebody waits for an answer now, who comes first.
            clock: returns seconds; a test may set it.
        """
        self._is_asked = is_asked
        self._clock = clock
        self._lock = threading.Lock()
        self._jobs: dict[str, GridJob] = {}  # the one that was last looked at is the last
        self._queue: deque[GridJob] = deque()
        self._is_working = False

    def add(self, job: GridJob) -> None:
        """Take a grid, to fill it when its turn comes.

        Args:
            job: the grid.

        Raises:
            BusyError: too many wait, or have no end yet.
        """
        with self._lock:
            self._make_room(job)
            job.seen_s = self._clock()
            self._start(job)
            self._jobs[job.id] = job

    def of(self, owner: Owner) -> list[GridJob]:
        """Return the grids of a user, the newest look at last.

        Args:
            owner: the user, and the collection.
        """
        with self._lock:
            self._forget_old()
            return [job for job in self._jobs.values() if job.owner == owner]

    def find(self, id_: str, owner: Owner) -> GridJob | None:
        """Return a grid; None if the user has no such grid.

        Args:
            id_: of the grid; anything.
            owner: the user, and the collection.
        """
        with self._lock:
            self._forget_old()
            job = self._jobs.get(id_)
            if job is None or job.owner != owner:
                return None
            job.seen_s = self._clock()
            self._jobs[id_] = self._jobs.pop(id_)
            return job

    def go_on(self, job: GridJob) -> None:
        """Fill what is missing of a grid that was stopped or has failed.

        Args:
            job: the grid.

        Raises:
            BusyError: too many wait.
        """
        with self._lock:
            if not job.is_ended:
                job.keep_on()
            elif job.progress().state != "done":
                self._check_queue()
                self._start(job)

    def forget(self, job: GridJob) -> None:
        """Stop a grid, and forget its cells.

        Args:
            job: the grid.
        """
        job.stop()
        with self._lock:
            self._jobs.pop(job.id, None)
            if job in self._queue:
                self._queue.remove(job)

    def _make_room(self, job: GridJob) -> None:
        """Forget those that nobody has looked at for longest, if there is no room otherwise."""
        self._forget_old()
        self._check_queue()
        ended = [one for one in self._jobs.values() if one.is_ended]
        ended.sort(key=lambda one: one.owner != job.owner)  # a user's own grids first
        staying = [one for one in self._jobs.values() if not one.is_ended]
        if not _have_room(staying, job):  # nobody's grid is forgotten for nothing
            raise BusyError(strings.GRIDS_BUSY)
        while not _have_room([*staying, *ended], job):
            del self._jobs[ended.pop(0).id]

    def _check_queue(self) -> None:
        if sum(not one.is_ended for one in self._jobs.values()) >= MOST_WAITING:
            raise BusyError(strings.GRIDS_BUSY)

    def _forget_old(self) -> None:
        now = self._clock()
        for old in [one for one in self._jobs.values() if one.is_ended]:
            if now - old.seen_s > AGE_S:
                del self._jobs[old.id]

    def _start(self, job: GridJob) -> None:
        job.wait()
        if job not in self._queue:  # it is there still, if it was stopped while it waited
            self._queue.append(job)
        if not self._is_working:
            try:
                threading.Thread(target=self._work, name="grids", daemon=True).start()
            except RuntimeError as error:  # the system has no room for another thread
                self._queue.remove(job)
                job.stop()
                raise BusyError(strings.BUSY) from error
            self._is_working = True

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._queue:
                    self._is_working = False
                    return
                job = self._queue.popleft()
            try:
                job.fill(self._give_way)
            except BaseException:
                with self._lock:
                    self._is_working = False
                raise

    def _give_way(self) -> None:
        """Wait while somebody waits for an answer."""
        until = time.monotonic() + _PATIENCE_S
        while self._is_asked() and time.monotonic() < until:
            time.sleep(_LOOK_S)


def _have_room(jobs: Sequence[GridJob], new: GridJob) -> bool:
    """Return whether a grid fits into memory next to others."""
    cells = sum(job.total for job in jobs) + new.total
    return len(jobs) < MOST_GRIDS and cells <= MOST_CELLS_TOGETHER
