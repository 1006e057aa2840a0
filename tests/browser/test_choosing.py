"""Which documents are searched: chosen below the question, and kept by the browser."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import ANSWER, Server, ask, barriers, go_to, opened, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Route

LEASES = {"2024/leases/north.txt": 900, "2024/leases/south.txt": 700, "2024/loan.txt": 50}
LETTER = "letter.txt"
MANY = 10_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Three documents in folders, and one that is in none, indexed."""
    with _rents(tmp_path_factory.mktemp("rents")) as started:
        yield started


@contextmanager
def _rents(root: Path) -> Iterator[Server]:
    started = Server(root)
    for name, rent in {**LEASES, LETTER: 30}.items():
        path = started.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The monthly rent is {rent} crowns.", encoding="utf-8")
    started.start(build=True)
    yield started
    started.kill()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with opened(browser, server.address) as shown:
        expect(button(shown)).to_have_text(strings.SOURCES_ALL.format(4))
        yield shown


def button(page: Page) -> Locator:
    """Return the button below the question."""
    return page.locator(".sources-open")


def box(page: Page, doc_id: str) -> Locator:
    """Return the box of a document in the chooser."""
    return page.get_by_label(strings.CHOOSE_DOCUMENT.format(doc_id=doc_id), exact=True)


def folder(page: Page, path: str) -> Locator:
    """Return the box of a folder in the chooser."""
    return page.get_by_label(strings.CHOOSE_FOLDER.format(folder=path), exact=True)


def is_mixed(found: Locator) -> bool:
    """Return whether a box is neither checked nor empty."""
    return bool(found.evaluate("box => box.indeterminate"))


def some(number: int, total: int = 4) -> str:
    """Return what the button says of a choice."""
    return strings.SOURCES_SOME.format(chosen=number, total=total)


def test_the_box_of_a_folder_chooses_all_below_it(page: Page) -> None:
    """It is half checked while some of them are; a folder unfolds by keyboard."""
    button(page).click()
    folder(page, "2024").uncheck()
    expect(button(page)).to_have_text(some(1))
    assert not box(page, "2024/leases/south.txt").is_checked()
    folder(page, "2024/leases").check()
    expect(button(page)).to_have_text(some(3))
    assert is_mixed(folder(page, "2024"))
    assert is_mixed(page.locator(".sources-every"))
    box(page, "2024/loan.txt").check()
    expect(button(page)).to_have_text(strings.SOURCES_ALL.format(4))
    folder(page, "2024").focus()
    page.keyboard.press("ArrowDown")
    expect(folder(page, "2024/leases")).to_be_focused()
    page.keyboard.press("Space")
    expect(button(page)).to_have_text(some(2))
    page.keyboard.press("Enter")
    expect(box(page, "2024/leases/north.txt")).to_have_count(0)
    assert barriers(page, "chooser") == []


def test_what_the_search_finds_is_chosen_at_once(page: Page) -> None:
    """The box above the list stands for what is found, not for all."""
    button(page).click()
    every = page.locator(".sources-every")
    every.uncheck()
    page.set_viewport_size({"width": 390, "height": 330})  # the list is longer than its room
    none = strings.CHOICE_NONE.format(4)
    expect(page.locator(".sources-state", has_text=none)).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".sources-list input[type=search]")).to_be_focused()
    page.keyboard.type("leases")
    expect(page.locator(".sources-list li")).to_have_count(2)
    expect(page.locator(".sources-list small").first).to_contain_text("2024/leases")
    every.check()
    expect(button(page)).to_have_text(some(2))
    page.locator(".sources-list input[type=search]").fill("no such name")
    expect(page.locator(".sources-state")).to_have_text(strings.SOURCES_NONE)
    expect(every).to_be_disabled()


def test_a_choice_is_searched_and_survives_a_reload(page: Page) -> None:
    """The answer is of the chosen document, before and after."""
    button(page).click()
    page.locator(".sources-every").uncheck()
    box(page, "2024/leases/south.txt").check()
    page.keyboard.press("Escape")
    for asked in range(2):
        expect(button(page)).to_have_text(some(1))
        expect(page.locator(ANSWER)).to_have_count(asked)  # those of before are there again
        ask(page, "How much is the monthly rent?")
        expect(page.locator(ANSWER).last).to_contain_text("700")
        assert "900" not in text_of(page, "#conversation")
        if not asked:
            page.reload()


def test_a_removed_document_leaves_the_choice(browser: Browser, tmp_path: Path) -> None:
    """With none of it left all are searched, and the page says so."""
    with _rents(tmp_path) as server, opened(browser, server.address) as page:
        _lose_the_choice(page)


def _lose_the_choice(page: Page) -> None:
    expect(button(page)).to_have_text(strings.SOURCES_ALL.format(4))
    button(page).click()
    page.locator(".sources-every").uncheck()
    box(page, LETTER).check()
    box(page, "2024/loan.txt").check()
    page.keyboard.press("Escape")
    go_to(page, strings.NAV_DOCUMENTS)
    for name, left in (("loan.txt", 1), (LETTER, 0)):
        remove = page.locator("tbody tr").filter(has_text=name).get_by_role("button")
        remove.click()
        remove.click()
        expect(page.locator(".view .build-state")).to_have_text(strings.BUILT, timeout=60_000)
        if left:
            expect(button(page)).to_have_text(some(1, 3))
    expect(button(page)).to_have_text(strings.SOURCES_ALL.format(2))
    expect(page.locator(".sources-note")).to_have_text(strings.CHOICE_LOST)
    go_to(page, strings.NAV_ASK)
    ask(page, "How much is the monthly rent?")
    assert "900" in text_of(page, "#conversation")


def test_what_the_browser_stored_may_be_damaged(page: Page) -> None:
    """Then all documents are searched; and a full browser keeps the choice for the page."""
    page.evaluate(
        "localStorage.setItem(Object.keys(localStorage).find("
        "key => key.startsWith('quoth.chosen')) ?? 'quoth.chosen:/', '{\"a')"
    )
    page.reload()
    expect(button(page)).to_have_text(strings.SOURCES_ALL.format(4))
    page.evaluate(
        """() => {
          Storage.prototype.setItem = () => {
            throw new DOMException("", "QuotaExceededError");
          };
        }"""
    )
    button(page).click()
    box(page, LETTER).uncheck()
    expect(button(page)).to_have_text(some(3))


def test_the_list_sorts_by_date(page: Page, server: Server) -> None:
    """The newest first, in one list."""
    for i, name in enumerate([*LEASES, LETTER]):
        os.utime(server.corpus / name, (1.5e9 + 1e7 * i,) * 2)
    button(page).click()
    page.locator("#sources select").select_option("date")
    page.keyboard.press("Escape")
    button(page).click()
    names = page.locator(".sources-list li .cut")
    expect(names).to_have_text([LETTER, "loan.txt", "south.txt", "north.txt"])


def test_ten_thousand_documents_are_a_short_list(page: Page) -> None:
    """The search finds the others, a folder chooses its thousands, and the table has pieces."""
    listed = [
        {
            "doc_id": f"folder {i % 10}/{'long ' * 30}{i:05} \N{PARTY POPPER}.txt",
            "title": f"Paper {i}",
            "status": "indexed",
            "pages": i % 7,
            "passages": 1,
            "characters": 9,
            "bytes": i,
            "modified": "2024-05-02T10:00:00+00:00",
            "notes": [],
        }
        for i in range(MANY)
    ]

    def answer(route: Route) -> None:
        start = int(route.request.url.partition("start=")[2].partition("&")[0])
        route.fulfill(json=listed[start : start + MANY])

    page.route("**/api/documents?*", answer)
    page.reload()
    expect(button(page)).to_have_text(strings.SOURCES_ALL.other.format(number="10,000"))
    button(page).click()
    expect(page.locator(".sources-list li")).to_have_count(10)
    folder(page, "folder 3").uncheck()
    expect(button(page)).to_have_text(some("9,000", "10,000"))  # type: ignore[arg-type]
    stored = page.evaluate(
        "Object.entries(localStorage).find(([key]) => key.startsWith('quoth.chosen'))[1]"
    )
    assert len(json.loads(stored)) == 9_000
    page.locator(".sources-list input[type=search]").fill("07773")
    expect(page.locator(".sources-list li")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".sources-list input[type=search]").fill("long")
    expect(page.locator(".sources-list li")).to_have_count(200)
    expect(page.locator(".sources-state")).to_contain_text("9,800")
    page.keyboard.press("Escape")
    go_to(page, strings.NAV_DOCUMENTS)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(200)
    page.locator("button.more").click()
    expect(rows).to_have_count(400)
    expect(rows.nth(200).locator("a")).to_be_focused()
