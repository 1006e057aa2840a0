"""Reports how far long work is, and a bar on the terminal that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tqdm import tqdm

from qa.terminal import bar_stream

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self


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
    """One bar for each stage, on a terminal only; a :class:`Progress`."""

    def __init__(self, *, hidden: bool = False) -> None:
        """Show nothing before the first report.

        Args:
            hidden: whether to show nothing at all.
        """
        self._hidden = hidden
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show a report.

        Args:
            stage: see :class:`Progress`; another one begins a new bar.
            done: see :class:`Progress`.
            total: see :class:`Progress`.
        """
        if self._bar is None or self._stage != stage:
            self._close()
            self._stage = stage
            hidden = True if self._hidden else None  # None: hidden unless it is a terminal
            self._bar = tqdm(
                desc=stage, total=total, disable=hidden, leave=False, file=bar_stream()
            )
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
