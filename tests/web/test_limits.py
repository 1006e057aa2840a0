"""A token bucket bounds each client."""

from __future__ import annotations

from qa.web.limits import Bucket


def test_a_bucket_fills_again() -> None:
    """Each client has its own."""
    now = 0.0
    bucket = Bucket(2, clock=lambda: now)
    assert [bucket.take("a"), bucket.take("a"), bucket.take("a")] == [True, True, False]
    assert bucket.take("b")
    now = 30.0
    assert [bucket.take("a"), bucket.take("a")] == [True, False]
