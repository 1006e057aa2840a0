"""Builds the index in the background, one build at a time."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from qa.errors import QAError
from qa.indexing.build import build_with_report
from qa.web import strings
from qa.web.service.notes import for_page

if TYPE_CHECKING:
    from qa.web.documents.corpus import Corpus
    from qa.web.service.live import LiveIndex

_log = logging.getLogger(__name__)


class BuildState(BaseModel):
    """The progress of a build, or the result of the last one."""

    running: bool = Field(default=False, description="Whether a build is running.")
    stage: str = Field(default="", description="The current step.", examples=["Reading"])
    done: int = Field(default=0, description="Items of the current step that are done.")
    total: int = Field(default=0, description="Items of the current step; 0 if unknown.")
    built: int = Field(default=0, description="Successful builds since the server started.")
    error: str | None = Field(default=None, description="Why the last build failed, or null.")
    notes: tuple[str, ...] = Field(
        default=(), description="Notes on files, such as pages without text."
    )
    seconds: float | None = Field(
        default=None, description="Duration of the last successful build."
    )


class Builder:
    """Builds the index of a corpus in a thread; safe to share between threads."""

    def __init__(self, live: LiveIndex, corpus: Corpus) -> None:
        """Take what to build; nothing is built yet.

        Args:
            live: the index.
            corpus: the folder of its documents.
        """
        self._live = live
        self._corpus = corpus
        self._lock = threading.Lock()
        self._again = False
        self._state = BuildState()

    @property
    def state(self) -> BuildState:
        """The progress of a build, or the result of the last one."""
        with self._lock:
            return self._state.model_copy()

    def start(self) -> None:
        """Start a build. If one is running, another one follows it."""
        # The running build may already have read the folder: only a further one sees the change.
        with self._lock:
            if self._state.running:
                self._again = True
                return
            self._state = self._state.model_copy(update={"running": True, "error": None})
        try:
            threading.Thread(target=self._run, name="build", daemon=True).start()
        except RuntimeError:  # the system has no room for another thread
            _log.exception("No thread could be started to build %r", str(self._live.root))
            self._update(running=False, error=strings.BUSY)

    def _run(self) -> None:
        try:
            while True:
                self._build()
                with self._lock:
                    if not self._again:
                        self._state = self._state.model_copy(update={"running": False})
                        return
                    self._again = False
        except BaseException:
            # Whatever ends the thread: a build that "runs" for ever could never be started again.
            # At once: a start between the two would wait for a thread that has ended.
            failed = {"running": False, "error": strings.UNEXPECTED_IN_API}
            with self._lock:
                self._again = False
                self._state = self._state.model_copy(update=failed)
            raise

    def _build(self) -> None:
        try:
            report = build_with_report(
                [self._corpus.root],
                into=self._live.root,
                embedder=self._live.embedder,
                progress=self._report,
            )
        except QAError as error:
            self._update(error=for_page(str(error)))
        except Exception:  # noqa: BLE001  # a thread has no caller: the page and the log say it
            _log.exception("The index at %r could not be built", str(self._live.root))
            self._update(error=strings.UNEXPECTED_IN_API)
        else:
            with suppress(QAError, OSError):
                report.index.generation.close()  # readers lease their own, see qa.stores.live
            self._update(
                built=self._state.built + 1,
                notes=tuple(map(for_page, report.notes)),
                seconds=report.seconds,
                error=None,
            )

    def _report(self, stage: str, done: int, total: int) -> None:
        self._update(stage=stage, done=done, total=total)

    def _update(self, **changes: object) -> None:
        with self._lock:
            self._state = self._state.model_copy(update=changes)
