"""The whole page in a real browser: documents, source, conversation, look, and who can use it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import (
    ARTICLE,
    QUESTION,
    UNANSWERED,
    Server,
    animals,
    ask,
    barriers,
    go_to,
    opened,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The article and a PDF of two pages, built from the page itself in the first test."""
    started = Server(tmp_path_factory.mktemp("page"))
    started.start()
    yield started
    started.kill()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with opened(browser, server.address, viewport={"width": 1280, "height": 800}) as shown:
        yield shown


def test_an_empty_corpus_explains_itself_and_takes_documents(page: Page) -> None:
    """From nothing to an answer from one's own documents, without leaving the page."""
    expect(page.get_by_text(strings.EMPTY, exact=True)).to_be_visible()
    page.get_by_role("link", name=strings.EMPTY_ADD).click()
    expect(page.get_by_text(strings.NO_DOCUMENTS)).to_be_visible()
    files = [
        {"name": ARTICLE.name, "mimeType": "text/plain", "buffer": ARTICLE.read_bytes()},
        {"name": "animals.pdf", "mimeType": "application/pdf", "buffer": animals()},
        {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"no PDF"},
        {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"la"},
    ]
    page.locator(".drop input").set_input_files(files)  # type: ignore[arg-type]
    without = strings.ADDED_WITHOUT.format(2)
    expect(page.locator(".view .build-state")).to_have_text(without, timeout=90_000)
    refused = strings.FILE_REFUSED.format(name="song.mp3", reason=strings.FILE_NO_FORMAT)
    expect(page.locator("ul.refused")).to_have_text(refused)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="broken.pdf")).to_contain_text("is not a .pdf file")
    expect(rows.filter(has_text="animals.pdf")).to_contain_text(strings.STATUS_INDEXED)
    go_to(page, strings.NAV_ASK)
    expect(page.locator(".example").first).to_be_visible()
    ask(page, "How long do lions sleep?")
    assert "twenty hours" in text_of(page, ".said")
    rest = "Lions sleep for twenty hours on most days."
    assert rest in text_of(page, ".quote blockquote")


def test_an_answer_says_why_it_was_chosen(page: Page) -> None:
    """The answering words are marked; bars and shared words unfold."""
    ask(page, QUESTION)
    assert "20,000" in text_of(page, ".said")
    page.get_by_text(strings.WHY, exact=True).first.click()
    bars = page.locator(".bars").first
    expect(bars).to_be_visible()
    assert bars.locator(".fill").count() == 4
    assert "Xiaomi" in text_of(page, ".terms")


def test_the_page_of_a_pdf_is_shown_as_printed(page: Page) -> None:
    """As a picture with the quote marked; the text tells where a page begins."""
    ask(page, "How long do lions sleep?")
    assert "page 2" in text_of(page, ".chip")
    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    pages = page.locator(".sheet-text [data-page]")
    assert [pages.nth(i).get_attribute("data-page") for i in range(2)] == ["Page 1", "Page 2"]
    page.get_by_role("button", name=strings.PICTURE).click()
    picture = page.get_by_alt_text(strings.PICTURE_ALT_QUOTED.format(number=2))
    expect(picture).to_be_visible(timeout=15_000)
    assert picture.evaluate("image => image.naturalWidth") > 500


def test_the_source_has_an_outline_a_search_and_the_other_quotes(page: Page) -> None:
    """Each by keyboard or click, and the text stays the document to the character."""
    ask(page, "Which firms are pioneers in EV technology and who opposed the tariffs?")
    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    first = text_of(page, "mark")
    page.locator(".sheet-outline summary").click()
    page.locator(".sheet-outline li button").last.click()
    expect(page.locator(".sheet-text .heading").last).to_be_focused()
    page.get_by_label(strings.SEARCH_WITHIN).fill("Xiaomi")
    found = page.locator(".sheet-found")
    times = ARTICLE.read_text(encoding="utf-8").lower().count("xiaomi")
    expect(found).to_have_text(strings.MATCH_COUNT.format(number=1, total=times))
    page.keyboard.press("Enter")
    expect(found).to_have_text(strings.MATCH_COUNT.format(number=2, total=times))
    page.get_by_role("button", name=strings.QUOTE_AFTER).click()
    expect(page.locator("mark")).to_be_focused()
    assert text_of(page, "mark") != first
    assert text_of(page, ".sheet-text") == ARTICLE.read_text(encoding="utf-8")


def test_a_link_to_a_quote_opens_it(page: Page, browser: Browser, server: Server) -> None:
    """In another browser, at the same words."""
    ask(page, QUESTION)
    value = page.locator(".copy-link").first.get_attribute("value")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text(strings.COPY, exact=True).first.click()
    page.locator(".copy-link").first.click()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert link.startswith(f"{server.address}#quote=")
    assert value is not None
    page.get_by_role("button", name=strings.COPY_MARKDOWN).first.click()
    markdown = str(page.evaluate("navigator.clipboard.readText()"))
    assert markdown.startswith("> China’s EV sector")
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(link)
        expect(other.locator("mark")).to_be_focused(timeout=15_000)
        assert text_of(other, "mark") == text_of(page, ".quote blockquote")


def test_a_question_can_be_edited_and_asked_again(page: Page) -> None:
    """It stands in the field, to be changed there."""
    ask(page, QUESTION)
    page.get_by_role("button", name=strings.EDIT).click()
    field = page.get_by_label(strings.QUESTION_LABEL)
    expect(field).to_have_value(QUESTION)
    expect(field).to_be_focused()
    field.fill(UNANSWERED)
    page.keyboard.press("Enter")
    expect(page.locator(".not-found")).to_be_visible(timeout=30_000)


def test_feedback_is_kept_beside_the_index(page: Page, server: Server) -> None:
    """One click, one line that ``qa eval`` reads."""
    ask(page, QUESTION)
    page.get_by_text(strings.FEEDBACK, exact=True).first.click()
    page.locator(".rating").first.click()
    expect(page.locator(".saved").first).to_have_text(strings.FEEDBACK_SAVED)
    row = json.loads((server.index / "feedback.jsonl").read_text(encoding="utf-8"))
    assert row["question"] == QUESTION
    assert "20,000 EVs" in row["answers"][0]["text"]


def test_a_question_can_be_asked_of_some_documents(page: Page) -> None:
    """The choice stands below the question until all are searched again."""
    button = page.locator(".sources-open")
    expect(button).to_have_text(strings.SOURCES_ALL.format(2))
    button.click()
    dialog = page.get_by_role("dialog", name=strings.SOURCES)
    dialog.get_by_label(strings.CHOOSE_ALL.format(2)).uncheck()
    expect(dialog.locator(".sources-state")).to_have_text(strings.CHOICE_NONE.format(2))
    dialog.get_by_label(strings.CHOOSE_DOCUMENT.format(doc_id="animals.pdf")).check()
    page.keyboard.press("Escape")
    expect(button).to_have_text(strings.SOURCES_SOME.format(chosen=1, total=2))
    expect(page.locator(".sources-note")).to_have_text("animals.pdf")
    ask(page, QUESTION)
    assert "20,000" not in text_of(page, ".answer")
    page.get_by_role("button", name=strings.ASK_ALL).click()
    expect(button).to_be_focused()
    ask(page, QUESTION)
    expect(page.locator(".likely")).to_be_visible()


def test_a_removed_document_is_no_longer_quoted(page: Page) -> None:
    """The list and the index follow; the chat goes on meanwhile."""
    go_to(page, strings.NAV_DOCUMENTS)
    button = page.locator("tr", has_text="broken.pdf").get_by_role("button")
    expect(button).to_have_accessible_name(strings.REMOVE_LABEL.format(doc_id="broken.pdf"))
    button.click()
    expect(button).to_have_accessible_name(strings.REMOVE_SURE_LABEL.format(doc_id="broken.pdf"))
    page.get_by_role("heading", name=strings.NAV_DOCUMENTS).click()
    expect(button).to_have_text(strings.REMOVE)
    button.click()
    button.click()
    expect(page.locator(".view .build-state")).to_have_text(strings.BUILT, timeout=60_000)
    expect(page.locator("tbody tr")).to_have_count(2)


def test_the_index_tells_what_it_is(page: Page) -> None:
    """Its fingerprint, model and size."""
    go_to(page, strings.NAV_INDEX)
    facts = page.locator('.view[data-view="index"] dl')
    expect(facts).to_contain_text("all-MiniLM-L6-v2")
    expect(facts).to_contain_text(re.compile(r"[0-9a-f]{16}"))


def test_a_quotation_is_checked_word_for_word(page: Page) -> None:
    """An altered number is named, and a place opens in the source."""
    go_to(page, strings.NAV_CHECK)
    claim = page.get_by_label(strings.CHECK_LABEL)
    claim.fill("a tech giant known for its electronics, which delivered 30,000 EVs in October 2024")
    page.get_by_role("button", name=strings.CHECK_SEND, exact=True).click()
    expect(page.locator(".outcome")).to_have_text(strings.VERDICT_ALTERED)
    expect(page.locator(".result del")).to_have_text("30,000")
    assert text_of(page, ".result ins") == "20,000"
    claim.fill("which delivered 20,000 EVs in October 2024")
    page.get_by_role("button", name=strings.CHECK_SEND, exact=True).click()
    expect(page.locator(".outcome")).to_have_text(strings.VERDICT_EXACT)
    page.locator(".places button").first.click()
    expect(page.locator("mark")).to_be_focused()
    assert text_of(page, "mark") == "which delivered 20,000 EVs in October 2024"


def test_every_quotation_of_a_text_is_judged(page: Page, tmp_path: Path) -> None:
    """Counted, filtered, opened next to the list with the focus coming back, and saved."""
    go_to(page, strings.NAV_CHECK)
    page.get_by_label(strings.CHECK_LABEL).fill(
        "It says “which delivered 20,000 EVs in October 2024” and “Lions sleep for thirty hours on "
        "most days”.\n\n> Elephants dance on <b>tables</b> every night."
    )
    page.get_by_role("button", name=strings.CHECK_SEND, exact=True).press("Enter")
    summary = "3 quotations: 1 exact, 1 altered and 1 not found"
    expect(page.locator(".outcome")).to_have_text(summary)
    page.get_by_role("button", name="altered (1)").press("Enter")
    shown = page.locator(".result ol > li:not([hidden])")
    expect(shown).to_have_count(1)
    expect(shown.locator("ins")).to_have_text("twenty")
    expect(shown.locator("del")).to_have_text("thirty")
    place = shown.locator(".places button")
    place.press("Enter")
    expect(page.locator("mark")).to_be_focused()
    expect(shown).to_be_visible()
    page.keyboard.press("Escape")
    expect(place).to_be_focused()
    for name, part in (("Markdown", "~~thirty~~ **twenty**"), ("HTML", "<ins>twenty</ins>")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        report = Path(download.value.path()).read_text(encoding="utf-8")
        assert part in report
        assert "<b>" not in report.replace("\\<b", "")


def test_lines_that_a_pdf_wraps_look_joined_in_the_list(page: Page) -> None:
    """Their characters stay, and a line that begins something new stays a line of its own."""
    go_to(page, strings.NAV_CHECK)
    expect(page.get_by_label(strings.CHECK_LABEL)).to_be_visible()
    claim = "Lions sleep for\ntwenty hours.\n- at night"
    shown = page.evaluate(
        """async (claim) => {
          const { showResults } = await import(new URL("quoth/check/results.js", document.baseURI));
          const result = document.querySelector('[data-view="check"] .result');
          const item = { claim, where: "", verdict: "exact" };
          const lists = { places: [], changes: [], typography: [], remarks: [] };
          showResults(result, { items: [{ ...item, ...lists }], remarks: [] });
          const words = result.querySelector("blockquote");
          return [words.innerText, words.textContent];
        }""",
        claim,
    )
    assert shown == ["Lions sleep for twenty hours.\n- at night", claim]


def drop(page: Page, path: Path) -> None:
    """Drop a file on the view, once it is open."""
    view = page.locator('.view[data-view="check"]')
    expect(view).to_be_visible()
    moved = page.evaluate_handle(
        """([name, text]) => {
          const moved = new DataTransfer();
          moved.items.add(new File([text], name));
          return moved;
        }""",
        [path.name, path.read_text(encoding="utf-8")],
    )
    view.dispatch_event("drop", {"dataTransfer": moved})


def test_a_dropped_file_is_checked_or_verified(page: Page, tmp_path: Path) -> None:
    """A draft by its quotations, a receipt by its quotes; what is neither is refused plainly."""
    go_to(page, strings.NAV_CHECK)
    draft = tmp_path / "draft.md"
    draft.write_text("They wrote 'Lions sleep for twenty hours' to us.", encoding="utf-8")
    drop(page, draft)
    expect(page.locator(".outcome")).to_have_text("1 quotation: 1 exact")
    expect(page.locator(".places")).to_contain_text("animals.pdf")
    draft.write_text("", encoding="utf-8")
    drop(page, draft)
    expect(page.locator(".outcome")).to_have_text(strings.EMPTY_FILE)
    song = tmp_path / "song.mp3"
    song.write_text("la", encoding="utf-8")
    drop(page, song)
    expect(page.locator(".outcome")).to_contain_text("This file type is not supported")
    go_to(page, strings.NAV_ASK)
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.get_by_role("button", name=strings.RECEIPT, exact=True).click()
    # The name says which question the receipt is for.
    name = QUESTION.removesuffix("?")
    assert download.value.suggested_filename == f"{name}.receipt.json"
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(Path(download.value.path()).read_bytes())
    go_to(page, strings.NAV_CHECK)
    drop(page, receipt)
    expect(page.locator(".outcome")).to_have_text(strings.RECEIPT_EXACT)
    expect(page.locator(".result")).to_contain_text(QUESTION)
    page.locator(".places button").first.click()
    expect(page.locator("mark")).to_be_focused()


def test_the_receipts_of_an_exported_conversation_are_verified(page: Page, tmp_path: Path) -> None:
    """Each of them: those that hold and those that do not, and an answer without quotes."""
    for question in (QUESTION, UNANSWERED, strings.ARTICLE_QUESTIONS[1]):
        ask(page, question)
    go_to(page, strings.NAV_CONVERSATIONS)
    page.locator(".view summary", has_text=strings.EXPORT).first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=strings.EXPORT_JSON).click()
    exported = tmp_path / "talk.json"
    exported.write_bytes(Path(download.value.path()).read_bytes())
    go_to(page, strings.NAV_CHECK)
    drop(page, exported)
    outcome, result = page.locator(".outcome"), page.locator(".result")
    expect(outcome).to_have_text(strings.RECEIPTS_EXACT.format(3))
    expect(result).to_contain_text(strings.RECEIPT_NUMBERED.format(number=1, question=QUESTION))
    expect(result).to_contain_text(strings.RECEIPT_EMPTY)
    expect(result.locator(".not-verified")).to_have_count(1)
    assert barriers(page, "receipts") == []
    changed = exported.read_text(encoding="utf-8").replace("20,000", "30,000")
    exported.write_text(changed, encoding="utf-8")
    page.locator(".receipt input").set_input_files(exported)
    expect(outcome).to_have_text(strings.RECEIPTS_NOT_EXACT.format(3))
    gone = result.locator("li:not([data-verdict=exact]) h3 small", has_text=QUESTION)
    expect(gone.first).to_be_visible()


def test_a_receipt_is_saved_and_verified(page: Page, tmp_path: Path) -> None:
    """As it was saved it holds; a changed one does not."""
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.get_by_role("button", name=strings.RECEIPT, exact=True).click()
    receipt = tmp_path / "receipt.json"
    receipt.write_bytes(Path(download.value.path()).read_bytes())
    go_to(page, strings.NAV_CHECK)
    page.locator(".receipt input").set_input_files(receipt)
    expect(page.locator(".outcome")).to_have_text(strings.RECEIPT_EXACT)
    unverified = page.locator(".result .not-verified")
    expect(unverified).to_contain_text(f"{strings.PART_QUESTION}, {strings.PART_SEARCHED}")
    expect(unverified).not_to_contain_text(strings.PART_INDEX)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam", encoding="utf-8")
    page.locator(".receipt input").set_input_files(letter)
    expect(page.locator(".outcome")).to_have_text(strings.NO_RECEIPT)
    data = tmp_path / "data.json"
    data.write_text('{"title": "Minutes"}', encoding="utf-8")
    page.locator(".receipt input").set_input_files(receipt)
    expect(page.locator(".outcome")).to_have_text(strings.RECEIPT_EXACT)
    page.locator(".receipt input").set_input_files(data)
    expect(page.locator(".outcome")).to_have_text(strings.NO_RECEIPT)
    changed = receipt.read_text(encoding="utf-8").replace("20,000", "30,000")
    receipt.write_text(changed, encoding="utf-8")
    page.locator(".receipt input").set_input_files(receipt)
    expect(page.locator(".outcome")).to_have_text(strings.RECEIPT_NOT_EXACT)
