"""Words recognized in pictures of pages: several pages at a time, each within bounds.

Only pages that need it are recognized, unless the user forces it. An engine takes seconds a page,
so that the bound of time that a file has is here that of a page.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from qa.errors import described
from qa.loaders.ocr.engines import NoEngine, find_engine, not_recognized
from qa.loaders.registry import format_of
from qa.loaders.sandbox.child import Child
from qa.loaders.sandbox.pipe import Refused
from qa.processors import cores
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.loaders.ocr.engines import Engine
    from qa.loaders.sandbox.pipe import Read

_PDF = "qa.loaders.pdf"
_RECOGNIZER = "qa.loaders.sandbox.recognizer"
_MOST_AT_ONCE = 8  # pages: each may take as much memory as reading a file
_MOST_FAILED = 3  # pages, after which no other is tried
_GRACE_S = 10  # beyond the time of a page, in which a program that is late is ended
_OFF = "--ocr off asks for that"


def unread_pages(answer: Read | Refused, path: Path) -> Sequence[int]:
    """Return the numbers of the pages, 1-based, that an engine should look at.

    Args:
        answer: of the process that read the file.
        path: of the file.
    """
    if format_of(path).module != _PDF:
        return ()
    if isinstance(answer, Refused):
        return answer.unread
    (extract,) = answer.extracts
    if Settings.current().ocr == "force":
        return range(1, len(extract.pages) + 1)
    return extract.unread


class Recognition:
    """The processes that recognize words, started when they are first needed."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._free: list[Child] = []
        self._busy: set[Child] = set()
        self._failed = 0
        self._is_ended = self._is_stopped = False

    def stop(self) -> None:
        """End the processes from another thread; no other is started."""
        self._is_stopped = True
        for child in [*self._free, *self._busy]:
            child.process.kill()

    def close(self) -> None:
        """End the processes; a later call of :meth:`seen` starts others."""
        children = [*self._free, *self._busy]
        self._free = []
        for child in children:
            child.end()

    def seen(
        self, path: str, numbers: Sequence[int]
    ) -> tuple[dict[int, dict[str, Any]], tuple[str, ...]]:
        """Return what is recognized on pages, as plain data, and notes for the user.

        Args:
            path: of the PDF, absolute.
            numbers: of the pages, 1-based.

        Raises:
            WorkersError: no process can be started.
        """
        mode = Settings.current().ocr
        engine = find_engine()
        if mode == "off" or isinstance(engine, NoEngine):
            reason = _OFF if mode == "off" or not isinstance(engine, NoEngine) else engine.reason
            return {}, (not_recognized(reason),)
        self._failed, self._is_ended = 0, False
        with ThreadPoolExecutor(min(cores(), _MOST_AT_ONCE, len(numbers))) as pool:
            try:
                answers = list(pool.map(lambda n: self._page(path, n, engine), numbers))
            except (
                BaseException
            ):  # the user's interrupt: the pages under way end with their process
                self._is_ended = True
                pool.shutdown(wait=False, cancel_futures=True)
                self.close()
                raise
        seen: dict[int, dict[str, Any]] = {}
        notes: list[str] = []
        for number, answer in zip(numbers, answers, strict=True):
            if "failed" in answer:
                notes.append(f"page {number} could not be recognized ({answer['failed']})")
            elif answer:
                seen[number] = {**answer, "engine": str(engine), "alone": mode == "force"}
        left = sum(not answer for answer in answers)
        if left:
            notes.append(f"{left:,} more pages were not tried, as these could not be recognized")
        return seen, tuple(notes)

    def _page(self, path: str, number: int, engine: Engine) -> dict[str, Any]:
        """Return the answer for a page; an empty one if it is not tried."""
        if self._is_ended or self._is_stopped or self._failed >= _MOST_FAILED:
            return {}
        timeout_s = Settings.current().read_timeout_s
        try:
            child = self._free.pop()
        except IndexError:
            child = Child(_RECOGNIZER)
        self._busy.add(child)
        request = {
            "path": path,
            "number": number,
            "engine": engine.name,
            "command": engine.command,
            "languages": engine.languages,
        }
        answer: dict[str, Any] = {}
        if self._is_stopped:  # after the process can be seen, see stop()
            child.process.kill()
        try:
            with child.within(timeout_s + _GRACE_S):
                child.ask(request)
                answer = json.loads(child.answers.readline())
        except Exception as error:  # noqa: BLE001 - a broken answer can raise any
            child.end()
            late = f"took more than {timeout_s:,} s"
            how = f"the process ended, {described(error)}"
            answer = {"failed": late if child.is_late else how}
        else:
            if not child.is_late:
                self._free.append(child)
        finally:
            self._busy.discard(child)
        # In a row: pages that fail now and then are no reason to leave the others out.
        self._failed = self._failed + 1 if "failed" in answer else 0
        return answer
