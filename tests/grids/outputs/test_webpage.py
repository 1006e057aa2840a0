"""The page works offline, loads nothing, and runs nothing but its own script."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.grids.outputs.entries import no_link
from qa.grids.outputs.webpage import to_webpage
from qa.grids.questionnaire.records import Question

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from qa.grids.records import Grid


def test_nothing_is_loaded(filled: Grid) -> None:
    """The policy names the style and the script by their hashes."""
    text = to_webpage(filled, no_link).decode()
    assert "default-src 'none'; style-src 'sha256-" in text
    assert not re.search(r"\b(?:src|href)=", text)
    assert to_webpage(filled, no_link).decode() == text


def test_words_are_no_markup(filled: Grid) -> None:
    """Neither in the table nor in the data of the script; an address is no script either."""
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    asked = (Question(hostile, 1), *filled.questions[1:])
    text = to_webpage(
        replace(filled, questions=asked), lambda _: "javascript:alert(1)", hostile
    ).decode()
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "javascript:" not in text


def test_filter_sort_and_context(filled: Grid, tmp_path: Path, browser: Browser) -> None:
    """A click on a cell shows the text around the quote; the policy blocks nothing of it."""
    file = tmp_path / "grid.html"
    file.write_bytes(to_webpage(filled, lambda quote: quote.citation.doc_id))
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    page.click("td button >> nth=0")
    assert "A deposit of three monthly rents" in page.inner_text("dialog blockquote")
    assert page.get_attribute("dialog a", "href") == "harbour.md"
    page.click("dialog .close")
    page.fill("#words", "backups")
    assert page.locator("tbody tr:visible").count() == 1
    assert "1 of 4" in page.inner_text("#shown")
    page.fill("#words", "")
    page.select_option("#column", "2")
    assert page.locator("tbody tr:first-child td:visible").count() == 1
    page.click("thead th:visible >> nth=1")
    assert "backups" in page.inner_text("tbody tr:first-child th")
    page.close()
    assert wrong == []
