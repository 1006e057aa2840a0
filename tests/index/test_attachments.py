"""An index may have an encoder and a calibration, or neither."""

from __future__ import annotations

from qa.index.attachments import Attachments


def test_an_index_has_no_attachments_unless_they_are_named() -> None:
    """Each is read when it is copied, and not before."""
    assert Attachments() == Attachments(encoder=None, calibration=None)
    assert Attachments(calibration=lambda: b"{}").calibration is not None
