"""Rows of tables in the answers of the page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browsing import ask, barriers, opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

_ROW = "| Oolong | 6.00 | 10.80 |"
_TABLE = f"| Tea | Pot for one | Pot for two |\n|---|---|---|\n| Assam | 4.20 | 7.50 |\n{_ROW}\n"
_NAMES = [f"Name{number}{'o' * 30}" for number in range(12)]
_WIDE = (
    f"| Club | {' | '.join(_NAMES)} |\n|{'---|' * 13}\n"
    f"| Rowing | {' | '.join(['9'] * 12)} |\n| Chess | {' | '.join(['8'] * 12)} |\n"
)
_BILLS = (
    "| Bill | Guest | Ordered for the | Paid on | Sum | Note on the bill |\n"
    f"|{'---|' * 6}\n"
    "| TEA-2-0419 | Wilhelmina Fotheringay | 2024-03-08 | 2024-03-09 | 48.20 | by card |\n"
    "| TEA-2-0420 | Bartholomew Quist | 2024-03-09 | 2024-03-12 | 19.00 | in cash |\n"
)
_BEFORE = """cells => cells.map((cell) => {
    const name = getComputedStyle(cell, "::before").content.replaceAll('"', "");
    return `${name}: ${cell.innerText}`;
})"""
_BROKEN = """all => all.filter((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const tops = [...range.getClientRects()].map(({ top }) => top);
    return Math.max(...tops) - Math.min(...tops) > 8;
}).map((one) => one.textContent)"""
_COPY = """() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("#conversation blockquote"));
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    let copied;
    const read = (event) => (copied = event.clipboardData.getData("text/plain"));
    document.addEventListener("copy", read, { once: true });
    document.execCommand("copy");
    return copied;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("tables")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "prices.md").write_text(f"# Tea room\n\n{_TABLE}", encoding="utf-8")
    (corpus / "bills.md").write_text(f"# Bills\n\n{_BILLS}", encoding="utf-8")
    (corpus / "clubs.md").write_text(f"# Clubs\n\n{_WIDE}", encoding="utf-8")
    with served(folder / "index", corpus) as started:
        yield started


def test_a_row_is_drawn_below_the_names_of_its_columns(browser: Browser, address: str) -> None:
    """What is copied is the quote alone, to the character, and its source opens at it."""
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        ask(page, "How much is an Oolong for two?")
        quote = page.locator("#conversation blockquote").first
        expect(quote.get_by_role("columnheader")).to_have_text(
            ["Tea", "Pot for one", "Pot for two"]
        )
        # What is between the cells is in the page, and cannot be seen.
        cells = quote.get_by_role("cell").evaluate_all("cells => cells.map((e) => e.innerText)")
        assert cells == ["Oolong", "6.00", "10.80"]
        assert page.evaluate(_COPY) == _ROW
        assert barriers(page, "a row") == []
        page.locator(".chip").first.click()
        expect(page.locator("mark").first).to_be_visible()
        assert "".join(page.locator("mark").all_text_contents()) == "Oolong6.0010.80"


def test_a_table_that_is_too_wide_scrolls_by_keyboard(browser: Browser, address: str) -> None:
    """It has a name for screen readers."""
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        ask(page, "Which clubs are there?")
        box = page.locator("#conversation .table-box").first
        expect(box).to_have_attribute("tabindex", "0")
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.table-box').scrollLeft > 0")
        assert barriers(page, "a wide table") == []


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_each_cell_has_a_line_after_its_name(
    browser: Browser, address: str, width: int
) -> None:
    """Nothing is out of sight, and what is copied is the quote alone."""
    with opened(browser, address, viewport={"width": width, "height": 800}) as page:
        ask(page, "When was the bill of Bartholomew Quist paid?")
        quote = page.locator("#conversation blockquote").first
        cells = quote.locator("td")
        assert cells.evaluate_all(_BEFORE) == [
            "Bill: TEA-2-0420",
            "Guest: Bartholomew Quist",
            "Ordered for the: 2024-03-09",
            "Paid on: 2024-03-12",
            "Sum: 19.00",
            "Note on the bill: in cash",
        ]
        boxes = [box for cell in cells.all() if (box := cell.bounding_box())]
        assert all(one["y"] < two["y"] for one, two in pairwise(boxes))
        assert max(box["x"] + box["width"] for box in boxes) <= width
        table = quote.locator(".table-box")
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")
        assert page.evaluate(_COPY) == _BILLS.splitlines()[3]
        assert barriers(page, "a row on a phone") == []


def test_on_a_phone_rows_with_their_names_are_read_one_by_one(
    browser: Browser, address: str
) -> None:
    """The names that are quoted stand before each cell, and are still copied once."""
    with opened(browser, address, viewport={"width": 390, "height": 800}) as page:
        ask(page, "Which teas are there?")
        quote = page.locator("#conversation blockquote").first
        assert quote.locator("td").evaluate_all(_BEFORE) == [
            *("Tea: Assam", "Pot for one: 4.20", "Pot for two: 7.50"),
            *("Tea: Oolong", "Pot for one: 6.00", "Pot for two: 10.80"),
        ]
        assert page.evaluate(_COPY) == _TABLE.strip()
        heads = quote.locator("th")
        expect(heads).to_have_count(3)
        assert heads.first.evaluate("e => getComputedStyle(e.parentElement).position") == "absolute"


def test_no_date_and_no_code_is_broken_into_two_lines(browser: Browser, address: str) -> None:
    """However narrow its column is, in the answer and in the source."""
    with opened(browser, address, viewport={"width": 1024, "height": 800}) as page:
        ask(page, "When was the bill of Bartholomew Quist paid?")
        codes = page.locator("#conversation blockquote").first.locator(".whole")
        expect(codes).to_have_text(["TEA-2-0420", "2024-03-09", "2024-03-12"])
        assert codes.evaluate_all(_BROKEN) == []
        page.locator(".chip").first.click()
        cell = page.locator(".sheet .cell.whole", has_text="TEA-2-0420")
        expect(cell).to_be_visible()
        assert page.locator(".sheet .cell.whole").evaluate_all(_BROKEN) == []
        assert codes.evaluate_all(_BROKEN) == []
