"""The underlined titles of reStructuredText are headings."""

from __future__ import annotations

from pathlib import Path

from qa.loaders.rst import extract

RST = """=====
Tides
=====

Intro.

Using ``pip``
-------------

=====  =====
A      B
=====  =====

Deeper
~~~~~~

Text.
"""


def test_levels_follow_the_order_of_use() -> None:
    """A table is no heading; the first title is that of the document."""
    (found,) = extract(RST.encode(), Path("a.rst"))
    assert found.text == RST
    assert found.title == "Tides"
    assert [(h.level, h.title) for h in found.headings] == [
        (1, "Tides"),
        (2, "Using pip"),
        (3, "Deeper"),
    ]
