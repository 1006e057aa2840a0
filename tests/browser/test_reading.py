"""Reading sources in a real browser: without a question, as printed, and after they changed."""

from __future__ import annotations

import hashlib
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from fpdf import FPDF
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import (
    ARTICLE,
    Server,
    animals,
    ask,
    barriers,
    focused,
    go_to,
    opened,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PAGES = 2_000
POLICY = """# Travel policy

Staff claim these rates:

| City | Rate |
|---|---:|
| Rome | 120 EUR |
| Oslo | 980 NOK |

Bring to every trip:

- a passport
- the itinerary

The director approves every journey to another continent.
"""
FERRY = {
    "ferry.txt": "The ferry to the island costs 12 euros.",
    "island.txt": "The ferry to the island costs exactly 12 euros.",
}
LONG = 2_000_000  # characters: in pieces


def wells() -> bytes:
    """Return a PDF of very many pages."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    for number in range(1, PAGES + 1):
        pdf.add_page()
        pdf.multi_cell(0, 7, f"Sheet {number} of the register of wells, for the district office.")
    return bytes(pdf.output())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The article, a policy, PDFs of two pages with one title, and a text of many pieces."""
    started = Server(tmp_path_factory.mktemp("reading"))
    shutil.copy(ARTICLE, started.corpus)
    (started.corpus / "policy.md").write_text(POLICY, encoding="utf-8")
    for name, words in FERRY.items():
        (started.corpus / name).write_text(words, encoding="utf-8")
    for folder, more in (("new", b""), ("old", b"\n")):
        (started.corpus / folder).mkdir()
        (started.corpus / folder / "animals.pdf").write_bytes(animals() + more)
    started.start(build=True)
    yield started
    started.kill()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with opened(browser, server.address, viewport={"width": 1440, "height": 900}) as shown:
        yield shown


def test_a_document_opens_from_the_list_and_leads_back_to_it(page: Page) -> None:
    """By keyboard alone; its address can be linked, and Esc and Back return to the same place."""
    go_to(page, strings.NAV_DOCUMENTS)
    link = page.locator("tbody a[href$='policy.md']")
    for leave in (lambda: page.keyboard.press("Escape"), page.go_back):
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".sheet-text .table")).to_be_visible()
        assert page.evaluate("location.hash") == "#doc=policy.md"
        assert focused(page).startswith("DIV sheet-text")
        assert text_of(page, ".sheet-text") == POLICY
        leave()
        expect(page.locator(".sheet")).to_be_hidden()
        expect(link).to_be_focused()


def test_a_document_opens_from_below_the_question(page: Page) -> None:
    """Equal titles are told apart by their paths; Esc closes the innermost thing."""
    expect(page.locator(".example").first).to_be_visible()
    button = page.locator(".sources-open")
    button.click()
    dialog = page.get_by_role("dialog", name=strings.SOURCES)
    expect(dialog.get_by_label(strings.SOURCES_SEARCH)).to_be_focused()
    expect(dialog.get_by_role("link")).to_have_count(4 + len(FERRY))
    page.keyboard.type("animals")
    expect(dialog.get_by_role("link")).to_have_count(2)
    paths = dialog.locator("small").all_inner_texts()
    assert [path.split(" ")[0] for path in paths] == ["new", "old"]
    assert barriers(page, "sources") == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet-path")).to_have_text("old/animals.pdf")
    expect(page.locator(".sheet-text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_a_folded_quote_has_the_focus_after_its_source_is_closed(page: Page) -> None:
    """It is unfolded when one goes on to it from the quote above."""
    ask(page, "How much is the ferry to the island?")
    chips = page.locator(".quote .chip")
    expect(chips).to_have_count(2)
    expect(chips.last).to_be_hidden()
    chips.first.press("Enter")
    expect(page.locator("mark")).to_be_focused()
    page.locator(".sheet-after").press("Enter")
    expect(page.locator(".sheet-after")).to_be_disabled()
    expect(page.locator("mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chips.last).to_be_focused()


def test_matches_are_counted_and_enter_goes_through_them(page: Page) -> None:
    """Shift and Enter goes back; Esc clears the search first, and closes the source then."""
    page.goto(f"{page.url.split('#')[0]}#doc=policy.md")
    expect(page.locator(".sheet-text .table")).to_be_visible()
    page.get_by_label(strings.SEARCH_WITHIN).fill("the")
    found = page.locator(".sheet-found")
    total = POLICY.lower().count("the")
    for key, number in (("", 1), ("Enter", 2), ("Shift+Enter", 1), ("Shift+Enter", total)):
        if key:
            page.keyboard.press(key)
        expect(found).to_have_text(strings.MATCH_COUNT.format(number=number, total=total))
    page.get_by_label(strings.SEARCH_WITHIN).fill("zebra")
    expect(found).to_have_text(strings.NO_MATCHES)
    page.keyboard.press("Escape")
    expect(page.get_by_label(strings.SEARCH_WITHIN)).to_have_value("")
    expect(page.locator(".sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_be_hidden()


def test_tables_and_lists_are_drawn_and_copies_are_exact(page: Page) -> None:
    """Screen readers hear cells; what is copied has the document's own characters."""
    page.goto(f"{page.url.split('#')[0]}#doc=policy.md")
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["City", "Rate"])
    expect(table.get_by_role("cell")).to_have_text(["Rome", "120 EUR", "Oslo", "980 NOK"])
    expect(page.locator(".sheet-text").get_by_role("listitem")).to_have_count(2)
    copied = page.evaluate(
        """() => {
          document.getSelection().selectAllChildren(document.querySelector(".sheet-text"));
          const data = new DataTransfer();
          const options = { clipboardData: data, bubbles: true, cancelable: true };
          const event = new ClipboardEvent("copy", options);
          document.querySelector(".sheet-text").dispatchEvent(event);
          return data.getData("text/plain");
        }"""
    )
    assert copied == POLICY


def test_a_title_is_not_repeated_as_the_section_below_it(page: Page) -> None:
    """The head of the source names each thing once."""
    words = "Staff claim these rates:"
    start = POLICY.index(words)
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    quoted = f"#quote=policy.md:{start}:{start + len(words)}:{digest}"
    page.goto(f"{page.url.split('#')[0]}{quoted}")
    expect(page.locator(".sheet-text mark")).to_have_text(words)
    expect(page.locator(".sheet h2")).to_have_text("Travel policy")
    expect(page.locator(".sheet-section")).to_have_text("")


def test_pages_follow_one_another_as_printed(page: Page) -> None:
    """The quote is on its page; the field names the page in view and leads to another."""
    ask(page, "How long do lions sleep?")
    chip = page.locator(".chip").first
    assert "animals.pdf" in chip.inner_text()
    assert chip.locator(".work").inner_text().split("(")[1].startswith(("new)", "old)"))
    assert "page 2" in chip.inner_text()
    chip.click()
    expect(page.locator("mark")).to_be_focused()
    expect(page.locator(".sheet-section")).to_contain_text(strings.PAGE_NUMBER.format(number=2))
    page.locator(".sheet-text").dispatch_event("scroll")
    field = page.get_by_label(strings.PAGE_JUMP, exact=True)
    expect(field).to_have_value("2")
    for chosen in ("1", "2"):  # the quote is in sight from both
        field.fill(chosen)
        page.keyboard.press("Enter")
        page.locator(".sheet-text").dispatch_event("scroll")
        for _ in range(2):  # the field follows in the next frame
            page.evaluate("new Promise(requestAnimationFrame)")
        field.blur()
        expect(field).to_have_value(chosen)
    page.get_by_role("button", name=strings.PICTURE, exact=True).click()
    expect(page.locator(".leaf")).to_have_count(2)
    quoted = page.get_by_alt_text(strings.PICTURE_ALT_QUOTED.format(number=2))
    expect(quoted).to_be_visible()
    expect(field).to_have_value("2")
    field.fill("1")
    page.keyboard.press("Enter")
    expect(
        page.get_by_alt_text(strings.PICTURE_ALT.format(number=1), exact=True)
    ).to_be_in_viewport()
    before = page.locator(".leaf").first.evaluate("leaf => leaf.clientWidth")
    page.get_by_role("button", name=strings.ZOOM_IN).click()
    assert page.locator(".leaf").first.evaluate("leaf => leaf.clientWidth") > before * 1.2
    page.get_by_role("button", name=strings.ZOOM_FIT).click()
    assert page.locator(".leaf").first.evaluate("leaf => leaf.clientWidth") == before
    assert barriers(page, "printed") == []


def test_a_match_is_marked_on_the_printed_page(page: Page) -> None:
    """Enter goes to the next one, on whatever page it is; the form of the document may change.

    In a dark scheme, the page is dimmed.
    """
    page.goto(f"{page.url.split('#')[0]}#doc=new%2Fanimals.pdf")
    page.get_by_role("button", name=strings.PICTURE, exact=True).click()
    field = page.get_by_label(strings.SEARCH_WITHIN)
    field.fill("on")
    hits, now = page.locator(".hit"), page.locator(".hit.now")
    found = page.locator(".sheet-found")
    total = 3  # "on land", "Lions", "on most days"
    for number, leaf in ((1, 1), (2, 2), (3, 2), (1, 1)):
        expect(found).to_have_text(strings.MATCH_COUNT.format(number=number, total=total))
        expect(now).to_have_count(1)
        expect(now).to_be_in_viewport()
        assert now.evaluate("hit => hit.parentElement.page") == leaf
        page.keyboard.press("Enter")
    expect(hits).to_have_count(total)
    assert barriers(page, "hits") == []
    toggle, printed = "document.body.classList.toggle('dark')", page.locator(".leaf img").first
    expect(printed).to_have_css("filter", "none")
    page.evaluate(toggle)
    expect(printed).to_have_css("filter", re.compile("brightness"))  # not a bright white
    page.evaluate(toggle)
    page.get_by_role("button", name=strings.PICTURE, exact=True).click()
    expect(page.locator(".sheet-text")).to_be_visible()
    page.get_by_role("button", name=strings.PICTURE, exact=True).click()
    expect(found).to_have_text(strings.MATCH_COUNT.format(number=2, total=total))
    expect(now).to_be_in_viewport()
    field.fill("zebra")
    expect(found).to_have_text(strings.NO_MATCHES)
    expect(hits).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1024])
def test_nothing_of_the_reader_is_wider_than_the_screen(
    browser: Browser, server: Server, width: int
) -> None:
    """Its tools wrap, and each can be hit."""
    with opened(browser, server.address, viewport={"width": width, "height": 800}) as page:
        page.goto(f"{server.address}#doc=new%2Fanimals.pdf")
        page.get_by_label(strings.SEARCH_WITHIN).fill("sleep")
        expect(page.locator(".sheet-found")).to_contain_text("1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for tool in page.locator(".sheet-tools :is(button, input, summary):visible").all():
            box = tool.bounding_box()
            assert box is not None
            assert box["height"] >= 24
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        assert barriers(page, f"reader at {width}") == []


def test_a_quote_that_changed_is_struck_through_with_what_is_there_now(
    page: Page, server: Server
) -> None:
    """In the source, and in the conversation when it comes back; it never vanishes."""
    ask(page, "Who approves every journey to another continent?")
    was = "The director approves every journey to another continent."
    now = "The finance office approves every journey to another continent."
    assert was in text_of(page, ".quote blockquote")
    path = server.corpus / "policy.md"
    try:
        path.write_text(POLICY.replace(was, now), encoding="utf-8")
        go_to(page, strings.NAV_DOCUMENTS)
        page.get_by_role("button", name=strings.BUILD).click()
        expect(page.locator(".view .build-state")).to_have_text(strings.BUILT, timeout=90_000)
        go_to(page, strings.NAV_ASK)
        page.locator(".chip").first.click()
        expect(page.locator(".sheet-again del")).to_have_text(was)
        expect(page.locator(".sheet-again q")).to_have_text(now)
        expect(page.locator("mark").first).to_be_focused()
        assert text_of(page, "mark") == now
        page.keyboard.press("Escape")
        page.reload()
        changed = page.locator(".answer.changed")
        expect(changed.locator("del")).to_have_text(was)
        expect(changed.locator("blockquote").first).to_have_text(now)
        assert barriers(page, "changed") == []
    finally:
        path.write_text(POLICY, encoding="utf-8")


@pytest.mark.long
def test_a_pdf_of_two_thousand_pages_and_a_long_text_can_be_read(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Only pages near the view are kept; a text comes in pieces, and all of it is searched."""
    server = Server(tmp_path_factory.mktemp("long"))
    (server.corpus / "wells.pdf").write_bytes(wells())
    # Runs without a space are data, which nothing embeds: the build takes seconds.
    drawing = "iVBORw0KGgo" * 2_000
    entries = (f"Entry {n} of the log of the mill: {drawing}\n" for n in range(LONG // 22_000))
    lines = "".join(entries)
    (server.corpus / "mill.txt").write_text(f"{lines}The last entry.\n", encoding="utf-8")
    server.start(build=True)
    try:
        with opened(browser, server.address, viewport={"width": 1280, "height": 800}) as page:
            page.goto(f"{server.address}#doc=wells.pdf")
            field = page.get_by_label(strings.PAGE_JUMP, exact=True)
            expect(field).to_be_visible(timeout=90_000)
            field.fill("1500")
            page.keyboard.press("Enter")
            expect(page.get_by_text("Sheet 1500 of")).to_be_in_viewport()
            page.get_by_role("button", name=strings.PICTURE, exact=True).click()
            # The page groups the digits of a number as the language does.
            expect(page.get_by_alt_text(strings.PICTURE_ALT.format(number="1,500"))).to_be_visible()
            for number in (3, 900, 1999):
                field.fill(str(number))
                page.keyboard.press("Enter")
                shown = strings.PICTURE_ALT.format(number=f"{number:,}")
                expect(page.get_by_alt_text(shown, exact=True)).to_be_in_viewport()
                assert page.locator(".leaf img").count() <= 8
            page.goto(f"{server.address}#doc=mill.txt")
            page.get_by_label(strings.SEARCH_WITHIN).fill("the last entry")
            expect(page.locator(".sheet-found")).to_have_text(
                strings.MATCH_COUNT.format(number=1, total=1)
            )
            assert page.locator(".piece").count() > 2
            assert text_of(page, ".sheet-text") == f"{lines}The last entry.\n"
            expect(page.locator(".piece").last).to_be_in_viewport()
    finally:
        server.kill()
