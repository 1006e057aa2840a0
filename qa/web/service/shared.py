"""What the collections of one server share: limits, threads, and the numbers for Prometheus."""

from __future__ import annotations

from qa.web.limits import Limits
from qa.web.monitoring.metrics import Metrics
from qa.web.service.gate import Gate
from qa.web.service.grids import Grids

_TEXTS, _CHECKS, _READS, _LISTS, _PICTURES = 2, 2, 4, 2, 2  # threads of each kind of work


class Shared:
    """The means of a server, which do not grow with the number of its collections.

    Each kind of work has a gate of its own, so that none blocks another.

    Attributes:
        limits: of the server.
        gate: for questions.
        quoting: for questions about a text in the request, which is indexed first.
        checking: for checks and receipts.
        reading: for documents and feedback, which take milliseconds.
        listing: for lists of documents: the first one reads every file of a folder.
        drawing: for pictures of pages, each drawn by a process of its own.
        grids: those that are filled, one at a time, while nobody asks a question.
        metrics: numbers for Prometheus.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        """Create what is shared.

        Args:
            limits: of the server; None for the defaults.
        """
        self.limits = limits or Limits()
        self.gate = Gate(self.limits)
        self.quoting = Gate(self.limits, _TEXTS)
        self.checking = Gate(self.limits, _CHECKS)
        self.reading = Gate(self.limits, _READS)
        self.listing = Gate(self.limits, _LISTS)
        self.drawing = Gate(self.limits, _PICTURES)
        self.grids = Grids(lambda: self.gate.is_busy or self.quoting.is_busy)
        self.metrics = Metrics(lambda: self.gate.waiting + self.quoting.waiting)
