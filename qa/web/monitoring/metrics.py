"""Numbers for Prometheus. They never contain a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

OUTCOMES = ("found", "not_found", "refused", "failed", "busy")

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counters of one server."""

    def __init__(self, waiting: Callable[[], float]) -> None:
        """Start all counters at zero.

        Args:
            waiting: returns how many questions are waiting now.
        """
        # A registry of its own: the default one is global, and a test starts many servers.
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "quoth_questions",
            f"Questions by outcome: {', '.join(OUTCOMES)}.",
            ["outcome"],
            registry=self._registry,
        )
        for outcome in OUTCOMES:  # a series that begins at 0 gives rates from the first question
            self._questions.labels(outcome)
        self._seconds = Histogram(
            "quoth_question_seconds",
            "Seconds from question to answer, including the wait.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        Gauge(
            "quoth_questions_waiting",
            "Questions waiting for a thread.",
            registry=self._registry,
        ).set_function(waiting)

    def count_question(self, outcome: str, seconds: float) -> None:
        """Count a question.

        Args:
            outcome: one of :data:`OUTCOMES`.
            seconds: from question to answer.
        """
        self._questions.labels(outcome).inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all numbers in the Prometheus text format."""
        return generate_latest(self._registry)
