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
from qa.web.problems import problem

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
        waiting: questions that may wait for their turn; one more is told that it is busy.
        a_minute: requests that change or ask something, for each client; 0 for any number.
    """

    body: int = 4 * _MIB
    upload: int = 64 * _MIB
    body_s: float = 30
    idle_s: float = 30
    at_once: int = max(2, cores())
    waiting: int = 100
    a_minute: int = 0


class Gate:
    """Lets so many questions be answered at once, and so many wait."""

    def __init__(self, limits: Limits) -> None:
        self._limiter = anyio.CapacityLimiter(limits.at_once)
        self._at_once = limits.at_once
        self._most = limits.waiting
        self._inside = 0

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return max(0, self._inside - self._at_once)

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """Do ``work`` in a thread when its turn comes.

        Raises:
            BusyError: too many wait already.
        """
        if self.waiting >= self._most:
            raise BusyError(strings.BUSY)
        self._inside += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._inside -= 1


class Bucket:
    """So many a minute for each client, all at once or one after the other."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute = a_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, client: str) -> bool:
        """Tell whether a client has one left, and take it."""
        with self._lock:
            now = self._clock()
            if len(self._left) > _CLIENTS_KEPT:
                self._left = {c: (n, at) for c, (n, at) in self._left.items() if now - at < 60}  # noqa: PLR2004
            left, at = self._left.get(client, (float(self._a_minute), now))
            left = min(self._a_minute, left + (now - at) * self._a_minute / 60)
            self._left[client] = (left - 1 if left >= 1 else left, now)
            return left >= 1

    def spent(self, client: str) -> bool:
        """Tell whether a client has none left; nothing is taken."""
        with self._lock:
            left, at = self._left.get(client, (float(self._a_minute), self._clock()))
            return left + (self._clock() - at) * self._a_minute / 60 < 1


class RateLimit:
    """Refuses a client that asks for too much."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        self._app = app
        self._bucket = Bucket(a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within bounds."""
        if scope["type"] == "http" and scope["method"] not in {"GET", "HEAD", "OPTIONS"}:
            client = scope.get("state", {}).get("owner") or (scope.get("client") or ("",))[0]
            if not self._bucket.take(client):
                answer = problem(429, strings.TOO_OFTEN)
                answer.headers["Retry-After"] = "10"
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
