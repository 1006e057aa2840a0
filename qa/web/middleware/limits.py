"""How much one client may ask for, and all of them together."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import anyio.to_thread

from qa.errors import QAError
from qa.processors import cores
from qa.web import strings
from qa.web.middleware.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

_Result = TypeVar("_Result")

_MIB = 1 << 20
_CLIENTS_KEPT = 10_000  # before those that asked for nothing lately are forgotten


class BusyError(QAError):
    """More questions wait than are worth waiting for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one server.

    Attributes:
        body: bytes of a request, uploads apart.
        upload: bytes of an uploaded file.
        body_s: seconds that a request may take to come in, uploads apart.
        idle_s: seconds that an upload may pause.
        at_once: questions that are answered side by side.
        waiting: requests that may wait for their turn; one more is refused as too many.
        wait_s: seconds that a request waits for its turn before it is refused.
        work_s: seconds that answering one question or checking one claim may take.
        a_minute: requests that change or ask something, for each client; 0 for any number.
    """

    body: int = 4 * _MIB
    upload: int = 64 * _MIB
    body_s: float = 30
    idle_s: float = 30
    at_once: int = max(2, cores())
    waiting: int = 100
    wait_s: float = 60
    work_s: float = 60
    a_minute: int = 0


class Gate:
    """A bounded number of threads for one kind of work, and a bounded line before them."""

    def __init__(self, limits: Limits, at_once: int | None = None) -> None:
        """Run ``at_once`` pieces of work side by side (default: as many as questions)."""
        self._at_once = at_once or limits.at_once
        self._limits = limits
        self._inside = 0
        self._turn = anyio.Semaphore(self._at_once)
        self._threads = anyio.CapacityLimiter(self._at_once)  # never waited for: see _turn

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return max(0, self._inside - self._at_once)

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """Do ``work`` in a thread when its turn comes.

        Raises:
            BusyError: too many wait already, or its turn did not come in time.
        """
        if self.waiting >= self._limits.waiting:
            raise BusyError(strings.BUSY)
        self._inside += 1
        try:
            with anyio.move_on_after(self._limits.wait_s) as waited:
                await self._turn.acquire()
            if waited.cancelled_caught:
                raise BusyError(strings.BUSY)
            try:
                return await anyio.to_thread.run_sync(work, limiter=self._threads)
            finally:
                self._turn.release()
        finally:
            self._inside -= 1


class Bucket:
    """So many a minute for each client, all at once or one after the other."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, client: str, cost: int = 1) -> bool:
        """Return whether a client has ``cost`` left, and take them if so."""
        with self._lock:
            now = self._clock()
            if len(self._left) > _CLIENTS_KEPT:
                self._left = {c: (n, at) for c, (n, at) in self._left.items() if now - at < 60}  # noqa: PLR2004
            left, at = self._left.get(client, (float(self._a_minute), now))
            left = min(self._a_minute, left + (now - at) * self._a_minute / 60)
            allowed = left >= cost
            self._left[client] = (left - cost if allowed else left, now)
            return allowed


_READING = 4
"""Times as many units of reading as requests that change or ask something, a minute."""

_READING_COSTS = {
    "/api/page": 8,
    "/api/documents": 2,
    "/api/removed": 2,
    "/api/index": 1,
    "/metrics": 1,
}
"""Units by path; a page starts a process that draws it, a list reads the whole folder."""

_DOCUMENT_COST = 1


class RateLimit:
    """Refuses a client that asks for too much, by what each request costs the server."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        """Allow ``a_minute`` requests that change or ask, and :data:`_READING` times the units."""
        self._app = app
        self._asking = Bucket(a_minute)
        self._reading = Bucket(a_minute * _READING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within bounds."""
        if scope["type"] == "http":
            client = scope.get("state", {}).get("owner") or client_of(scope)
            if scope["method"] in {"GET", "HEAD", "OPTIONS"}:
                allowed = self._reading.take(client, _reading_cost(scope["path"]))
            else:
                allowed = self._asking.take(client)
            if not allowed:
                answer = problem(429, strings.TOO_OFTEN)
                answer.headers["Retry-After"] = "10"
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


def client_of(scope: Scope) -> str:
    """Return the address a request came from, empty where the server does not know it."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _reading_cost(path: str) -> int:
    """Return what a request that only reads costs; 0 for the page and its files."""
    is_document = path.startswith("/api/documents/")
    return _DOCUMENT_COST if is_document else _READING_COSTS.get(path.rstrip("/"), 0)
