"""What the page and the interface for programs share: index, documents, threads, log, metrics."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from qa.deadlines import deadline
from qa.errors import QuestionError
from qa.web import strings
from qa.web.errors import BusyError
from qa.web.service.builder import Builder
from qa.web.service.examples import Examples
from qa.web.service.shared import Shared

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from qa.collection_file import Collection
    from qa.records import Answer
    from qa.web.documents.corpus import Corpus
    from qa.web.limits import Limits
    from qa.web.service.gate import Gate
    from qa.web.service.live import LiveIndex

_log = logging.getLogger("quoth.questions")


class Service:
    """One index, the folder it is built from, and the means to answer many users.

    Attributes:
        live: the index.
        corpus: the folder of its documents; None if the page may not change them.
        builder: builds the index from that folder; None likewise.
        examples: questions that the page offers.
        name: of the collection; empty for the only one of a server.
        title: of the collection; empty likewise.
        editors: users who may change the documents; None for all who may read them.
        limits: of the server.
        gate: for questions; this and the other gates are described in :class:`Shared`.
        quoting: for questions about a text in the request.
        checking: for checks and receipts.
        reading: for documents and feedback.
        listing: for lists of documents.
        drawing: for pictures of pages.
        grids: those of the server, this collection's and others'.
        metrics: numbers for Prometheus.
    """

    def __init__(  # noqa: PLR0913
        self,
        live: LiveIndex,
        corpus: Corpus | None = None,
        limits: Limits | None = None,
        *,
        log_questions: bool = False,
        collection: Collection | None = None,
        shared: Shared | None = None,
    ) -> None:
        """Create the service.

        Args:
            live: the index.
            corpus: the folder of its documents; None if the page may not change them.
            limits: of the server; None for the defaults.
            log_questions: log the text of each question, not only that one was asked.
            collection: what it serves; None for the only one of a server, which has no name.
            shared: what it shares with the other collections, limits included; None for the only
                one.
        """
        self.live = live
        self.corpus = corpus
        self.builder = Builder(live, corpus) if corpus else None
        self.examples = Examples(live)
        self.name = collection.name if collection else ""
        self.title = collection.title if collection else ""
        self.editors = collection.editors if collection else None
        shared = shared or Shared(limits)
        self.limits = shared.limits
        self.gate = shared.gate
        self.quoting = shared.quoting
        self.checking = shared.checking
        self.reading = shared.reading
        self.listing = shared.listing
        self.drawing = shared.drawing
        self.grids = shared.grids
        self.metrics = shared.metrics
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
        if self.name:
            fields["collection"] = self.name
        if self._log_questions:
            fields["question"] = question
        _log.info("Question: %s", outcome.replace("_", " "), extra={"fields": fields})
