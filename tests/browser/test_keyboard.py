"""Everything that one does in a day with documents can be done with keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import ARTICLE, QUESTION, ask, barriers, go_to, opened, served
from tests.support.walk import TASKS, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("index"), ARTICLE.parent) as running:
        yield running


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as shown:
        expect(shown.locator(".example").first).to_be_visible()
        # Keys count when the page's scripts have started; this is the last thing that they do.
        shown.wait_for_function("document.documentElement.style.getPropertyValue('--masthead')")
        yield shown


@pytest.mark.long
def test_ten_tasks_are_done_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    """None of them takes more Tabs from one thing to the next than a person would press."""
    done: list[str] = []
    walk(browser, tmp_path, lambda name, *_: done.append(name))
    assert done == [task.__name__ for task in TASKS]


def test_escape_leaves_the_question_for_its_answer(page: Page) -> None:
    """What is typed stays; before the first question, an example is next."""
    field = page.get_by_label(strings.QUESTION_LABEL)
    page.keyboard.press("Escape")
    expect(page.locator(".example").first).to_be_focused()
    ask(page, QUESTION)
    field.fill("And in")
    page.keyboard.press("Escape")
    expect(page.locator(".verdict")).to_be_focused()
    expect(page.locator(".verdict")).to_be_in_viewport()
    expect(field).to_have_value("And in")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.reload()
    expect(field).to_be_focused()
    page.keyboard.press("Escape")  # while the conversation comes back, or after that
    expect(page.locator(".verdict")).to_be_visible()
    page.wait_for_function("document.activeElement !== document.body")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


def test_escape_closes_the_source_before_it_leaves_the_question(page: Page) -> None:
    """The innermost thing first."""
    ask(page, QUESTION)
    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    page.get_by_label(strings.QUESTION_LABEL).focus()
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()
    expect(page.locator(".chip").first).to_be_focused()


def test_the_focus_returns_to_what_opened_the_source(page: Page) -> None:
    """A section to read on in, which is no quote, and the question where a link did."""
    ask(page, QUESTION)
    section = page.locator("#conversation button.section").first
    section.press("Enter")
    expect(page.locator("mark")).to_be_focused()
    linked = page.url
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()
    expect(section).to_be_focused()
    page.goto("about:blank")
    page.goto(linked)
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_focused()


def test_escape_closes_one_thing_at_a_time_the_innermost_first(page: Page) -> None:
    """A menu, the words of a search, the outline, the source: the one that was opened last."""
    ask(page, QUESTION)
    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    sheet = page.locator(".sheet")
    menu = page.locator("#conversation details.copies").first
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    search = page.get_by_label(strings.SEARCH_WITHIN)
    search.fill("Xiaomi")
    expect(page.locator(".sheet-found")).not_to_be_empty()
    page.locator(".sheet-text").focus()
    outline = page.locator(".sheet-outline")
    outline.locator("summary").click()
    expect(outline).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(outline).not_to_have_attribute("open", "")
    expect(outline.locator("summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(search).to_be_focused()
    expect(page.locator(".sheet-found")).to_be_empty()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_document_that_is_to_be_summed_up_opens_at_its_outline(page: Page) -> None:
    """By keyboard; Esc closes the outline, then the document, and the focus is where it was."""
    ask(page, "Summarize the article")
    button = page.locator("#conversation button.outlined")
    expect(button).to_contain_text(strings.OUTLINE.lower())
    button.press("Enter")
    outline = page.locator(".sheet-outline")
    expect(outline).to_have_attribute("open", "")
    expect(outline.locator("summary")).to_be_focused()
    assert "#doc=" in page.url
    assert barriers(page, "an outline") == []
    page.keyboard.press("Escape")
    expect(outline).not_to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()
    expect(button).to_be_focused()


def test_escape_closes_a_menu_of_a_view_before_the_view(page: Page) -> None:
    """And what it is filtered by, while the focus is there."""
    ask(page, QUESTION)
    go_to(page, strings.NAV_CONVERSATIONS)
    menu = page.locator("details.export").first
    menu.locator("summary").click()
    menu.get_by_role("button").first.focus()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    title = page.get_by_role("heading", name=strings.NAV_CONVERSATIONS)
    expect(title).to_be_visible()
    page.keyboard.press("Escape")
    expect(title).to_be_hidden()
    go_to(page, strings.NAV_DOCUMENTS)
    search = page.get_by_label(strings.FILTER_DOCUMENTS)
    search.fill("tech")
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()


def test_every_field_shows_that_it_has_the_focus(page: Page) -> None:
    """The text to check and the new name of a conversation, too, which Gradio would hide."""
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    ask(page, QUESTION)
    expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_focused()
    assert page.evaluate(ring) == "none"  # the box around it has one
    go_to(page, strings.NAV_CHECK)
    page.keyboard.press("Tab")
    expect(page.get_by_label(strings.CHECK_LABEL)).to_be_focused()
    assert page.evaluate(ring) == "solid"
    go_to(page, strings.NAV_CONVERSATIONS)
    page.get_by_role("button", name=strings.RENAME).first.press("Enter")
    expect(page.locator("ul.conversations input")).to_be_focused()
    assert page.evaluate(ring) == "solid"


def test_a_question_mark_is_typed_and_the_shortcuts_are_near(page: Page) -> None:
    """Ctrl and / shows them while one types, and so does the button below the question."""
    field = page.get_by_label(strings.QUESTION_LABEL)
    dialog = page.get_by_role("dialog", name=strings.SHORTCUTS)
    page.keyboard.type("Why?")
    expect(field).to_have_value("Why?")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Control+/")
    expect(dialog).to_be_visible()
    page.keyboard.press("Control+/")  # changes nothing
    page.keyboard.press("F6")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("Why?")
    page.locator("#sources .shortcuts").press("Enter")
    expect(dialog).to_be_visible()
    assert barriers(page, "shortcuts") == []


def test_f6_goes_through_the_parts_of_the_page(page: Page) -> None:
    """Masthead, answer, question, source and round again; in a view, what it covers is left out."""
    ask(page, QUESTION)
    page.locator(".chip").first.click()
    mark = page.locator("mark")
    expect(mark).to_be_focused()
    current = page.locator("#masthead nav a[aria-current]")
    field = page.get_by_label(strings.QUESTION_LABEL)
    for place in (current, page.locator(".verdict"), field, mark):
        page.keyboard.press("F6")
        expect(place).to_be_focused()
    for place in (field, page.locator(".verdict"), current):
        page.keyboard.press("Shift+F6")
        expect(place).to_be_focused()
    go_to(page, strings.NAV_INDEX)
    heading = page.get_by_role("heading", name=strings.INDEX_TITLE)
    expect(heading).to_be_focused()
    for place in (current, heading):
        page.keyboard.press("F6")
        expect(place).to_be_focused()


def test_f6_leaves_the_list_of_sources(page: Page) -> None:
    """It closes, as it would cover what has the focus."""
    page.locator(".sources-open").click()
    expect(page.get_by_label(strings.SOURCES_SEARCH)).to_be_focused()
    page.keyboard.press("F6")
    expect(page.locator(".sources-list")).to_be_hidden()
    expect(page.locator("#masthead nav a[aria-current]")).to_be_focused()
