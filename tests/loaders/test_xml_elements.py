"""XML of any kind gives the text of its elements."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.xml_elements import extract

XML = (
    b"<?xml version='1.0'?><book><title>Tides</title><chapter><title>One</title>"
    b"<!-- no --><para>The <b>tide</b> rises.</para><meta><id>7</id></meta></chapter></book>"
)


def test_elements_with_words_are_paragraphs() -> None:
    """Titles are headings, and a short value has the name of its element."""
    (found,) = extract(XML, Path("a.xml"))
    assert found.text == "Tides\n\nOne\n\nThe tide rises.\n\nid: 7"
    assert [(h.level, h.title) for h in found.headings] == [(1, "Tides"), (2, "One")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', "declares entities"),
        (b"<a><b></a>", "is not well-formed XML in line 1"),
    ],
)
def test_what_is_not_safe_is_refused(data: bytes, reason: str) -> None:
    """A billion laughs are never begun."""
    with pytest.raises(DocumentError, match=reason):
        list(extract(data, Path("a.xml")))


def test_deep_nesting_is_read() -> None:
    """Without recursion."""
    (found,) = extract(b"<a>" * 5_000 + b"deep" + b"</a>" * 5_000, Path("a.xml"))
    assert found.text == "a: deep"


def test_attributes_that_hold_words_are_read() -> None:
    """Beside text, without text, and above other elements; those for programs are left out."""
    data = (
        b"<parts name='Spring list' class='a b'><part id='p1' name='Bolt M8' price='3.50 euros'>in"
        b" stock</part><part hint='sold in pairs' lang='en'/><group label='Nuts'><part>M8</part>"
        b"</group></parts>"
    )
    (found,) = extract(data, Path("a.xml"))
    assert found.text.split("\n\n") == [
        "parts (name: Spring list)",
        "part (name: Bolt M8, price: 3.50 euros): in stock",
        "part (hint: sold in pairs)",
        "group (label: Nuts)",
        "part: M8",
    ]


def test_attributes_within_a_paragraph_follow_it() -> None:
    """The paragraph stays whole."""
    data = b"<p>Ask the <abbr key='w1' title='World Health Organization'>WHO</abbr> first.</p>"
    (found,) = extract(data, Path("a.xml"))
    assert found.text == ("Ask the WHO first.\n\nabbr (title: World Health Organization): WHO")
