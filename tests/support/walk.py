"""Ten tasks of a day with documents, done with nothing but keys.

Run: python -m tests.support.walk: prints how many keys each takes, and how long.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import ANSWER, Server, animals, launched, opened
from tests.support.keyboard import Keyboard
from tests.support.mixed_files import FILES, write_mixed_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

WARRANTY = "support/warranty-terms.pdf"
ADDED = ("animals.pdf", "bicycles.md", "parking.txt")


def _question(page: Page) -> Locator:
    return page.get_by_label(strings.QUESTION_LABEL)


def _ask(keys: Keyboard, question: str) -> Locator:
    """Ask in the field that has the focus, and return the answer."""
    answers = keys.page.locator(ANSWER)
    before = answers.count()
    expect(_question(keys.page)).to_be_focused()
    keys.type(question)
    keys.press("Enter")
    expect(answers).to_have_count(before + 1)
    return answers.last


def _is_built(page: Page) -> None:
    expect(page.locator(".view .build-state")).to_have_text(strings.BUILT, timeout=90_000)


def add_three_files(keys: Keyboard) -> None:
    """From the question, where the focus is when the page opens."""
    page = keys.page
    keys.open_view(strings.NAV_DOCUMENTS)
    keys.tab_to(page.locator(".drop input"))
    keys.choose(*ADDED)
    _is_built(page)
    expect(page.locator(".left-out")).to_have_text(strings.ADDED.format(len(ADDED)))


def ask(keys: Keyboard) -> None:
    """Esc leaves the view for the question."""
    keys.press("Escape")
    answer = _ask(keys, "How long does the warranty run?")
    expect(answer.locator("blockquote").first).to_contain_text("36 months")


def open_source(keys: Keyboard) -> None:
    """Esc leaves the question for the answer, whose source is next."""
    keys.press("Escape")
    expect(keys.page.locator(ANSWER).last.locator(".verdict")).to_be_focused()
    keys.tab_to(keys.page.locator(".chip").first)
    keys.press("Enter")
    expect(keys.page.locator("mark").first).to_be_focused()
    expect(keys.page.locator(".sheet-path")).to_have_text(WARRANTY)


def restrict_to_one_file(keys: Keyboard) -> None:
    """All are taken out of the choice, and one is found by its name."""
    page = keys.page
    keys.press("Escape", "/")
    expect(page.locator(".sheet")).to_be_hidden()
    expect(_question(page)).to_be_focused()
    keys.tab_to(page.locator(".sources-open"))
    keys.press("Enter")
    search = page.get_by_label(strings.SOURCES_SEARCH)
    expect(search).to_be_focused()
    keys.tab_to(page.locator(".sources-every"))
    keys.press("Space")
    keys.tab_to(search, "Shift+Tab")
    keys.type("warranty")
    keys.press("ArrowDown", "Space", "Escape")
    total = len(FILES) + len(ADDED)
    expect(page.locator(".sources-open")).to_have_text(
        strings.SOURCES_SOME.format(chosen=1, total=total)
    )


def follow_up(keys: Keyboard) -> None:
    """The answer is from the chosen document alone."""
    keys.press("/")
    answer = _ask(keys, "And how is it claimed?")
    expect(answer.locator("blockquote").first).to_contain_text("copy of the invoice")
    for chip in answer.locator(".chip").all():
        expect(chip).to_contain_text("warranty-terms.pdf")


def check_a_text(keys: Keyboard) -> None:
    """One quotation of it is right, in the other a number was altered."""
    page = keys.page
    keys.open_view(strings.NAV_CHECK)
    keys.tab_to(page.get_by_label(strings.CHECK_LABEL))
    keys.type(
        "They promise “an answer within five working days”. The lease has “a late charge of 6% of "
        "the overdue amount”."
    )
    keys.tab_to(page.get_by_role("button", name=strings.CHECK_SEND, exact=True))
    keys.press("Enter")
    expect(page.locator(".outcome")).to_have_text("2 quotations: 1 exact and 1 altered")


def verify_a_receipt(keys: Keyboard) -> None:
    """It is saved from the newest answer first, which ends just before the question."""
    page = keys.page
    keys.press("Escape")
    expect(_question(page)).to_be_focused()
    keys.tab_to(page.get_by_role("button", name=strings.RECEIPT, exact=True).last, "Shift+Tab")
    keys.save("receipt.json")
    keys.press("F6")
    keys.open_view(strings.NAV_CHECK)
    keys.tab_to(page.locator(".receipt input"))
    keys.choose("receipt.json")
    expect(page.locator(".outcome")).to_have_text(strings.RECEIPT_EXACT)


def export(keys: Keyboard) -> None:
    """The conversation so far, with both of its questions."""
    page = keys.page
    keys.open_view(strings.NAV_CONVERSATIONS, "Shift+Tab")
    expect(page.locator("ul.conversations li")).to_have_count(1)
    keys.tab_to(page.locator("ul.conversations summary").first)
    keys.press("Enter")
    keys.tab_to(page.get_by_role("button", name=strings.EXPORT_MARKDOWN))
    keys.save("conversation.md")
    written = (keys.files / "conversation.md").read_text(encoding="utf-8")
    assert "How long does the warranty run?" in written
    assert "And how is it claimed?" in written


def remove_and_undo(keys: Keyboard) -> None:
    """The button asks before; after it, Undo has the focus."""
    page = keys.page
    keys.open_view(strings.NAV_DOCUMENTS)
    keys.tab_to(page.get_by_label(strings.FILTER_DOCUMENTS))
    keys.type("parking")
    keys.press("ArrowDown")
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    keys.tab_to(row.get_by_role("button"))
    keys.press("Enter", "Enter")
    expect(page.locator(".moved button")).to_be_focused()
    _is_built(page)
    expect(row).to_have_count(0)
    keys.press("Enter")
    expect(page.locator(".moved")).to_have_text(strings.RESTORED.format(doc_id="parking.txt"))
    _is_built(page)
    expect(row).to_contain_text(strings.STATUS_INDEXED)


def find_in_the_source(keys: Keyboard) -> None:
    """The quote is there after the builds since; a word is found around it, and once more."""
    page = keys.page
    keys.press("Escape")
    expect(_question(page)).to_be_focused()
    keys.press("Escape")
    keys.tab_to(page.locator(ANSWER).last.locator(".chip").first)
    keys.press("Enter")
    expect(page.locator("mark").first).to_be_focused()
    keys.tab_to(page.get_by_label(strings.SEARCH_WITHIN), "Shift+Tab")
    keys.type("invoice")
    found = page.locator(".sheet-found")
    expect(found).to_have_text(strings.MATCH_COUNT.format(number=1, total=2))
    keys.press("Enter")
    expect(found).to_have_text(strings.MATCH_COUNT.format(number=2, total=2))


TASKS: tuple[Callable[[Keyboard], None], ...] = (
    add_three_files,
    ask,
    open_source,
    restrict_to_one_file,
    follow_up,
    check_a_text,
    verify_a_receipt,
    export,
    remove_and_undo,
    find_in_the_source,
)


def walk(
    browser: Browser, folder: Path, done: Callable[[str, int, float], None] = lambda *_: None
) -> None:
    """Do all tasks one after the other, in one page over thirty documents.

    Args:
        browser: that has the page.
        folder: an empty one, for the documents and what is saved.
        done: is called after each task with its name, keys and seconds.
    """
    server = Server(folder)
    write_mixed_files(server.corpus)
    files = folder / "files"
    files.mkdir()
    (files / "animals.pdf").write_bytes(animals())
    (files / "bicycles.md").write_text("# Bicycles\n\nBicycles are kept in the cellar.\n")
    (files / "parking.txt").write_text("Visitors park on the second level.\n")
    server.start(build=True)
    try:
        with opened(browser, server.address, viewport={"width": 1280, "height": 800}) as page:
            expect(page.locator(".example").first).to_be_visible()
            expect(_question(page)).to_be_focused()
            keyboard = Keyboard(page, files)
            for task in TASKS:
                before, began = keyboard.pressed, time.perf_counter()
                task(keyboard)
                done(task.__name__, keyboard.pressed - before, time.perf_counter() - began)
    finally:
        server.kill()


def _print(name: str, keys: int, seconds: float) -> None:
    print(f"{name:22} {keys:3} keys {seconds:6.1f} s")  # noqa: T201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made, launched() as started:
        walk(started, Path(made), _print)
