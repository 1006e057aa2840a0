"""Two collections and two users in a real browser: switched in the masthead, each on its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import ANSWER, ROOT, ask, barriers, running, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

ANNA, BEN = "anna-token-0123456789", "ben-token-0123456789"
CONTRACTS = "Contracts 2019–2026"
FILE = f"""\
[contracts]
title = {CONTRACTS}
corpus = contracts

[papers]
title = Papers & <b>more</b>
corpus = papers
editors = anna
"""
RENT = "How much is the deposit?"
MENU = "#masthead details.collection"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``qa serve`` over two collections; Ben may read the papers only, and not change them."""
    folder: Path = tmp_path_factory.mktemp("collections")
    (folder / "collections.ini").write_text(FILE, encoding="utf-8")
    for name, text in (
        ("contracts", "The deposit is 1,800 euros. The tenant pays it on the first day."),
        ("papers", "Zebras eat grass on the wide plains. They sleep while they stand."),
    ):
        (folder / name).mkdir()
        (folder / name / f"{name}.txt").write_text(text)
    users = folder / "users"
    users.write_text(f"anna {ANNA}\nben {BEN} papers\n")
    users.chmod(0o600)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "qa"]
    for name in ("contracts", "papers"):
        subprocess.run(
            [*command, "build", "--quiet", "--collection", name],
            cwd=folder,
            env=environment,
            check=True,
        )
    with running(["--users", "users"], cwd=folder, env=environment) as address:
        yield address


def log_in(page: Page, address: str, token: str) -> None:
    """Open the server as a user, at the first collection."""
    page.goto(address)
    page.get_by_label(strings.LOGIN_LABEL).fill(token)
    page.keyboard.press("Enter")
    expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_visible()


def switch(page: Page, title: str) -> None:
    """Open another collection by its link in the menu."""
    page.locator(f"{MENU} summary").click()
    page.locator(f"{MENU} a", has_text=title).click()
    expect(page).to_have_title(strings.COLLECTION_PAGE.format(title=title))
    expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_visible()


def test_collections_are_switched_and_have_their_own_conversations(
    browser: Browser, address: str
) -> None:
    """What was asked of one is there again after a visit to the other, which has none of it."""
    with browser.new_context() as context:
        page = context.new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        log_in(page, address, ANNA)
        expect(page).to_have_title(strings.COLLECTION_PAGE.format(title=CONTRACTS))
        ask(page, RENT)
        assert "1,800" in text_of(page, ".said")
        page.wait_for_function(
            """async () => {
              const store = new URL("quoth/conversation/store.js", document.baseURI);
              const { listed } = await import(store);
              return (await listed())[0]?.questions === 1;
            }"""
        )
        switch(page, "Papers & <b>more</b>")
        expect(page.locator(ANSWER)).to_have_count(0)
        ask(page, RENT)
        assert "1,800" not in text_of(page, "#conversation")
        switch(page, CONTRACTS)
        expect(page.locator(ANSWER)).to_have_count(1)
        assert "1,800" in text_of(page, ".said")
        names = page.evaluate("async () => (await indexedDB.databases()).map((one) => one.name)")
        assert sorted(names) == ["quoth:contracts", "quoth:papers"]
        assert trouble == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_menu_is_used_by_keyboard(browser: Browser, address: str, width: int) -> None:
    """Esc closes it and leads back; it has no serious barrier and hides nothing at the side."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        log_in(page, address, ANNA)
        summary = page.locator(f"{MENU} summary")
        summary.focus()
        page.keyboard.press("Enter")
        links = page.locator(f"{MENU} a")
        expect(links).to_have_count(2)
        expect(links.first).to_be_visible()
        expect(links.first).to_have_attribute("aria-current", "page")
        assert barriers(page, "menu") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("Tab")
        expect(links.first).to_be_focused()
        page.keyboard.press("Escape")
        expect(links.first).to_be_hidden()
        expect(summary).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}c/papers/")


def test_a_user_of_one_collection_sees_no_other(browser: Browser, address: str) -> None:
    """The page opens at it, has no menu, and the address of the other one leads nowhere."""
    with browser.new_context() as context:
        page = context.new_page()
        log_in(page, address, BEN)
        expect(page).to_have_url(f"{address}c/papers/")
        expect(page.locator("#masthead .collection")).to_have_text("Papers & <b>more</b>")
        ask(page, RENT)  # the scripts are there by now
        expect(page.locator(MENU)).to_have_count(0)
        assert CONTRACTS not in page.content()
        answer = page.goto(f"{address}c/contracts/")
        assert answer is not None
        assert answer.status == 404


@pytest.mark.parametrize("answers", [["<html>"], ["busy", "fine"]])
def test_the_page_starts_without_its_menu(
    browser: Browser, address: str, answers: list[str]
) -> None:
    """A proxy may answer for the server, and a busy server is asked once more."""
    with browser.new_context() as context:
        page = context.new_page()
        left = list(answers)

        def answer(route: Route) -> None:
            said = left.pop(0)
            if said == "fine":
                route.continue_()
            elif said == "busy":
                route.fulfill(status=503, headers={"Retry-After": "1"}, body="{}")
            else:
                route.fulfill(body=said)

        page.route("**/api/collections", answer)
        log_in(page, address, ANNA)
        expect(page.locator("#dropping")).to_be_attached()  # the views have started
        expect(page.locator(MENU)).to_have_count(int(answers[-1] == "fine"))
        assert left == []


def test_an_early_drop_is_not_ignored_where_nothing_can_be_added(
    browser: Browser, address: str
) -> None:
    """The view opens that says who can."""
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(
            "window.quothEarly = {end: () => [new File(['x'], 'x.txt')]};"
            "Object.defineProperty(window, 'quothEarly', {writable: false})"
        )
        log_in(page, address, BEN)
        expect(page.get_by_text(strings.READER_VIEW)).to_be_visible()


@pytest.mark.parametrize(("token", "is_editor"), [(ANNA, True), (BEN, False)])
def test_only_editors_see_what_changes_a_collection(
    browser: Browser, address: str, token: str, *, is_editor: bool
) -> None:
    """Others ask and read; the view says whom to turn to, and a dropped file goes nowhere."""
    with browser.new_context() as context:
        page = context.new_page()
        trouble: list[str] = []
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        log_in(page, address, token)
        page.goto(f"{address}c/papers/#/documents")
        row = page.locator("tbody tr", has_text="papers.txt")
        expect(row).to_be_visible()
        view = page.locator('.view[data-view="documents"]')
        build = view.get_by_role("button", name=strings.BUILD, exact=True)
        removing = row.get_by_role("button", name=strings.REMOVE)
        expect(build).to_be_visible(visible=is_editor)
        expect(removing).to_have_count(int(is_editor))
        expect(view.get_by_text(strings.READER_VIEW)).to_be_visible(visible=not is_editor)
        assert barriers(page, "rights") == []
        row.get_by_role("link").click()
        expect(page.locator(".sheet-text")).to_contain_text("Zebras eat grass")
        status = page.evaluate("fetch('api/removed').then((answer) => answer.status)")
        assert status == (200 if is_editor else 403)
        assert [said for said in trouble if "403" not in said] == []
