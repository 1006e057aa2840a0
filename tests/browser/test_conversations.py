"""Conversations in a real browser: several, stored there, and safe from other tabs."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from playwright.sync_api import expect

from qa.receipts import receipt_from
from qa.web import strings
from tests.support.browsing import (
    ANSWER,
    ARTICLE,
    QUESTION,
    UNANSWERED,
    ask,
    go_to,
    opened,
    served,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page, Route

NAMES = "ul.conversations .name"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("index"), ARTICLE.parent) as running:
        yield running


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as shown:
        yield shown


def stored(page: Page, question: str, number: int = 1) -> None:
    """Ask a question, and wait until the browser has stored the answer."""
    ask(page, question)
    page.wait_for_function(
        """async (number) => {
          const { listed } = await import(new URL("quoth/conversation/store.js", document.baseURI));
          const all = await listed();
          return all.length && all[0].questions === number && !all[0].pending;
        }""",
        arg=number,
    )


def begin(page: Page) -> None:
    page.get_by_role("button", name=strings.NEW_CONVERSATION).click()
    expect(page.locator(".question")).to_have_count(0)


def export(page: Page, row: Locator, label: str) -> bytes:
    row.locator("summary").click()
    with page.expect_download() as download:
        row.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_bytes()


def test_a_conversation_comes_back_with_what_follows_up_on_it(page: Page) -> None:
    """When the page is opened again, and when another one was shown meanwhile."""
    stored(page, QUESTION)
    stored(page, UNANSWERED, 2)
    page.reload()
    expect(page.locator(".question")).to_have_count(2)
    assert "20,000 EVs" in text_of(page, ".quote blockquote")
    begin(page)
    stored(page, UNANSWERED)
    go_to(page, strings.NAV_CONVERSATIONS)
    expect(page.locator(NAMES)).to_have_text([UNANSWERED, QUESTION])
    page.locator(NAMES).nth(1).click()
    expect(page.locator(".question")).to_have_count(2)
    stored(page, "and NIO?", 3)
    page.reload()
    expect(page.locator(".question")).to_have_count(3)
    begin(page)
    page.reload()
    expect(page.locator(".greeting")).to_be_visible()


@pytest.mark.parametrize("by", ["Enter", "Send"])
def test_a_question_that_is_sent_at_once_is_of_the_new_conversation(page: Page, by: str) -> None:
    """Although the page still shows the old one, until the server has answered."""
    stored(page, QUESTION)
    late: list[Route] = []

    def hold(route: Route) -> None:
        if '"turns":[]' in (route.request.post_data or "").replace(" ", ""):
            late.append(route)
        else:
            route.continue_()

    page.route("**/gradio_api/**", hold)
    page.get_by_role("button", name=strings.NEW_CONVERSATION).click()
    page.get_by_label(strings.QUESTION_LABEL).fill(UNANSWERED)
    if by == "Enter":
        page.keyboard.press("Enter")
    else:
        page.locator("#question .submit-button").click()
    page.wait_for_timeout(500)  # in which it would have been asked
    expect(page.locator(".question .words")).to_have_text([QUESTION])
    assert late
    for route in late:
        route.continue_()
    expect(page.locator(".question .words")).to_have_text([UNANSWERED])
    expect(page.locator(ANSWER)).to_have_count(1)
    go_to(page, strings.NAV_CONVERSATIONS)
    expect(page.locator(NAMES)).to_have_text([UNANSWERED, QUESTION])


def test_a_conversation_is_renamed_deleted_and_brought_back(page: Page) -> None:
    """By keyboard: Enter keeps a new name, Esc does not, and Undo has the focus.

    From an opened or a new conversation, one goes on with a question.
    """
    field = page.get_by_label(strings.QUESTION_LABEL)
    stored(page, QUESTION)
    go_to(page, strings.NAV_CONVERSATIONS)
    rename = page.get_by_role("button", name=strings.RENAME_LABEL.format(name=QUESTION))
    rename.press("Enter")
    page.keyboard.type("Cars")
    page.keyboard.press("Escape")
    expect(page.locator(NAMES)).to_have_text([QUESTION])
    rename.press("Enter")
    page.keyboard.type("Cars")
    page.keyboard.press("Enter")
    expect(page.locator(NAMES)).to_have_text(["Cars"])
    expect(page.locator(NAMES)).to_be_focused()
    page.get_by_role("button", name=strings.DELETE_LABEL.format(name="Cars")).press("Enter")
    expect(page.get_by_text(strings.NO_CONVERSATIONS)).to_be_visible()
    undo = page.get_by_role("button", name=strings.UNDO_DELETE_LABEL.format(name="Cars"))
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(NAMES)).to_have_text(["Cars"])
    page.reload()
    page.locator(NAMES).press("Enter")
    expect(field).to_be_focused()
    assert "20,000 EVs" in text_of(page, ".quote blockquote")
    go_to(page, strings.NAV_CONVERSATIONS)
    page.get_by_role("button", name=strings.NEW_CONVERSATION).press("Enter")
    expect(field).to_be_focused()


def test_a_conversation_can_be_taken_along(page: Page) -> None:
    """As Markdown, as a web page, for Word with footnotes, and as data with receipts."""
    stored(page, QUESTION)
    go_to(page, strings.NAV_CONVERSATIONS)
    row = page.locator("ul.conversations li")
    assert "> China’s EV sector" in export(page, row, strings.EXPORT_MARKDOWN).decode()
    assert (
        "<blockquote data-sealed>China’s EV sector"
        in export(page, row, strings.EXPORT_HTML).decode()
    )
    document = Document(BytesIO(export(page, row, strings.EXPORT_DOCX)))
    assert any(each.text.startswith("China’s EV sector") for each in document.paragraphs)
    (turn,) = json.loads(export(page, row, strings.EXPORT_JSON))
    assert turn["answer"]["question"] == QUESTION
    assert receipt_from(turn["receipt"]).intact


def test_two_tabs_never_overwrite_each_other(page: Page) -> None:
    """One that waits shows what the other adds; what both add becomes two conversations."""
    stored(page, QUESTION)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".question")).to_have_count(1)
    stored(other, UNANSWERED, 2)
    expect(page.locator(".question")).to_have_count(2)
    # This tab misses what the other stores, as if both did so at the same time.
    page.evaluate(
        "import(new URL('quoth/conversation/tabs.js', document.baseURI))"
        ".then((tabs) => tabs.start(() => null, () => {}))"
    )
    stored(other, "and NIO?", 3)
    ask(page, "And in 2023?")
    copy = strings.CONVERSATION_COPY.format(name=QUESTION)
    expect(page.locator("#storing")).to_have_text(strings.CONVERSATION_APART.format(name=copy))
    go_to(other, strings.NAV_CONVERSATIONS)
    expect(other.locator(NAMES)).to_have_text([copy, QUESTION])
    for name, last in ((copy, "And in 2023?"), (QUESTION, "and NIO?")):
        go_to(other, strings.NAV_CONVERSATIONS)
        other.get_by_role("button", name=name, exact=True).click()
        expect(other.locator(".question .words").last).to_have_text(last)
        expect(other.locator(".question")).to_have_count(3)


def test_what_is_stored_is_not_replaced_by_less(page: Page) -> None:
    """A page that shows fewer questions, or others, stores a conversation of its own."""
    kept = page.evaluate(
        """async () => {
          const path = new URL("quoth/conversation/store.js", document.baseURI);
          const { store, load } = await import(path);
          const all = ["one", "two", "three"].map((question) => ({ answer: { question } }));
          const [id, name, pending] = ["x", "x", ""];
          const write = (turns, revision) => store({ id, name, pending, turns }, revision);
          const first = await write(all.slice(0, 2), null);
          const refused = [await write(all.slice(1, 2), first), await write(all.slice(1), first)];
          const more = await write(all, first);
          return [refused, Boolean(more), (await load("x")).turns.length];
        }"""
    )
    assert kept == [[None, None], True, 3]


def test_the_one_conversation_of_earlier_versions_is_taken_over(page: Page) -> None:
    """It was stored under one key of the browser."""
    stored(page, QUESTION)
    page.evaluate(
        """async () => {
          const store = await import(new URL("quoth/conversation/store.js", document.baseURI));
          const [{ id }] = await store.listed();
          const { turns } = await store.remove(id);
          localStorage.setItem("quoth.conversation", JSON.stringify({ turns, pending: "" }));
          sessionStorage.clear();
        }"""
    )
    page.reload()
    expect(page.locator(".question")).to_have_count(1)
    assert page.evaluate("localStorage.getItem('quoth.conversation')") is None
    go_to(page, strings.NAV_CONVERSATIONS)
    expect(page.locator(NAMES)).to_have_text([QUESTION])


def test_a_full_browser_says_so_and_the_page_goes_on(page: Page) -> None:
    """The answer is shown all the same, and what was stored stays."""
    stored(page, QUESTION)
    page.evaluate(
        """() => {
          IDBObjectStore.prototype.put = () => {
            throw new DOMException("no room", "QuotaExceededError");
          };
        }"""
    )
    ask(page, UNANSWERED)
    expect(page.locator("#storing")).to_have_text(strings.CONVERSATIONS_FULL)
    expect(page.locator(".not-found")).to_be_visible()
    page.reload()
    expect(page.locator(".question")).to_have_count(1)


def test_a_browser_that_stores_nothing_says_so(browser: Browser, address: str) -> None:
    """Some do not in a private window."""
    with browser.new_context() as context:
        context.add_init_script("indexedDB.open = () => { throw new DOMException('no'); }")
        page = context.new_page()
        page.goto(address)
        expect(page.locator("#storing")).to_have_text(strings.CONVERSATIONS_UNAVAILABLE)
        ask(page, QUESTION)
        expect(page.locator(".likely")).to_be_visible()


def test_keys_lead_through_the_page(page: Page) -> None:
    """The arrow recalls questions, the slash leads to the field, and Esc closes a view."""
    stored(page, QUESTION)
    stored(page, UNANSWERED, 2)
    field = page.get_by_label(strings.QUESTION_LABEL)
    field.focus()
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value(UNANSWERED)
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value(QUESTION)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_value("")
    page.keyboard.type("mine")
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("mine")
    go_to(page, strings.NAV_INDEX)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name=strings.SHORTCUTS)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=strings.SHORTCUTS)).to_be_hidden()
    expect(page.get_by_role("heading", name=strings.INDEX_TITLE)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name=strings.INDEX_TITLE)).to_be_hidden()
    expect(field).to_be_focused()
    page.get_by_role("link", name=strings.TITLE).focus()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("mine")
