"""A citation leads to exactly one place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.citations import cite
from qa.loaders.tables import extract
from qa.records import Span
from qa.rendering.text import citation_line
from tests.support.nasty import document, nasty_texts


def test_a_citation_says_where_the_words_stand() -> None:
    """Document, sections and offsets are those of the quote."""
    citation = cite(document("One. Two. Three."), Span(5, 9), ("Outer", "Inner"))
    assert citation.doc_id == "nasty.txt"
    assert citation.title == "Nasty"
    assert citation.headings == ("Outer", "Inner")
    assert citation.page is None
    assert (citation.start, citation.end) == (5, 9)
    assert (citation.prefix, citation.suffix) == ("One. ", " Three.")


def test_prefix_and_suffix_have_32_characters_where_that_is_enough() -> None:
    """Longer ones would say nothing more."""
    text = "".join(chr(0x4E00 + i) for i in range(200))
    citation = cite(document(text), Span(90, 100), ())
    assert citation.prefix == text[58:90]
    assert citation.suffix == text[100:132]


def test_repeated_words_get_a_longer_prefix_and_suffix() -> None:
    """They grow until only one place fits."""
    text = "Start. " + "Again and again. " * 20 + "End."
    start = text.index("Again") + 17 * 10
    citation = cite(document(text), Span(start, start + 16), ())
    selected = citation.prefix + "Again and again." + citation.suffix
    assert text.count(selected) == 1
    assert text.index(selected) + len(citation.prefix) == start
    assert "End." in selected or "Start." in selected


@pytest.mark.parametrize(("start", "page"), [(0, 1), (4, 1), (5, 2), (9, 2), (10, 4), (14, 4)])
def test_a_page_is_counted_from_one(start: int, page: int) -> None:
    """The third of these pages is empty, so nothing stands on it."""
    paged = document("aaaa bbbb cccc ", pages=(0, 5, 10, 10))
    assert cite(paged, Span(start, start + 1), ()).page == page


def test_notes_of_the_document_are_in_its_citations() -> None:
    """Of many, the first ones: a quote is not lost among them."""
    few = replace(document("One."), notes=("decoded as cp1251 by guess",))
    assert cite(few, Span(0, 4), ()).notes == few.notes
    many = replace(few, notes=tuple(f"sheet {n} is hidden" for n in range(30)))
    assert cite(many, Span(0, 4), ()).notes == (*many.notes[:4], "26 more notes")


@given(text=nasty_texts, repeats=st.integers(1, 4), data=st.data())
def test_prefix_quote_and_suffix_stand_in_one_place(
    text: str, repeats: int, data: st.DataObject
) -> None:
    """Also where the text repeats itself, and also where matches overlap."""
    text = f"{text}x" * repeats
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    citation = cite(document(text), Span(start, end), ())
    selected = citation.prefix + text[start:end] + citation.suffix
    places = [i for i in range(len(text)) if text.startswith(selected, i)]
    assert places == [start - len(citation.prefix)]


@pytest.mark.parametrize(
    ("text", "words", "row"),
    [
        ('Stock,\n\nFruit,Remark\nApple,"red,\nor green"\nPear,green\n', "Pear", 5),
        ("Fruit,Colour\nApple,red\nPear,green\n", "Pear", 3),
        ("Fruit,Colour\n\nApple,red\n", "Apple", 3),
        ('Fruit,Remark\nApple,"red,\nor green"\nPear,green\n', "Pear", 3),
        ('Fruit,Remark\nApple,"""red"",\nor green"\n,\nPear,green\n', "Pear", 4),
        ('Pipe,Price\n5" pipe,3\n6" pipe,4\n7" pipe,5\n', "7", 4),
    ],
)
def test_a_row_of_a_table_is_cited_by_its_number(text: str, words: str, row: int) -> None:
    """As a spreadsheet shows it: titles and blank rows count, a line break in a cell does not."""
    (read,) = extract(text.encode(), Path("a.csv"))
    table = replace(document(text), title="A", media_type="text/csv", breaks=read.breaks)
    start = text.index(words)
    names = " · ".join(text.partition("\n")[0].split(","))
    citation = cite(table, Span(start, start + len(words)), ("Stock", names))
    assert citation.where() == f"row {row}"
    assert citation_line(citation) == f"A › Stock, row {row}"
    assert citation.headings == ("Stock", names)


def test_only_a_spreadsheet_has_names_of_columns_for_a_section() -> None:
    """A heading with such a dot in other documents is a heading."""
    for media_type, shown in (("text/csv", ()), ("text/markdown", ("Bread · Cakes",))):
        bread = replace(document("Rye and wheat."), media_type=media_type)
        assert cite(bread, Span(0, 3), ("Bread · Cakes",)).sections() == shown
