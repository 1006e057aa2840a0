"""A token bucket bounds each client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.web.limits import Bucket, Limits

if TYPE_CHECKING:
    import pytest


def test_a_bucket_fills_again() -> None:
    """Each client has its own."""
    now = 0.0
    bucket = Bucket(2, clock=lambda: now)
    assert [bucket.take("a"), bucket.take("a"), bucket.take("a")] == [True, True, False]
    assert bucket.take("b")
    now = 30.0
    assert [bucket.take("a"), bucket.take("a")] == [True, False]


def test_a_refused_request_costs_nothing_and_a_free_one_is_never_refused() -> None:
    """A client that waits is not punished for what it was refused."""
    bucket = Bucket(3, clock=lambda: 0.0)
    assert not bucket.take("a", 4)
    assert bucket.take("a", 3)
    assert not bucket.take("a")
    assert bucket.take("a", 0)


def test_many_addresses_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients that took nothing for a minute are forgotten; those that did stay bounded."""
    monkeypatch.setattr("qa.web.limits._MOST_CLIENTS", 10)
    now = 0.0
    bucket = Bucket(2, clock=lambda: now)
    for number in range(11):
        bucket.take(f"idle {number}")
    now = 61.0
    assert [bucket.take("busy"), bucket.take("busy"), bucket.take("busy")] == [True, True, False]
    assert set(bucket._left) == {"busy"}


def test_a_server_on_this_machine_counts_no_requests() -> None:
    """Without a rate, a single user may ask as often as they like."""
    assert Limits().a_minute == 0
    assert Limits().at_once >= 2
