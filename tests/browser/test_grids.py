"""Grids in a real browser: questions are pasted or chosen, cells fill and are corrected."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import (
    ARTICLE,
    QUESTION,
    UNANSWERED,
    barriers,
    focused,
    go_to,
    opened,
    served,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

VIEW = '.view[data-view="grid"]'
DELETED_ELSEWHERE = """async () => {
  const [{ id }] = await (await fetch("api/grids")).json();
  await fetch(`api/grids/${id}`, { method: "DELETE" });
}"""
EMPTIED_ELSEWHERE = """async () => {
  const [{ id }] = await (await fetch("api/grids")).json();
  const body = JSON.stringify({ question: 0, column: "mill.txt" });
  const headers = { "Content-Type": "application/json" };
  await fetch(`api/grids/${id}`, { method: "PATCH", headers, body });
}"""
RETURN = "window.dispatchEvent(new Event('focus'))"  # a headless page always has the focus
LEASE = "The rent of the mill is 900 euros a month. Dogs are not allowed in the mill.\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    corpus = tmp_path_factory.mktemp("corpus")
    shutil.copy(ARTICLE, corpus)
    (corpus / "mill.txt").write_text(LEASE, encoding="utf-8")
    with served(tmp_path_factory.mktemp("index"), corpus) as running:
        yield running


def filled(page: Page, questions: str) -> None:
    """Put questions to all documents, and wait until all cells are filled."""
    go_to(page, strings.NAV_GRID)
    page.locator(f"{VIEW} textarea").fill(questions)
    page.get_by_role("button", name=strings.GRID_SEND).click()
    expect(page.locator(f"{VIEW} .trouble")).to_have_text("")
    done = strings.GRID_DONE.partition("{")[0]
    expect(page.locator(f"{VIEW} .state")).to_contain_text(done, timeout=60_000)


def saved(page: Page, name: str) -> str:
    """Save the grid, and return the text of the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def hide_and_show(page: Page, empty: str) -> None:
    """Hide the last document, which has no quote, go through the cells in sight, and show it."""
    table = page.locator(f"{VIEW} table")
    hiding = page.get_by_label(strings.GRID_HIDE.one)
    hiding.press("Space")
    expect(table.get_by_text(empty)).to_be_hidden()
    expect(table.locator("tbody td").nth(1)).to_be_hidden()
    table.locator("tbody button").first.press("End")
    expect(table.locator("tbody button").first).to_be_focused()
    hiding.press("Space")
    expect(table.locator("tbody td").nth(1)).to_be_visible()


def name_is_whole(page: Page) -> bool:
    """Return whether a name of many lines is cut, but not above the cell that has the focus.

    Nor is it on paper; where there is a mouse, it has a title.
    """
    heads = page.locator(f"{VIEW} thead th").nth(2), page.locator(f"{VIEW} thead th").nth(1)
    fits = "({firstChild: name}) => name.scrollHeight <= name.clientHeight"
    for head in heads:
        head.evaluate("({firstChild: name}) => (name.style.width = '1ch')")  # a letter in each line
    on_screen = [head.evaluate(fits) for head in heads]
    page.emulate_media(media="print")
    on_paper = [head.evaluate(fits) for head in heads]
    page.emulate_media(media="screen")
    for head in heads:
        head.evaluate("({firstChild: name}) => (name.style.width = '')")
    titled = all("txt" in (head.get_attribute("title") or "") for head in heads)
    return on_screen == [True, False] and on_paper == [True, True] and titled


def test_a_grid_is_filled_read_and_corrected(browser: Browser, address: str) -> None:
    """By keyboard: arrows go to a cell, Enter opens its source, Esc leads back to it."""
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        filled(page, f"{QUESTION}\nAre dogs allowed?\n{UNANSWERED}")
        table = page.locator(f"{VIEW} table")
        expect(table.locator("thead th")).to_have_text(["Question", ARTICLE.name, "mill.txt"])
        expect(table.locator("tbody tr").nth(2).locator("td.not_found")).to_have_count(2)
        cells = table.locator("tbody tr").nth(1).locator("td button")
        expect(cells.nth(1)).to_contain_text("Dogs are not allowed in the mill.")
        assert barriers(page, "filled") == []

        table.locator("tbody button").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        expect(cells.nth(1)).to_be_focused()
        assert name_is_whole(page)
        page.keyboard.press("Enter")
        expect(page.locator("#source mark")).to_be_focused()
        expect(page.locator("#source mark")).to_have_text("Dogs are not allowed in the mill.")
        assert barriers(page, "next to the source") == []
        page.keyboard.press("Escape")
        expect(cells.nth(1)).to_be_focused()

        choose = page.get_by_role("button", name=strings.GRID_OTHER)
        choose.press("Enter")
        other = page.locator(f"{VIEW} .candidates button", has_text="900 euros")
        expect(other).to_be_visible()
        assert barriers(page, "candidates") == []
        page.keyboard.press("Escape")  # the innermost thing
        expect(other).to_have_count(0)
        expect(choose).to_be_focused()
        page.keyboard.press("Enter")
        other.click()
        expect(cells.nth(1)).to_contain_text(strings.CELL_CHOSEN)
        expect(page.locator("#source mark")).to_contain_text("900 euros")
        expect(cells.nth(1)).to_be_in_viewport()  # the source takes half of the page
        expect(page.locator(f"{VIEW} .state")).to_contain_text("1 chosen by hand")
        rows = list(csv.DictReader(saved(page, strings.GRID_AS_CSV).splitlines()))
        chosen = [row["quote"] for row in rows if row["label"] == "chosen"]
        assert chosen == ["The rent of the mill is 900 euros a month."]
        page.get_by_role("button", name=strings.GRID_EMPTY).click()
        expect(cells.nth(1)).to_have_text(strings.CELL_EMPTIED)
        assert focused(page).startswith("BUTTON restore")
        hide_and_show(page, "mill.txt")
        page.get_by_role("button", name=strings.GRID_RESTORE).click()
        expect(cells.nth(1)).to_contain_text("Dogs are not allowed in the mill.")
        link = next(row["link"] for row in rows if row["label"] == "chosen")
        page.goto(link)
        expect(page.locator("#source mark")).to_have_text(
            "The rent of the mill is 900 euros a month."
        )


def test_documents_are_chosen_in_the_view(browser: Browser, address: str) -> None:
    """The next grid begins at its first column, and its name says how many questions it has.

    Whoever comes back to one that the server has lost reads that it has.
    """
    with opened(browser, address, viewport={"width": 390, "height": 800}) as page:
        filled(page, f"{QUESTION}\nAre dogs allowed?")
        expect(page.locator(f"{VIEW} h3")).to_have_text(f"{QUESTION} (and 1 more)")
        page.locator(f"{VIEW} td.not_found button").first.press("Enter")
        expect(page.locator(f"{VIEW} section.cell")).to_be_visible()
        go_to(page, strings.NAV_ASK)
        field = page.get_by_label(strings.QUESTION_LABEL)
        field.press("Escape")  # closes nothing that is out of sight
        expect(field).not_to_be_focused()
        go_to(page, strings.NAV_GRID)
        expect(page.locator(f"{VIEW} section.cell")).to_be_visible()
        page.keyboard.press("Escape")  # closes the cell, and not the view
        expect(page.locator(f"{VIEW} section.cell")).to_be_hidden()
        expect(page.locator(f"{VIEW} h2")).to_be_focused()
        table = page.locator(f"{VIEW} .table")
        table.evaluate("box => box.scrollTo(200, 0)")
        assert table.evaluate("box => box.scrollLeft") > 0
        page.emulate_media(media="print")
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")  # nothing is cut
        page.emulate_media(media="screen")
        page.get_by_role("button", name=strings.GRID_CHOOSE).click()
        page.locator(".sources-every").uncheck()
        page.get_by_label(strings.CHOOSE_DOCUMENT.format(doc_id="mill.txt")).check()
        page.keyboard.press("Escape")
        over = strings.GRID_OVER_SOME.one.format(total=2)
        expect(page.locator(f"{VIEW} .over span")).to_have_text(over)
        page.get_by_role("button", name=strings.GRID_SEND).click()
        expect(page.locator(f"{VIEW} thead th")).to_have_text(["Question", "mill.txt"])
        assert table.evaluate("box => box.scrollLeft") == 0
        earlier = page.locator(f"{VIEW} .earlier li").first
        expect(earlier).to_contain_text(strings.GRID_STATE_DONE)
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name=strings.GRID_DELETE)).to_be_hidden()
        expect(page.locator("#conversation")).to_be_hidden()
        # More than one sheet: what is fixed is cut at the first.
        expect(page.locator("#views")).to_have_css("position", "static")
        page.emulate_media(media="screen")
        page.get_by_role("button", name=strings.GRID_DELETE).dblclick()  # the question is not read
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=strings.GRID_DELETE)).to_have_count(1)
        expect(page.locator(f"{VIEW} h3")).to_be_visible()
        expect(page.get_by_text(strings.GRID_SAVE_EXPLAINED)).to_be_visible()
        page.evaluate(DELETED_ELSEWHERE)  # as a server that was started again has forgotten it
        page.reload()
        expect(page.locator(f"{VIEW} .trouble")).to_have_text(strings.NO_GRID)


def test_a_file_is_read_and_the_grid_outlives_the_page(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    """On a phone nothing is wider than the screen; a deleted grid is gone.

    A file that cannot be read leaves no questions of the file before.
    """
    form = tmp_path / "form.csv"
    empty = tmp_path / "empty.csv"
    empty.touch()
    form.write_text("Id,Question\nA-1,Are dogs allowed?\nA-2,How much is the rent?\n")
    with opened(browser, address, viewport={"width": 390, "height": 800}) as page:
        go_to(page, strings.NAV_GRID)
        expect(page.locator(f"{VIEW} .over")).to_contain_text("2")  # the view has begun
        page.locator(f"{VIEW} input[type=file]").set_input_files(form)
        read = strings.GRID_READ.format(number=2, name=form.name)
        expect(page.locator(f"{VIEW} .read p")).to_have_text(read)
        page.locator(f"{VIEW} input[type=file]").set_input_files(empty)
        unread = strings.GRID_UNREAD.format(name=empty.name, problem=strings.EMPTY_FILE)
        expect(page.locator(f"{VIEW} .trouble")).to_have_text(unread)
        expect(page.locator(f"{VIEW} .read")).to_be_hidden()  # not the questions of the other one
        page.locator(f"{VIEW} input[type=file]").set_input_files(form)
        expect(page.locator(f"{VIEW} .read p")).to_have_text(read)
        expect(page.locator(f"{VIEW} .trouble")).to_have_text("")
        page.get_by_label(strings.GRID_TOGETHER).check()
        page.get_by_role("button", name=strings.GRID_SEND).click()
        heading = page.locator(f"{VIEW} .filled h3")
        expect(heading).to_have_text(form.name)
        cells = page.locator(f"{VIEW} tbody td button")
        expect(cells).to_have_count(2)
        expect(cells.first).to_contain_text("Dogs are not allowed in the mill.")
        page.reload()
        expect(heading).to_have_text(form.name)
        expect(cells.nth(1)).to_contain_text("900 euros")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert barriers(page, "a grid on a phone") == []
        page.get_by_role("button", name=strings.GRID_DELETE).click()
        page.get_by_role("button", name=strings.GRID_DELETE_SURE).click()
        expect(page.locator(f"{VIEW} .trouble")).to_have_text(strings.GRID_DELETED)
        expect(page.locator(f"{VIEW} .filled")).to_be_hidden()


def test_a_grid_is_not_replaced_by_a_late_answer(browser: Browser, address: str) -> None:
    """The view opens the newest grid when it is shown; one that is begun meanwhile stays."""
    with opened(browser, address) as page:
        go_to(page, strings.NAV_GRID)
        filled(page, "How much is the rent?")
        late: list[Route] = []
        page.route(re.compile(r"/api/grids/[\w-]+$"), lambda route: late.append(route))  # noqa: PLW0108 - playwright marks it
        with page.expect_request(re.compile(r"/api/grids/[\w-]+$")):
            page.reload()
        filled(page, "Are dogs allowed?")
        heading = page.locator(f"{VIEW} .filled h3")
        expect(heading).to_have_text("Are dogs allowed?")
        expect(page.locator(f"{VIEW} tbody td button").last).to_contain_text("Dogs are not")
        with page.expect_response(late[0].request.url):
            late[0].continue_()
        page.wait_for_load_state("networkidle")
        expect(heading).to_have_text("Are dogs allowed?")
        expect(page.locator(f"{VIEW} tbody td button").last).to_contain_text("Dogs are not")


def test_a_grid_may_be_deleted_in_another_tab(browser: Browser, address: str) -> None:
    """It can be read still, and neither saved nor stopped."""
    with browser.new_context() as context:  # whose console has the request that fails
        page = context.new_page()
        page.goto(address)
        filled(page, "Are dogs allowed?")
        expect(page.locator(f"{VIEW} .saving")).to_be_visible()
        # A grid may be done before the page has its cells.
        quoted = page.locator(f"{VIEW} tbody td button").last
        expect(quoted).to_contain_text("Dogs are not allowed")
        page.evaluate(DELETED_ELSEWHERE)
        go_to(page, strings.NAV_DOCUMENTS)
        go_to(page, strings.NAV_GRID)
        expect(page.locator(f"{VIEW} .state")).to_have_text(strings.NO_GRID)
        expect(page.locator(f"{VIEW} .saving")).to_be_hidden()
        expect(quoted).to_contain_text("Dogs are not allowed")
        page.locator(f"{VIEW} tbody td button").last.click()
        expect(page.locator(f"{VIEW} section.cell blockquote")).to_be_visible()
        expect(page.get_by_role("button", name=strings.GRID_OTHER)).to_be_hidden()


def test_a_tab_that_is_returned_to_shows_what_was_changed_elsewhere(
    browser: Browser, address: str
) -> None:
    """A corrected cell, in the table and where it is open, and that the grid was deleted."""
    with browser.new_context() as context:  # whose console has the request that fails
        page = context.new_page()
        page.goto(address)
        filled(page, "Are dogs allowed?")
        quoted = page.locator(f"{VIEW} tbody td button").last
        expect(quoted).to_contain_text("Dogs are not allowed")
        quoted.click()
        words = page.locator(f"{VIEW} section.cell blockquote")
        expect(words).to_be_visible()
        page.evaluate(EMPTIED_ELSEWHERE)
        expect(words).to_be_visible()
        page.evaluate(RETURN)
        expect(quoted).to_have_text(strings.CELL_EMPTIED)
        expect(words).to_be_hidden()
        page.evaluate(DELETED_ELSEWHERE)
        page.evaluate(RETURN)
        expect(page.locator(f"{VIEW} .state")).to_have_text(strings.NO_GRID)
