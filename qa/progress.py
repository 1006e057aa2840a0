"""Reports how far long work is, on one line of the terminal or as lines of a log."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING, Protocol

from qa.terminal import bar_stream

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from typing_extensions import Self

_REDRAW_S = 0.1
_LOG_S = 10  # between two lines of a log; short work writes none
_MINUTE, _HOUR = 60, 3600


class Progress(Protocol):
    """Receives how far a build is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Receive a report.

        Args:
            stage: what the build does now, such as "Reading".
            done: how much of this stage is done.
            total: how much there is to do in it.
        """


def silent(stage: str, done: int, total: int) -> None:
    """Ignore a report; a :class:`Progress`.

    Args:
        stage: see :class:`Progress`.
        done: see :class:`Progress`.
        total: see :class:`Progress`.
    """


class ProgressBar:
    """How far each stage is, with rate and time left; a :class:`Progress`.

    A terminal has one line, which is overwritten and wiped away in the end. A pipe or a file gets a
    line now and then.
    """

    def __init__(
        self, *, hidden: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Show nothing before the first report.

        Args:
            hidden: whether to show nothing at all.
            clock: returns the time in seconds.
        """
        self._hidden = hidden
        self._clock = clock
        self._stream = bar_stream()
        self._overwrites = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._stage = ""
        self._began, self._before = 0.0, 0  # when the stage began, and what was done by then
        self._shown_at = clock()
        self._drawn = 0  # columns of the line on the terminal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._wipe()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a report.

        Args:
            stage: see :class:`Progress`; another one replaces it on the line.
            done: see :class:`Progress`.
            total: see :class:`Progress`.
        """
        if self._hidden:
            return
        now = self._clock()
        is_new = stage != self._stage
        if is_new:
            self._stage, self._began, self._before = stage, now, done
        pause = _REDRAW_S if self._overwrites else _LOG_S
        if now - self._shown_at < pause and not (self._overwrites and is_new):
            return
        self._shown_at = now
        line = progress_line(stage, done, total, done - self._before, now - self._began)
        if self._overwrites:
            self._draw(line)
        else:
            self._write(f"{line}\n")

    def _draw(self, line: str) -> None:
        line = line[: max(1, shutil.get_terminal_size().columns - 1)]  # never a second line
        self._write(f"\r{line}{' ' * (self._drawn - len(line))}")
        self._drawn = len(line)

    def _wipe(self) -> None:
        if self._drawn:
            self._write(f"\r{' ' * self._drawn}\r")
            self._drawn = 0

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def progress_line(stage: str, done: int, total: int, new: int, seconds: float) -> str:
    """Return a report in words: ``Reading 12 of 30 (40%), 3 a second, 6 s left``.

    Args:
        stage: see :class:`Progress`.
        done: see :class:`Progress`.
        total: see :class:`Progress`; 1 for a stage whose parts are not counted.
        new: how much was done since the stage began to report.
        seconds: since then.
    """
    if total <= 1:
        return f"{stage} …"
    words = f"{stage} {done:,} of {total:,} ({done / total:.0%})"
    if new <= 0 or seconds <= 0:
        return words
    rate = new / seconds
    left = f", {_duration((total - done) / rate)} left" if done < total else ""
    if rate >= 1:
        return f"{words}, {rate:,.0f} a second{left}"
    return f"{words}, {rate * _MINUTE:,.0f} a minute{left}"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{max(1, whole)} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
