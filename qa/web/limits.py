"""The limits of a server, and the token bucket that enforces a rate."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.processors import cores

if TYPE_CHECKING:
    from collections.abc import Callable

_MIB = 1 << 20
_MINUTE_S = 60
_MOST_CLIENTS = 10_000  # remembered before idle ones are dropped: many addresses fill no memory


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one server.

    Attributes:
        body: bytes of a request body, except uploads.
        upload: bytes of an uploaded file.
        body_s: seconds until the whole body must have arrived, except uploads.
        idle_s: seconds that an upload may pause.
        at_once: questions that are answered in parallel.
        waiting: requests that may wait for a thread; the next one is refused as busy.
        wait_s: seconds that a request waits for a thread before it is refused as busy.
        work_s: seconds that one answer or one check may take.
        a_minute: requests per minute and client that ask or change something; 0 for no limit.
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


class Bucket:
    """A token bucket for each client: bursts up to a minute's worth, refilled steadily.

    Safe to share between threads.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Create a full bucket for every client.

        Args:
            a_minute: units per minute and client.
            clock: returns seconds; a test may set it.
        """
        self._a_minute = a_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}  # client → units, and when counted
        self._lock = threading.Lock()

    def take(self, client: str, cost: int = 1) -> bool:
        """Take ``cost`` units if the client has as many, and return whether it had.

        Args:
            client: name or address.
            cost: units; 0 is always allowed.
        """
        with self._lock:
            now = self._clock()
            if len(self._left) > _MOST_CLIENTS:
                self._drop_idle(now)
            left, at = self._left.get(client, (float(self._a_minute), now))
            left = min(self._a_minute, left + (now - at) * self._a_minute / _MINUTE_S)
            allowed = left >= cost
            self._left[client] = (left - cost if allowed else left, now)
            return allowed

    def _drop_idle(self, now: float) -> None:
        """Forget clients that took nothing for a minute: their buckets are full again."""
        recent = self._left.items()
        self._left = {c: (n, at) for c, (n, at) in recent if now - at < _MINUTE_S}
