"""Builds beside the chat: one at a time, told of while it runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from pydantic import BaseModel

from qa.errors import QAError
from qa.indexing.build import build_with_report
from qa.web import strings

if TYPE_CHECKING:
    from qa.web.service.corpus import Corpus
    from qa.web.service.live import LiveIndex

_log = logging.getLogger(__name__)


class BuildState(BaseModel):
    """How far a build is, or how the last one ended.

    Attributes:
        running: whether one is under way.
        stage: what it does now, such as "Reading".
        done: how much of it is done.
        total: how much there is to do; 0 where that is not known.
        built: builds that ended well since the server was started.
        error: why the last one did not end well.
        notes: what is worth knowing of files that were read.
        seconds: that the last one took.
    """

    running: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    built: int = 0
    error: str | None = None
    notes: tuple[str, ...] = ()
    seconds: float | None = None


class Builder:
    """Builds the index of a corpus in a thread of its own; safe to share between threads."""

    def __init__(self, live: LiveIndex, corpus: Corpus) -> None:
        self._live = live
        self._corpus = corpus
        self._lock = threading.Lock()
        self._again = False
        self._state = BuildState()

    @property
    def state(self) -> BuildState:
        """How far it is now."""
        with self._lock:
            return self._state.model_copy()

    def start(self) -> None:
        """Begin to build; where a build is under way, another follows it."""
        with self._lock:
            if self._state.running:
                self._again = True
                return
            self._state = self._state.model_copy(update={"running": True, "error": None})
        threading.Thread(target=self._run, name="build", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._build()
            with self._lock:
                if not self._again:
                    self._state = self._state.model_copy(update={"running": False})
                    return
                self._again = False

    def _build(self) -> None:
        try:
            report = build_with_report(
                [self._corpus.root],
                into=self._live.root,
                embedder=self._live.embedder,
                progress=self._tell,
            )
        except QAError as error:
            self._update(error=str(error))
        except Exception:  # noqa: BLE001  # the page says so, the log says why
            _log.exception("The index at %r could not be built", str(self._live.root))
            self._update(error=strings.UNEXPECTED_IN_API)
        else:
            report.index.generation.close()  # readers lease their own, see qa.stores.live
            self._update(
                built=self._state.built + 1, notes=report.notes, seconds=report.seconds, error=None
            )

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._update(stage=stage, done=done, total=total)

    def _update(self, **changes: object) -> None:
        with self._lock:
            self._state = self._state.model_copy(update=changes)
