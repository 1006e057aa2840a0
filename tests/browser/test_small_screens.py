"""On the smallest phones nothing is hidden, and nothing covers what it belongs to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import ARTICLE, QUESTION, ask, go_to, opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

WIDTH = 320  # of a page of 1280 pixels at 400 %, too: WCAG 2.2, 1.4.10


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("index"), ARTICLE.parent) as running:
        yield running


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    viewport = {"width": WIDTH, "height": 640}
    with opened(browser, address, viewport=viewport, has_touch=True, is_mobile=True) as shown:
        expect(shown.locator(".example").first).to_be_visible()
        yield shown


def edges(found: Locator) -> tuple[float, float]:
    """Return where something begins and ends, from top to bottom."""
    box = found.bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


def test_an_example_is_seen_without_scrolling(page: Page) -> None:
    """One sees at once what can be asked, above the field."""
    assert edges(page.locator(".example").first)[1] < edges(page.locator("#question"))[0]


def test_the_links_of_the_masthead_stand_apart(page: Page) -> None:
    """In two lines at most, none above another, and none beyond the edge of the page."""
    links = page.locator("#masthead nav a").all()
    boxes = [box for link in links if (box := link.bounding_box())]
    assert len({box["y"] for box in boxes}) <= 2
    for one, other in pairwise(boxes):
        assert other["x"] >= one["x"] + one["width"] or other["y"] >= one["y"] + one["height"]
    assert max(box["x"] + box["width"] for box in boxes) <= WIDTH


def test_the_list_of_sources_does_not_cover_its_button(page: Page) -> None:
    """By which it is closed again."""
    button = page.locator(".sources-open")
    expect(button).to_have_text(strings.SOURCES_ALL.format(1))
    button.click()
    expect(page.get_by_label(strings.SOURCES_SEARCH)).to_be_focused()
    assert edges(page.locator(".sources-list"))[1] <= edges(button)[0]


def test_the_menu_of_exports_is_not_cut_off(page: Page) -> None:
    """None of the formats ends beyond the edge of the page."""
    ask(page, QUESTION)
    go_to(page, strings.NAV_CONVERSATIONS)
    page.locator("details.export summary").first.click()
    for choice in page.locator("details.export .formats button").all():
        box = choice.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= WIDTH


def test_the_list_of_keys_needs_no_scrolling(page: Page) -> None:
    """Its title is in view when it opens."""
    go_to(page, strings.NAV_INDEX)
    page.locator(".view button.shortcuts").click()
    dialog = page.get_by_role("dialog", name=strings.SHORTCUTS)
    expect(dialog).to_be_visible()
    assert dialog.evaluate("dialog => dialog.scrollHeight <= dialog.clientHeight")


def test_the_button_that_closes_the_source_covers_no_tool(page: Page) -> None:
    """It stands next to the search, in the last row."""
    ask(page, QUESTION)
    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    close = page.get_by_role("button", name=strings.SOURCE_CLOSE)
    tools = page.locator(".sheet-tools :is(button, input, summary):visible").all()
    assert len(tools) > 1
    for tool in tools:
        box, other = tool.bounding_box(), close.bounding_box()
        assert box is not None
        assert other is not None
        is_above = box["y"] + box["height"] <= other["y"]
        assert is_above or box["x"] + box["width"] <= other["x"]
