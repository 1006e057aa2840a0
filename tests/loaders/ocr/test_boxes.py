"""Places of words come back as they were packed."""

from __future__ import annotations

import pytest

from qa.loaders.ocr.boxes import Box, packed_boxes, unpacked_boxes


def test_boxes_come_back() -> None:
    """To a 65,000th of the page, and within it."""
    boxes = [Box(0, 4, 0.1, 0.2, 0.3, 0.25), Box(70_000, 70_006, -0.5, 0.0, 0.5, 1.5)]
    first, second = unpacked_boxes(packed_boxes(boxes))
    assert first == pytest.approx(boxes[0], abs=1e-4)
    assert second == pytest.approx((70_000, 70_006, 0.0, 0.0, 0.5, 1.0), abs=1e-4)


def test_a_page_of_words_is_small() -> None:
    """It is stored with the document."""
    boxes = [
        Box(6 * i, 6 * i + 5, i % 9 / 9, i / 400, i % 9 / 9 + 0.1, i / 400) for i in range(400)
    ]
    assert len(packed_boxes(boxes)) < 5000
    assert packed_boxes([]) == ""
    assert list(unpacked_boxes("")) == []


def test_damaged_boxes_are_an_error() -> None:
    """As in an index that was changed by hand."""
    for wrong in ("abc", "!!!", packed_boxes([Box(0, 1, 0, 0, 1, 1)])[:-3]):
        with pytest.raises(ValueError, match=r"."):
            list(unpacked_boxes(wrong + "~~"))
