"""The real page in a real browser: the real model, the default article, and a hostile document."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import (
    ANSWER,
    ARTICLE,
    HOSTILE,
    HOSTILE_QUESTION,
    QUESTION,
    UNANSWERED,
    ask,
    barriers,
    focused,
    opened,
    send,
    served,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser") / "index"


@pytest.fixture(scope="module")
def address(index: Path) -> Iterator[str]:
    corpus = index.parent / "corpus"
    corpus.mkdir()
    shutil.copy(ARTICLE, corpus)
    (corpus / "okapis.txt").write_text(HOSTILE, encoding="utf-8")
    with served(index, corpus) as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as shown:
        yield shown


PLACES = """element => {
  const words = element.firstChild;
  const at = (start) => {
    const range = document.createRange();
    range.setStart(words, start);
    range.setEnd(words, start + 1);
    return range.getBoundingClientRect().x;
  };
  return [at(0), at(words.length - 1)];
}"""


def test_words_have_the_direction_of_their_script(page: Page) -> None:
    """The mark at the end of Arabic words is left of them, and right of English ones."""
    for question, is_right_to_left in (("كم عدد الأوكابي؟", True), ("Okapis?", False)):
        ask(page, question)
        first, last = page.locator(".question .words").last.evaluate(PLACES)
        assert (last < first) is is_right_to_left


def test_a_question_is_answered_and_its_source_opens_at_the_quote(page: Page) -> None:
    """The highlighted words are the quote, in a text that is the document to the character."""
    ask(page, QUESTION)
    assert strings.LIKELY in text_of(page, ".verdict")
    assert "%" in (page.locator(".verdict").get_attribute("title") or "")
    quote = text_of(page, ".quote blockquote")
    assert "20,000 EVs" in quote
    page.locator(".chip").first.click()
    mark = page.locator("mark")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    assert text_of(page, "mark") == quote
    assert text_of(page, ".sheet-text") == ARTICLE.read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()
    expect(page.locator(".chip").first).to_be_focused()


def test_a_question_without_an_answer_is_told_so(page: Page) -> None:
    """What came nearest is marked as no answer, and its source opens too. It can be saved."""
    ask(page, UNANSWERED)
    expect(page.locator(".not-found .verdict")).to_have_text(strings.NOT_FOUND)
    expect(page.get_by_text(strings.NEAREST)).to_be_visible()
    page.locator("#conversation button.export").press("Enter")
    formats = page.locator(".export-menu").get_by_role("button")
    assert strings.EXPORT_DOCX in formats.all_inner_texts()
    assert strings.EXPORT_RIS not in formats.all_inner_texts()  # it has sources alone
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("button", name=strings.RECEIPT, exact=True).press("Enter")
    receipt = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (receipt["question"], receipt["quotes"]) == (UNANSWERED, [])
    page.locator(".nearest .chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    assert text_of(page, "mark") == text_of(page, ".nearest blockquote")


def test_every_example_is_answered(page: Page) -> None:
    """They are words of these documents; the first is clicked, the others are typed."""
    buttons = page.locator(".examples .example")
    expect(buttons.first).to_be_visible()
    examples = [str(button.get_attribute("value")) for button in buttons.all()]
    text = ARTICLE.read_text(encoding="utf-8") + HOSTILE
    assert len(examples) >= 2
    assert [example for example in examples if example not in text] == []
    buttons.first.click()
    expect(page.locator(ANSWER)).to_have_count(1)
    for example in examples[1:]:
        ask(page, example)
    assert page.locator(".likely").count() == len(examples)


def test_a_click_before_the_scripts_are_there_is_not_lost(browser: Browser, address: str) -> None:
    """The examples are on the page before the script that sends one."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/quoth/frame/main.js", hold)
        page.goto(address)
        page.locator(".examples .example").first.click()
        expect(page.locator(".question")).to_have_count(0)
        (script,) = held
        script.continue_()
        expect(page.locator(ANSWER)).to_have_count(1)


def test_hostile_words_are_shown_as_they_are_and_do_nothing(page: Page) -> None:
    """In a question, in a quote and in the source; see also what ``opened`` watches."""
    ask(page, HOSTILE_QUESTION)
    assert text_of(page, ".question .words") == HOSTILE_QUESTION
    assert text_of(page, ".quote blockquote") == HOSTILE
    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    assert text_of(page, "mark") == HOSTILE
    assert page.locator(":is(#conversation, #source) :is(img, script, a, b)").count() == 0


def test_tabs_and_line_ends_of_a_question_are_shown(page: Page) -> None:
    """White space is part of what was typed."""
    question = "    Who\topposed\n\n\n* the tariffs\n    in   2024?"
    ask(page, question)
    assert text_of(page, ".question .words") == question


def test_what_cannot_be_asked_is_explained_and_the_next_question_works(page: Page) -> None:
    """An empty question, one of no words, and one of 100,000 characters, which is kept."""
    for question, sentence in (
        ("", "The question is empty."),
        ("?!", "contains no word"),
        ("z" * 100_000, "has 100,000 characters"),
    ):
        send(page, question)
        expect(page.get_by_text(sentence)).to_be_visible()
    field = page.get_by_label(strings.QUESTION_LABEL)
    expect(field).to_have_value("z" * 100_000)
    ask(page, QUESTION)
    expect(page.locator(".likely")).to_be_visible()
    expect(field).to_have_value("")


def test_everything_can_be_reached_with_the_keyboard(page: Page) -> None:
    """From the answer to the citation, into the source and back, and to the passage."""
    ask(page, QUESTION)
    page.locator(".question").first.evaluate(
        "element => { element.tabIndex = -1; element.focus() }"
    )
    page.keyboard.press("Tab")
    assert focused(page) == "BUTTON edit quiet"
    page.keyboard.press("Tab")
    assert focused(page) == "BUTTON chip"
    outline = page.locator(".chip").first.evaluate("chip => getComputedStyle(chip).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page).startswith("BUTTON chip")
    page.keyboard.press("Tab")
    assert focused(page).startswith("SUMMARY")
    page.keyboard.press("Enter")
    passage = page.locator("details .words").first
    expect(passage).to_be_visible()
    assert text_of(page, ".quote blockquote") in text_of(page, "details .words")
    assert text_of(page, "details .words") in ARTICLE.read_text(encoding="utf-8")


def test_a_reference_that_was_tampered_with_is_answered_with_a_sentence(page: Page) -> None:
    """The chat and the panel go on working."""
    ask(page, QUESTION)
    chip = page.locator(".chip").first
    right = chip.get_attribute("value")
    for reference in ("../../etc/passwd:0:4", "china-tech-industry.txt:0:999999", "<b>"):
        chip.evaluate("(chip, reference) => { chip.value = reference }", reference)
        chip.click()
        expect(page.locator(".sheet-message.failed")).not_to_be_empty()
        expect(page.locator("mark")).to_have_count(0)
        page.keyboard.press("Escape")
    chip.evaluate("(chip, reference) => { chip.value = reference }", right)
    chip.click()
    expect(page.locator("mark")).to_be_focused()


def test_on_a_phone_the_source_covers_the_chat_until_it_is_closed(
    browser: Browser, address: str
) -> None:
    """Nothing is wider than the screen."""
    size = {"width": 390, "height": 844}
    with opened(browser, address, viewport=size, has_touch=True, is_mobile=True) as page:
        ask(page, QUESTION)
        page.locator(".chip").first.tap()
        expect(page.locator("mark")).to_be_in_viewport()
        box = page.locator(".sheet").bounding_box()
        assert box == {"x": 0, "y": 0, **size}
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.get_by_role("button", name=strings.SOURCE_CLOSE).tap()
        expect(page.locator(".sheet")).to_be_hidden()
        expect(page.locator(".chip").first).to_be_focused()
        expect(page.locator(".quote blockquote").first).to_be_in_viewport()
        page.locator(".chip").first.tap()
        expect(page.locator("mark")).to_be_in_viewport()
        page.go_back()
        expect(page.locator(".sheet")).to_be_hidden()
        expect(page.locator(".quote blockquote").first).to_be_in_viewport()


def test_the_page_is_dark_where_the_system_is(browser: Browser, address: str) -> None:
    """Without anything in its address."""
    paper = {}
    for scheme in ("light", "dark"):
        with opened(browser, address, color_scheme=scheme) as page:
            paper[scheme] = page.locator("#chat").evaluate(
                "chat => getComputedStyle(chat).backgroundColor"
            )
    assert paper == {"light": "rgb(250, 248, 243)", "dark": "rgb(23, 24, 26)"}


def test_two_browsers_do_not_see_each_other(browser: Browser, address: str) -> None:
    """Each has its conversation, and starts with none."""
    with opened(browser, address) as one, opened(browser, address) as other:
        ask(one, QUESTION)
        expect(other.locator(".question")).to_have_count(0)
        ask(other, UNANSWERED)
        ask(one, "Which EU members opposed the tariffs?")
        assert one.locator(".question").count() == 2
        assert other.locator(".question").count() == 1
        assert UNANSWERED not in text_of(one, "#conversation")


def test_what_a_follow_up_took_over_can_be_taken_back(page: Page) -> None:
    """A chip a word; a click asks again without it, under the same question."""
    ask(page, QUESTION)
    ask(page, "and NIO?")
    chips = page.locator(".carried")
    shown = [text.removesuffix(" ×") for text in chips.all_inner_texts()]
    assert shown == ["EVs", "deliver", "October 2024"]
    chips.nth(1).click()
    expect(page.locator(".question")).to_have_count(3)
    expect(page.locator(ANSWER)).to_have_count(3)
    assert text_of(page, ".question .words >> nth=2") == "and NIO?"
    left = page.locator(".message-row").last.locator(".carried").all_inner_texts()
    assert [text.removesuffix(" ×") for text in left] == ["EVs", "October 2024"]


def test_without_an_index_the_page_opens_and_takes_it_up_once_there_is_one(
    browser: Browser, address: str, index: Path, tmp_path: Path
) -> None:
    """The sentence tells what to run, in place of a greeting and of an answer."""
    late = tmp_path / "index"
    with served(late) as started, opened(browser, started) as page:
        expect(page.locator(".greeting, .problem")).to_contain_text(re.compile("qa build"))
        ask(page, QUESTION)
        expect(page.locator(".problem").last).to_contain_text("qa build")
        shutil.copytree(index, late)
        ask(page, QUESTION)
        assert "20,000 EVs" in text_of(page, ".quote blockquote")


def test_an_answer_is_exported_from_the_menu_below_it(page: Page) -> None:
    """Esc closes the menu, and the focus goes back; a text has no PDF to highlight."""
    ask(page, QUESTION)
    button = page.locator("#conversation button.export")
    button.click()
    menu = page.locator(".export-menu")
    names = menu.get_by_role("button").all_inner_texts()
    assert strings.EXPORT_PDF in names
    assert strings.EXPORT_ANNOTATED not in names
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(button).to_be_focused()
    button.click()
    with page.expect_download() as download:
        menu.get_by_role("button", name=strings.EXPORT_HTML).click()
    assert download.value.suggested_filename.endswith(".html")
    content = Path(download.value.path()).read_text(encoding="utf-8")
    assert 'data-seal="' in content
    expect(menu).to_have_count(0)


def test_everything_that_answers_is_found_where_several_things_are_asked_for(page: Page) -> None:
    """Grouped by document; a quote leads to its place, and other questions have no such button."""
    ask(page, QUESTION)
    expect(page.locator("#conversation button.everything")).to_have_count(0)
    ask(page, "Which companies make electric cars?")
    page.locator("#conversation button.everything").click()
    dialog = page.get_by_role("dialog", name=strings.EVERYTHING)
    quote = dialog.locator(".everything-quote").first
    expect(quote).to_be_visible(timeout=60_000)
    expect(dialog.get_by_role("status")).to_contain_text("missed")
    expect(dialog.locator("summary").first).to_contain_text(ARTICLE.name)
    words = quote.inner_text()
    quote.click()
    expect(dialog).to_have_count(0)
    assert "#quote=" in page.url
    expect(page.locator(".sheet mark").first).to_be_visible()
    assert words.split()[0] in text_of(page, ".sheet mark")


def test_several_questions_have_a_list_of_everything_each(page: Page) -> None:
    """Below its question, with how much was found; a quote of the last leads to its place."""
    asked = ["Which companies make electric cars?", "What is the largest of them?"]
    ask(page, " ".join(asked))
    page.locator("#conversation button.everything").click()
    dialog = page.get_by_role("dialog", name=strings.EVERYTHING)
    headings = dialog.locator("h3")
    expect(headings).to_have_text(asked, timeout=60_000)
    expect(headings.last.locator("+ p")).to_contain_text("“largest”")
    assert barriers(page, "several lists") == []
    quote = dialog.locator(".everything-quote").last
    words = quote.inner_text()
    quote.click()
    assert words.split()[0] in text_of(page, ".sheet mark")
