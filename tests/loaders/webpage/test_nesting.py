"""A page that would take minutes to parse is refused before it is parsed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.webpage.nesting import parse_page

PATH = Path("a.html")
DEEP = 5_001


@pytest.mark.parametrize("tag", ["div", "b", "x-own"])
def test_deep_nesting_is_refused(tag: str) -> None:
    """Of any element that can contain another."""
    with pytest.raises(DocumentError, match="has more than 5,000 nested elements"):
        parse_page(f"<{tag}>" * DEEP, PATH)


@pytest.mark.parametrize(
    "content",
    [
        "<div>x</div>" * DEEP,
        "<br>" * DEEP,
        "<p>one" * DEEP,
        "<li>one" * DEEP,
        "<!--" + "<div>" * DEEP + "--><p>one",
        "<script>" + "'<div>' + " * DEEP + "</script><p>one",
        "<textarea>" + "<div>" * DEEP,
    ],
)
def test_long_pages_that_are_not_deep_are_parsed(content: str) -> None:
    """Elements that end, and tags that are only text."""
    assert parse_page(content, PATH).body is not None
