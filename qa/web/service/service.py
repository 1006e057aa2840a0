"""What the page and the interface for programs share: one gate, one count, one log."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from qa.deadlines import deadline
from qa.errors import QuestionError
from qa.web import strings
from qa.web.middleware.limits import BusyError, Gate, Limits
from qa.web.middleware.metrics import Metrics
from qa.web.service.builder import Builder
from qa.web.service.examples import Examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from qa.records import Answer
    from qa.web.service.corpus import Corpus
    from qa.web.service.live import LiveIndex

_log = logging.getLogger("quoth.questions")

_TEXTS, _CHECKS, _READS, _PICTURES = 2, 2, 4, 2  # side by side


class Service:
    """An index that is asked by many, and the folder it is built from.

    Attributes:
        live: the index.
        corpus: the folder of its documents, None where the page may not change them.
        builder: builds the index from that folder.
        examples: what can be asked, to begin with.
        limits: the bounds of the server.
        gate: lets so many questions be answered at once.
        quoting: the same for questions to a text handed in, which is prepared like an index.
        checking: the same for checks and verifications.
        reading: the same for lists, documents and feedback, which take milliseconds.
        drawing: the same for pictures of pages, each drawn by a process of its own.
        metrics: what is counted.
    """

    def __init__(
        self,
        live: LiveIndex,
        corpus: Corpus | None = None,
        limits: Limits | None = None,
        *,
        log_questions: bool = False,
    ) -> None:
        """Put them together; questions are written to the log only with ``log_questions``."""
        self.live = live
        self.corpus = corpus
        self.builder = Builder(live, corpus) if corpus else None
        self.examples = Examples(live)
        self.limits = limits or Limits()
        # A line of its own for each kind of work, so that none holds up another.
        self.gate = Gate(self.limits)
        self.quoting = Gate(self.limits, _TEXTS)
        self.checking = Gate(self.limits, _CHECKS)
        self.reading = Gate(self.limits, _READS)
        self.drawing = Gate(self.limits, _PICTURES)
        self.metrics = Metrics(lambda: self.gate.waiting + self.quoting.waiting)
        self._log_questions = log_questions

    def deadline(self, work: str) -> AbstractContextManager[None]:
        """Limit the time of what a request asks for; see :func:`qa.deadlines.deadline`."""
        return deadline(self.limits.work_s, work, strings.TOO_LONG)

    async def answered(
        self, question: str, ask: Callable[[], Answer], gate: Gate | None = None
    ) -> Answer:
        """Return what ``ask`` returns, in its turn, counted and logged.

        Args:
            question: as it was asked.
            ask: answers it.
            gate: where it waits for its turn (default: ``self.gate``).

        Raises:
            BusyError: too many questions wait.
            QAError: what ``ask`` raises.
        """

        def in_time() -> Answer:  # the wait for its turn does not count
            with self.deadline("Answering the question"):
                return ask()

        started = time.monotonic()
        outcome, confidence = "failed", None
        try:
            answer = await (gate or self.gate).run(in_time)
            outcome, confidence = ("found" if answer.found else "not_found"), answer.confidence
        except BusyError:
            outcome = "busy"
            raise
        except QuestionError:
            outcome = "refused"
            raise
        else:
            return answer
        finally:
            seconds = time.monotonic() - started
            self.metrics.asked(outcome, seconds)
            told = {
                "event": "question",
                "outcome": outcome,
                "seconds": round(seconds, 4),
                "characters": len(question),
                "confidence": confidence,
            }
            if self._log_questions:
                told["question"] = question
            _log.info("a question was %s", outcome.replace("_", " "), extra={"told": told})
