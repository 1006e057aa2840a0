"""Prometheus reads how many questions had which outcome, and how long they took."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from qa.web.monitoring.metrics import OUTCOMES, Metrics


def values(metrics: Metrics) -> dict[tuple[str, str], float]:
    """Return (name, outcome or bucket) → value, as a client of Prometheus parses them."""
    return {
        (sample.name, sample.labels.get("outcome", sample.labels.get("le", ""))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


def test_every_outcome_begins_at_zero() -> None:
    """So that a rate is known from the first question."""
    found = values(Metrics(lambda: 0))
    assert {found["quoth_questions_total", outcome] for outcome in OUTCOMES} == {0}


def test_a_question_is_counted_with_its_duration() -> None:
    """Each outcome by itself, all durations together."""
    metrics = Metrics(lambda: 3)
    metrics.count_question("found", 0.3)
    metrics.count_question("busy", 7.0)
    found = values(metrics)
    assert found["quoth_questions_total", "found"] == 1
    assert found["quoth_questions_total", "not_found"] == 0
    assert found["quoth_question_seconds_count", ""] == 2
    assert found["quoth_question_seconds_sum", ""] == 7.3
    assert found["quoth_question_seconds_bucket", "0.25"] == 0
    assert found["quoth_question_seconds_bucket", "0.5"] == 1
    assert found["quoth_questions_waiting", ""] == 3


def test_two_servers_count_apart() -> None:
    """In one process, as tests start them."""
    one, other = Metrics(lambda: 0), Metrics(lambda: 0)
    one.count_question("found", 1)
    assert values(other)["quoth_questions_total", "found"] == 0
