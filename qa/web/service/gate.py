"""A bounded number of threads for one kind of work, and a bounded queue in front of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import anyio.to_thread

from qa.web import strings
from qa.web.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.web.limits import Limits

_Result = TypeVar("_Result")


class Gate:
    """Runs work in threads, as many at once as allowed; further work waits, or is refused."""

    def __init__(self, limits: Limits, at_once: int | None = None) -> None:
        """Open the gate.

        Args:
            limits: of the server.
            at_once: pieces of work in parallel; None for as many as questions.
        """
        self._at_once = at_once or limits.at_once
        self._limits = limits
        self._inside = 0
        self._turn = anyio.Semaphore(self._at_once)
        # anyio's default limiter is one for the whole process: slow work would block other kinds.
        # The semaphore does the waiting, so this limiter never does.
        self._threads = anyio.CapacityLimiter(self._at_once)

    @property
    def is_busy(self) -> bool:
        """Whether work is done or waits now."""
        return self._inside > 0

    @property
    def waiting(self) -> int:
        """How many pieces of work wait for a thread now."""
        return max(0, self._inside - self._at_once)

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """Run work in a thread, and return its result.

        Args:
            work: what to do.

        Raises:
            BusyError: too many wait already, or no thread was free in time.
        """
        if self.waiting >= self._limits.waiting:
            raise BusyError(strings.BUSY)
        self._inside += 1
        try:
            with anyio.move_on_after(self._limits.wait_s) as wait:
                await self._turn.acquire()
            if wait.cancelled_caught:
                raise BusyError(strings.BUSY)
            try:
                return await anyio.to_thread.run_sync(work, limiter=self._threads)
            finally:
                self._turn.release()
        finally:
            self._inside -= 1
