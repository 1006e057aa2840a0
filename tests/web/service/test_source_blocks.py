"""A document in blocks: paragraphs, headings, items and rows, and not a character lost."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.records import Heading, Span
from qa.web.service import source_blocks
from qa.web.service.source_blocks import blocks_of, piece_bounds
from tests.support.webs import document

if TYPE_CHECKING:
    from qa.records import Document
    from qa.web.service.source_blocks import Block


def text_of(block: Block) -> str:
    """Return the text of a block."""
    return "".join(block.get("parts", ())) + "".join(map("".join, block.get("cells", ())))


def joined(blocks: list[Block]) -> str:
    """Return the text of blocks."""
    return "".join(map(text_of, blocks))


def marked(block: Block) -> str:
    """Return what is marked in a block."""
    runs = [block.get("parts", []), *block.get("cells", [])]
    return "".join(run[1] for run in runs if len(run) == 3)


def blocks(owner: Document, quote: Span | None = None) -> list[Block]:
    """Return the blocks of a whole document."""
    return blocks_of(owner, 0, len(owner.text), quote)


PARTS = ["a b", "é", "🦓", "\n", "\n\n", " ", "| a | b |", "|---|", "- x", "|", '"', ",", "B c. "]
TYPES = ["text/plain", "application/pdf", "text/csv"]


@given(st.lists(st.sampled_from(PARTS), min_size=1), st.sampled_from(TYPES), st.data())
def test_blocks_are_the_document_to_the_character(
    parts: list[str], media_type: str, data: st.DataObject
) -> None:
    """What is marked is within the quote, and all of it outside of tables, in one element."""
    owner = replace(document("".join(parts)), media_type=media_type)
    start = data.draw(st.integers(0, len(owner.text) - 1))
    end = data.draw(st.integers(start + 1, len(owner.text)))
    found = blocks(owner, Span(start, end))
    assert joined(found) == owner.text
    words = owner.text[start:end]
    if not any("cells" in block or block.get("kind") == "rule" for block in found):
        assert [block for block in map(marked, found) if block] == [words]
    assert all(part in words for block in found for part in [marked(block)] if "parts" in block)


def test_rows_have_cells_and_the_names_of_columns_head_them() -> None:
    """Loaders write rows between bars; Markdown draws a rule below the names."""
    text = "Rates\n| City | Rate |\n|---|---:|\n| Rome | 4 |\n| Oslo | |\n\n| a \\| b | c |\nEnd\n"
    found = blocks(document(text))
    assert [block.get("kind", "") for block in found] == [
        "", "head", "rule", "row", "row", "", "row", ""
    ]  # fmt: skip
    assert found[1]["cells"] == [["| "], ["City"], [" | "], ["Rate"], [" |\n"]]
    assert found[4]["cells"][1::2] == [["Oslo"], [""]]
    assert found[6]["cells"][1::2] == [["a \\| b"], ["c"]]


def test_a_heading_over_columns_is_the_head_of_a_table() -> None:
    """As spreadsheets and PDFs have it: the heading is the row itself."""
    text = "| City | Rate |\n| Rome | 4 |\n"
    found = blocks(document(text, (Heading(0, 15, 2, "City · Rate"),)))
    assert [(block.get("kind"), block.get("level")) for block in found] == [
        ("head", None),
        ("row", None),
    ]


def test_a_quoted_row_is_marked_cell_by_cell() -> None:
    """What stands between the cells is not shown, so it is not marked."""
    text = "| City | Rate |\n| Rome | 4 |\n"
    found = blocks(document(text), Span(16, len(text) - 1))
    assert found[1]["cells"] == [["| "], ["", "Rome", ""], [" | "], ["", "4", ""], [" |\n"]]


@pytest.mark.parametrize(
    ("media_type", "text", "cells"),
    [
        ("text/csv", 'name,note\n"Lee, Ann","a ""b"""\n', ["Lee, Ann", 'a ""b""']),
        ("text/csv", "name;note\nLee; 4,5 \n", ["Lee", "4,5"]),
        ("text/tab-separated-values", "name\tnote\nLee\t4\n", ["Lee", "4"]),
    ],
)
def test_files_of_data_are_tables(media_type: str, text: str, cells: list[str]) -> None:
    """Their quotation marks and separators are not shown, and stay in the text."""
    owner = replace(document(text), media_type=media_type)
    found = blocks(owner)
    assert ["".join(cell) for cell in found[1]["cells"][1::2]] == cells
    assert joined(found) == text


def test_a_cell_of_several_lines_stays_text() -> None:
    """A row that ends on another line is not torn."""
    owner = replace(document('a,b\n"one\ntwo",3\n'), media_type="text/csv")
    assert [block.get("kind", "") for block in blocks(owner)] == ["row", "", ""]


def test_items_are_items() -> None:
    """Whatever marks them."""
    found = blocks(document("Bring:\n- a pen\n  - a red one\n2. paper\n(a) tape\nThanks\n"))
    kinds = [block.get("kind", "") for block in found]
    assert kinds == ["", "item", "item", "item", "item", ""]


PAGE = (
    "The tenant shall keep the garden in good\n"
    "order, and shall not remove any tree with\n"
    "consent of the owner.\n"
    "Rent\n"
    "The rent is due on the third working day of\n"
    "2. every month, and is paid to the account\n"
    "of the owner.\n"
)


def test_lines_of_a_pdf_are_closed_inside_of_sentences() -> None:
    """A heading, an item and a page begin anew; the characters stay."""
    at = PAGE.index("Rent\n")
    owner = replace(
        document(PAGE, (Heading(at, at + 4, 1, "Rent"),)), media_type="application/pdf", pages=(0,)
    )
    found = blocks(owner)
    assert [text_of(block).count("\n") for block in found] == [3, 1, 1, 2]
    assert [block.get("wrapped", False) for block in found] == [True, False, False, True]
    broken = replace(owner, pages=(0, PAGE.index("order")))
    assert [text_of(block).count("\n") for block in blocks(broken)][:2] == [1, 2]


def test_lines_that_an_editor_wrapped_are_closed_where_lines_do_not_count() -> None:
    """In a text, not in source code."""
    owner = document(PAGE)
    assert [block.get("wrapped", False) for block in blocks(owner)][:1] == [True]
    assert len(blocks(owner)) < PAGE.count("\n")
    code = replace(owner, media_type="text/x-source")
    assert len(blocks(code)) == PAGE.count("\n")


def test_a_quote_over_lines_is_one_element() -> None:
    """Its lines become one block."""
    owner = document("One two.\nThree four.\nFive.\n")
    found = blocks(owner, Span(4, 14))
    assert found[0]["parts"] == ["One ", "two.\nThree", " four.\n"]


@given(st.lists(st.sampled_from(["\n", "a" * 7, "a" * 90])))
def test_pieces_are_neither_empty_nor_endless(parts: list[str]) -> None:
    """They end with a line where one ends in time."""
    text = "".join(parts)
    original = source_blocks.PIECE
    source_blocks.PIECE = 20
    try:
        bounds = piece_bounds(text)
    finally:
        source_blocks.PIECE = original
    sizes = [b - a for a, b in pairwise(bounds)]
    assert (bounds[0], bounds[-1]) == (0, len(text))
    assert all(0 < size <= 40 for size in sizes) or not text


MATTER = "---\ntitle: Wells\ntags:\n  - water\n---\n"


def test_front_matter_is_one_quiet_block() -> None:
    """Its fences stand alone; nothing of the text is lost, and a quote in it is marked."""
    text = f"{MATTER}\n# Wells\n\nA well.\n\n---\n"
    owner = replace(document(text), media_type="text/markdown")
    found = blocks(owner)
    assert joined(found) == text
    kinds = [(block.get("kind", ""), text_of(block)) for block in found[:4]]
    assert kinds == [
        ("fence", "---\n"),
        ("matter", "title: Wells\ntags:\n  - water\n"),
        ("fence", "---\n"),
        ("", "\n"),
    ]
    assert "fence" not in [block.get("kind") for block in found[4:]]
    start = text.index("Wells")
    quoted = blocks(owner, Span(start, start + 5))
    assert marked(quoted[1]) == "Wells"
    across = blocks(owner, Span(start, text.index("A well") + 6))
    assert joined(across) == text
    assert across[1].get("kind") == "matter"


def test_running_headers_stand_apart_from_the_sentence_around_them() -> None:
    """An aside of several lines, as of a bad scan, is drawn as the text that it is."""
    text = "The berth is let by the\nHarbour handbook\nyear to boats.\nIt is\nbadly read.\n"
    header, scan = text.index("Harbour"), text.index("It is")
    asides = (Span(header, header + len("Harbour handbook")), Span(scan, len(text) - 1))
    owner = replace(document(text), media_type="application/pdf", asides=asides)
    found = [(block.get("kind", ""), text_of(block)) for block in blocks(owner)]
    assert found[:2] == [("", "The berth is let by the\n"), ("aside", "Harbour handbook\n")]
    assert "aside" not in [kind for kind, _ in found[2:]]
    assert joined(blocks(owner)) == text


@pytest.mark.parametrize("media_type", ["text/plain", "text/csv"])
def test_only_markdown_has_front_matter(media_type: str) -> None:
    """Elsewhere dashes are text."""
    owner = replace(document(MATTER), media_type=media_type)
    assert "matter" not in [block.get("kind") for block in blocks(owner)]
