"""Documents in the page: nothing is replaced unasked, and what is removed comes back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from qa.web.documents.removed import REMOVED
from tests.support.browsing import Server, barriers, go_to, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

LEASE = "The lease ends in March. The rent is 900 crowns."
LOAN = "The loan is due in May. The interest is four per cent."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Two documents, indexed."""
    started = Server(tmp_path)
    (started.corpus / "lease.txt").write_text(LEASE, encoding="utf-8")
    (started.corpus / "loan.txt").write_text(LOAN, encoding="utf-8")
    started.start(build=True)
    yield started
    started.kill()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with opened(browser, server.address) as shown:
        go_to(shown, strings.NAV_DOCUMENTS)
        expect(shown.locator("tbody tr")).to_have_count(2)
        yield shown


def drop(page: Page, **files: str) -> None:
    """Choose files to be added; ``lease="…"`` stands for ``lease.txt``."""
    chosen = [
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()}
        for name, text in files.items()
    ]
    page.locator(".drop input").set_input_files(chosen)  # type: ignore[arg-type]


def built(page: Page) -> None:
    """Wait until a build has ended."""
    expect(page.locator(".view .build-state")).to_have_text(strings.BUILT, timeout=60_000)


def choose(page: Page, word: str) -> None:
    """Answer the question what is to become of a file."""
    page.get_by_role("dialog").get_by_role("button", name=word, exact=True).click()


def row(page: Page, name: str) -> Locator:
    """Return the row of a document."""
    return page.locator("tbody tr").filter(has_text=name)


def texts(server: Server) -> dict[str, str]:
    """Return POSIX path → text of every file of the corpus."""
    return {
        path.relative_to(server.corpus).as_posix(): path.read_text(encoding="utf-8")
        for path in server.corpus.rglob("*")
        if path.is_file()
    }


def test_a_file_of_the_same_name_asks_first(page: Page, server: Server) -> None:
    """Cancel changes nothing, the same bytes ask nothing; both are there, or the old is kept."""
    before = texts(server)
    dialog = page.get_by_role("dialog")
    drop(page, lease="A new lease.")
    expect(dialog).to_contain_text(strings.EXISTS.format(doc_id="lease.txt"))
    expect(dialog.get_by_role("checkbox")).to_be_hidden()
    box, window = dialog.bounding_box(), page.viewport_size
    assert box is not None
    assert window is not None
    assert abs(2 * box["y"] + box["height"] - window["height"]) < 3  # in the middle
    assert barriers(page, "dialog") == []
    choose(page, strings.CANCEL)
    expect(dialog).to_be_hidden()
    drop(page, lease="A new lease.")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".left-out")).to_have_text(strings.NOTHING_ADDED)
    assert texts(server) == before
    drop(page, lease=LEASE)
    built(page)
    assert texts(server) == before
    drop(page, lease="A new lease.")
    choose(page, strings.KEEP_BOTH)
    expect(row(page, "lease (2).txt")).to_contain_text(strings.STATUS_INDEXED, timeout=60_000)
    assert texts(server) == {**before, "lease (2).txt": "A new lease."}
    drop(page, lease="The newest lease.")
    choose(page, strings.REPLACE)
    built(page)
    expect(page.locator(".set-aside summary")).to_have_text(strings.REMOVED_FILES.format(number=1))
    after = {"lease (2).txt": "A new lease.", "lease.txt": "The newest lease."}
    assert texts(server) == {**before, **after, f"{REMOVED}/lease.txt": LEASE}


def test_one_answer_counts_for_all_files(page: Page, server: Server) -> None:
    """Where the user says so; a file whose name is free needs none."""
    before = texts(server)
    drop(page, lease="A new lease.", loan="A new loan.", will="A will.")
    page.get_by_role("dialog").get_by_role("checkbox").check()
    choose(page, strings.KEEP_BOTH)
    expect(page.locator("tbody tr")).to_have_count(5, timeout=60_000)
    new = {"lease (2).txt": "A new lease.", "loan (2).txt": "A new loan.", "will.txt": "A will."}
    assert texts(server) == {**before, **new}


def test_removing_says_where_the_file_went_and_is_undone(page: Page, server: Server) -> None:
    """At once, and from the list of removed files after the page was opened again."""
    before = texts(server)
    for reloaded in (False, True):
        button = row(page, "lease.txt").get_by_role("button")
        button.click()
        button.click()
        aside = server.corpus / REMOVED / "lease.txt"
        expect(page.locator(".moved")).to_contain_text(
            strings.REMOVED.format(doc_id="lease.txt", path=aside)
        )
        built(page)
        expect(page.locator("tbody tr")).to_have_count(1)
        assert aside.read_text(encoding="utf-8") == LEASE
        if reloaded:
            page.reload()
            go_to(page, strings.NAV_DOCUMENTS)
            page.locator(".set-aside summary").click()
            expect(page.locator(".set-aside li")).to_contain_text(str(aside))
            assert barriers(page, "removed files") == []
            page.locator(".set-aside li button").click()
        else:
            page.locator(".moved button").click()
        expect(page.locator(".moved")).to_have_text(strings.RESTORED.format(doc_id="lease.txt"))
        expect(page.locator(".moved")).to_be_focused()  # by keyboard, one goes on from there
        built(page)
        expect(row(page, "lease.txt")).to_contain_text(strings.STATUS_INDEXED)
        expect(page.locator(".set-aside")).to_be_hidden()
        assert texts(server) == before


def test_escape_takes_the_question_before_a_removal_back(page: Page) -> None:
    """The view stays, and so does the focus; the next Esc leaves the view."""
    button = row(page, "lease.txt").get_by_role("button")
    button.click()
    expect(button).to_have_text(strings.REMOVE_SURE)
    page.keyboard.press("Escape")
    expect(button).to_have_text(strings.REMOVE)
    expect(button).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_question_before_a_removal_moves_nothing(page: Page, width: int) -> None:
    """Else the click that takes it back would miss what it aims at."""
    page.set_viewport_size({"width": width, "height": 800})
    button, links = row(page, "lease.txt").get_by_role("button"), page.locator("tbody a")

    def places() -> list[object]:
        page.wait_for_timeout(100)
        return [links.nth(i).bounding_box() for i in range(2)]

    before = places()
    while (later := places()) != before:  # a page of another width settles in a few frames
        before = later
    button.click()
    expect(button).to_have_text(strings.REMOVE_SURE)
    assert places() == before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".filter input:visible").click()
    expect(button).to_have_text(strings.REMOVE)


def test_a_long_name_breaks_no_button(page: Page) -> None:
    """On a phone, the word Restore stands in one line."""
    page.set_viewport_size({"width": 375, "height": 740})
    drop(page, **{"an appendix of many words " * 6: "The appendix has a map."})
    built(page)
    for _ in range(2):
        row(page, "an appendix").get_by_role("button").click()
    built(page)
    page.locator(".set-aside summary").click()
    restore, undo = page.locator(".set-aside li button"), page.locator(".moved button")
    heights = [box["height"] for button in (restore, undo) if (box := button.bounding_box())]
    assert len(heights) == 2
    assert heights[0] < 1.5 * heights[1]


def test_restoring_over_a_newer_file_asks_too(page: Page, server: Server) -> None:
    """Replaced, the newer one takes its turn among the removed files."""
    drop(page, lease="A new lease.")
    choose(page, strings.REPLACE)
    built(page)
    page.locator(".set-aside summary").click()
    page.locator(".set-aside li button").click()
    choose(page, strings.REPLACE)
    expect(page.locator(".moved")).to_have_text(strings.RESTORED.format(doc_id="lease.txt"))
    built(page)
    aside = {path: text for path, text in texts(server).items() if path.startswith(REMOVED)}
    assert texts(server)["lease.txt"] == LEASE
    assert list(aside.values()) == ["A new lease."]


@pytest.mark.long
def test_the_page_says_that_builds_do_not_reach_a_cluster(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where questions go to one."""
    monkeypatch.setenv("QA_STORE", "milvus://127.0.0.1:9")
    started = Server(tmp_path)
    started.start()
    try:
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(started.address)
            go_to(page, strings.NAV_DOCUMENTS)
            note = page.locator(".on-cluster")
            expect(note).to_have_text(strings.ON_CLUSTER.format(store="milvus://127.0.0.1:9"))
    finally:
        started.kill()


def test_a_file_without_a_suffix_is_added_and_its_source_has_its_notes(page: Page) -> None:
    """As a build reads it; one with an unknown suffix is refused."""
    notice = "Мария открыла библиотеку на Речной улице в 1988 году.".encode("cp1251")
    chosen = [
        {"name": "NOTICE", "mimeType": "", "buffer": notice},
        {"name": "tool.exe", "mimeType": "", "buffer": b"MZ"},
    ]
    page.locator(".drop input").set_input_files(chosen)  # type: ignore[arg-type]
    without = strings.ADDED_WITHOUT.format(1)
    expect(page.locator(".view .build-state")).to_have_text(without, timeout=60_000)
    expect(row(page, "NOTICE")).to_be_visible()
    expect(page.locator("ul.refused li")).to_have_count(1)
    words = "Мария открыла библиотеку на Речной улице в 1988 году."
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]
    page.goto(f"{page.url.partition('#')[0]}#quote=NOTICE:0:{len(words)}:{digest}")
    expect(page.locator(".sheet-text mark")).to_have_text(words)
    expect(page.locator(".sheet-notes li")).to_have_text(["decoded as cp1251 by guess"])
