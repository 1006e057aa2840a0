"""Rows of tables in the answers of the page."""

from __future__ import annotations

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
    with opened(browser, address, viewport={"width": 390, "height": 800}) as page:
        ask(page, "Which clubs are there?")
        box = page.locator("#conversation .table-box").first
        expect(box).to_have_attribute("tabindex", "0")
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.table-box').scrollLeft > 0")
        assert barriers(page, "a wide table") == []
