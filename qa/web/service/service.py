"""What the page and the interface for programs share: index, documents, threads, log, metrics."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from qa.deadlines import deadline
from qa.errors import QuestionError
from qa.web import strings
from qa.web.errors import BusyError
from qa.web.limits import Limits
from qa.web.monitoring.metrics import Metrics
from qa.web.service.builder import Builder
from qa.web.service.examples import Examples
from qa.web.service.gate import Gate

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from qa.records import Answer
    from qa.web.documents.corpus import Corpus
    from qa.web.service.live import LiveIndex

_log = logging.getLogger("quoth.questions")

_TEXTS, _CHECKS, _READS, _PICTURES = 2, 2, 4, 2  # threads of each kind of work


class Service:
    """One index, the folder it is built from, and the means to answer many users.

    Each kind of work has a gate of its own, so that none blocks another.

    Attributes:
        live: the index.
        corpus: the folder of its documents; None if the page may not change them.
        builder: builds the index from that folder; None likewise.
        examples: questions that the page offers.
        limits: of the server.
        gate: for questions.
        quoting: for questions about a text in the request, which is indexed first.
        checking: for checks and receipts.
        reading: for lists, documents and feedback, which take milliseconds.
        drawing: for pictures of pages, each drawn by a process of its own.
        metrics: numbers for Prometheus.
    """

    def __init__(
        self,
        live: LiveIndex,
        corpus: Corpus | None = None,
        limits: Limits | None = None,
        *,
        log_questions: bool = False,
    ) -> None:
        """Create the service.

        Args:
            live: the index.
            corpus: the folder of its documents; None if the page may not change them.
            limits: of the server; None for the defaults.
            log_questions: log the text of each question, not only that one was asked.
        """
        self.live = live
        self.corpus = corpus
        self.builder = Builder(live, corpus) if corpus else None
        self.examples = Examples(live)
        self.limits = limits or Limits()
        self.gate = Gate(self.limits)
        self.quoting = Gate(self.limits, _TEXTS)
        self.checking = Gate(self.limits, _CHECKS)
        self.reading = Gate(self.limits, _READS)
        self.drawing = Gate(self.limits, _PICTURES)
        self.metrics = Metrics(lambda: self.gate.waiting + self.quoting.waiting)
        self._log_questions = log_questions

    def deadline(self, work: str) -> AbstractContextManager[None]:
        """Limit the time of the work in a block; see :func:`qa.deadlines.deadline`.

        Args:
            work: what it is, such as "Checking the claim", for the message.
        """
        return deadline(self.limits.work_s, work, strings.TOO_LONG)

    async def answered(
        self, question: str, ask: Callable[[], Answer], gate: Gate | None = None
    ) -> Answer:
        """Answer a question in a thread, count it, and log that it was asked.

        Args:
            question: as the user typed it.
            ask: returns the answer.
            gate: where it waits for a thread; None for :attr:`gate`.

        Raises:
            BusyError: too many questions wait.
            QAError: what ``ask`` raises.
        """

        def ask_in_time() -> Answer:  # the time limit starts when the thread does
            with self.deadline("Answering the question"):
                return ask()

        started = time.monotonic()
        outcome, confidence = "failed", None
        try:
            answer = await (gate or self.gate).run(ask_in_time)
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
            self.metrics.count_question(outcome, seconds)
            self._log(question, outcome, seconds, confidence)

    def _log(self, question: str, outcome: str, seconds: float, confidence: float | None) -> None:
        fields = {
            "event": "question",
            "outcome": outcome,
            "seconds": round(seconds, 4),
            "characters": len(question),
            "confidence": confidence,
        }
        if self._log_questions:
            fields["question"] = question
        _log.info("Question: %s", outcome.replace("_", " "), extra={"fields": fields})
