"""Work that blocks its thread until a test releases it."""

from __future__ import annotations

import threading


class BlockingWork:
    """Work that lasts until it is released.

    Attributes:
        release: set it, and all work ends.
        started: pieces of work that have started.
        most: the most that ran at the same time.
    """

    def __init__(self) -> None:
        self.release = threading.Event()
        self.started = 0
        self.most = 0
        self._running = 0
        self._lock = threading.Lock()

    def __call__(self) -> None:
        """Wait for the release."""
        with self._lock:
            self.started += 1
            self._running += 1
            self.most = max(self.most, self._running)
        self.release.wait()
        with self._lock:
            self._running -= 1
