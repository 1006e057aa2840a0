"""What is counted, for Prometheus; never what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The numbers of one server."""

    def __init__(self, waiting: Callable[[], float]) -> None:
        """Begin at nothing; ``waiting`` tells how many questions wait at the moment."""
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "quoth_questions",
            "Questions by what came of them: found, not_found, refused, failed or busy.",
            ["outcome"],
            registry=self._registry,
        )
        for outcome in ("found", "not_found", "refused", "failed", "busy"):
            self._questions.labels(outcome)
        self._seconds = Histogram(
            "quoth_question_seconds",
            "Seconds from a question to its answer, waiting included.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        Gauge(
            "quoth_questions_waiting",
            "Questions that wait for their turn.",
            registry=self._registry,
        ).set_function(waiting)

    def asked(self, outcome: str, seconds: float) -> None:
        """Count a question."""
        self._questions.labels(outcome).inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all of them as Prometheus reads them."""
        return generate_latest(self._registry)
