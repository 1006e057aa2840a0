"""Files and folders are added from anywhere on the page, with progress, and can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import Server, barriers, go_to, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

OVERLAY = "#dropping"
TEXT = "The lease ends in March."


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """An empty folder without an index."""
    started = Server(tmp_path)
    started.start()
    yield started
    started.kill()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    with opened(browser, server.address) as shown:
        expect(shown.locator(".sources-open")).to_have_text(strings.SOURCES_EMPTY)
        expect(shown.locator(OVERLAY)).to_be_attached()  # the scripts of the views are there
        yield shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a user, with what programs leave in folders."""
    made = tmp_path / "Papers"
    for name in ("a.txt", "deep/er/b.txt", "NOTICE", ".git/config", "deep/.DS_Store", "x.exe"):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TEXT} {name}", encoding="utf-8")
    return made


def drag(page: Page, paths: list[Path], *kinds: str) -> None:
    """Drag files over the page as the system does."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in kinds:
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 300, "data": data})


def names(server: Server) -> list[str]:
    """Return the files of the corpus."""
    found = (path for path in server.corpus.rglob("*") if path.is_file())
    return sorted(path.relative_to(server.corpus).as_posix() for path in found)


def built(page: Page) -> None:
    """Wait until a build has ended."""
    expect(page.locator(".view .build-state")).to_have_text(strings.BUILT, timeout=60_000)


@pytest.mark.parametrize("view", ["", "#/check"])
def test_files_that_are_dropped_before_the_scripts_are_there_wait(
    browser: Browser, server: Server, tmp_path: Path, view: str
) -> None:
    """The page stays, and takes them as soon as it can: to add them, or to check the first."""
    path = tmp_path / "early.txt"
    path.write_text(TEXT, encoding="utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        scripts: list[Route] = []

        def hold(route: Route) -> None:
            scripts.append(route)

        page.route("**/assets/index*.js", hold)  # the first of them all
        page.goto(f"{server.address}{view}", wait_until="commit")
        while not scripts:
            page.wait_for_timeout(100)
        page.evaluate("new Promise(requestAnimationFrame)")  # there is something to drop on
        drag(page, [path], "dragEnter", "dragOver", "drop")
        page.wait_for_timeout(500)  # in which the browser would have left the page
        assert page.url.startswith(server.address)
        scripts[0].continue_()
        if view:
            expect(page.locator(".outcome")).not_to_be_empty()
            assert names(server) == []
        else:
            expect(page.locator(".view .left-out")).to_have_text(strings.ADDED.format(1))
            assert names(server) == ["early.txt"]


def test_files_that_were_not_added_are_counted_and_shown(
    page: Page, server: Server, tmp_path: Path
) -> None:
    """Those that the page refuses and those that the build does; one button leads to both."""
    made = {
        "good.txt": TEXT,
        "better.txt": f"{TEXT} It was May.",
        "damaged.docx": "PK no archive",
        "tool.exe": "MZ",
    }
    for name, words in made.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    (server.corpus / "earlier.pdf").write_bytes(b"no PDF")  # nobody added it now
    go_to(page, strings.NAV_DOCUMENTS)
    drag(page, [tmp_path / name for name in made], "dragEnter", "dragOver", "drop")
    state = page.locator(".view .build-state")
    expect(state).to_have_text(strings.ADDED_WITHOUT.format(2), timeout=60_000)
    expect(page.locator("ul.refused li")).to_have_count(1)
    page.get_by_role("button", name=strings.NOT_ADDED_SHOW).click()
    expect(page.locator(".unread")).to_be_focused()
    expect(page.locator(".unread")).to_be_in_viewport()
    first = page.locator("tbody tr").first
    expect(first.locator("td.status")).to_have_text(strings.STATUS_REFUSED)
    expect(first.locator(".reason")).to_be_visible()
    named = page.locator(".unread button")
    expect(named).to_have_text(["damaged.docx", "earlier.pdf"])
    named.last.click()
    expect(page.locator("tbody tr", has_text="earlier.pdf").locator("th")).to_be_focused()
    assert barriers(page, "not added") == []
    page.get_by_role("button", name=strings.BUILD, exact=True).click()
    expect(state).to_have_text(strings.BUILT_WITHOUT.format(2), timeout=60_000)  # of the folder
    row = page.locator("tbody tr", has_text="good.txt").get_by_role("button")
    row.click()
    row.click()
    expect(state).to_have_text(strings.BUILT, timeout=60_000)
    expect(page.get_by_role("button", name=strings.NOT_ADDED_SHOW)).to_be_hidden()


def test_a_folder_is_dropped_anywhere(page: Page, server: Server, folder: Path) -> None:
    """The page says where it goes; subfolders stay in the names; one line says what is left out."""
    drag(page, [folder], "dragEnter", "dragOver")
    expect(page.locator(OVERLAY)).to_be_visible()
    expect(page.locator(OVERLAY)).to_contain_text(strings.DROP_ANYWHERE)
    expect(page.locator(OVERLAY)).to_contain_text(server.corpus.name)
    drag(page, [folder], "drop")
    built(page)
    expect(page.locator(OVERLAY)).to_be_hidden()
    assert names(server) == ["Papers/NOTICE", "Papers/a.txt", "Papers/deep/er/b.txt"]
    line = page.locator(".left-out")
    expect(line).to_contain_text(strings.ADDED.format(3))
    expect(line).to_contain_text(strings.LEFT_OUT_TYPES.format(1, types=".exe"))
    expect(line).to_contain_text(strings.LEFT_OUT_HIDDEN.format(2))
    expect(page.locator("ul.refused li")).to_have_count(0)
    expect(page.locator(".sources-open")).to_have_text(strings.SOURCES_ALL.format(3))
    assert barriers(page, "added") == []


def test_what_leaves_the_page_is_not_added(page: Page, server: Server, folder: Path) -> None:
    """The overlay goes; nothing is sent."""
    drag(page, [folder], "dragEnter", "dragOver")
    expect(page.locator(OVERLAY)).to_be_visible()
    page.evaluate("document.dispatchEvent(new DragEvent('dragleave'))")  # to no other element
    expect(page.locator(OVERLAY)).to_be_hidden()
    assert names(server) == []


def test_a_folder_is_chosen(page: Page, server: Server, folder: Path) -> None:
    """Where one cannot drag; equal names below other folders are other files."""
    go_to(page, strings.NAV_DOCUMENTS)
    page.locator("input.folder").set_input_files(folder)
    built(page)
    assert names(server) == ["Papers/NOTICE", "Papers/a.txt", "Papers/deep/er/b.txt"]
    (folder / "NOTICE").write_text("Another notice.", encoding="utf-8")
    page.locator("input.folder").set_input_files(folder)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Papers/NOTICE")
    dialog.get_by_role("button", name=strings.KEEP_BOTH).click()
    expect(page.locator(".view .build-state")).not_to_have_text(strings.BUILT)
    built(page)
    assert "Papers/NOTICE (2)" in names(server)


def test_adding_shows_how_far_it_is_and_stops(page: Page, server: Server) -> None:
    """What was added until then stays, is indexed, and is counted."""
    held: list[Route] = []  # the second file never arrives
    page.route("**/api/documents/b.txt", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no method of a list
    go_to(page, strings.NAV_DOCUMENTS)
    files = [{"name": f"{x}.txt", "mimeType": "", "buffer": TEXT.encode()} for x in "abc"]
    page.locator(".drop input").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator(".build-state")).to_have_text(strings.ADDING.format(name="b.txt"))
    expect(page.locator(".far")).to_have_text(strings.DONE_OF.format(done=2, total=3))
    expect(page.locator(".building progress")).to_be_visible()
    page.get_by_role("button", name=strings.CANCEL, exact=True).click()
    built(page)
    expect(page.locator(".left-out")).to_have_text(strings.ADDING_STOPPED.format(added=1, total=3))
    expect(page.locator(".stop")).to_be_hidden()
    assert names(server) == ["a.txt"]


def test_a_file_that_is_too_large_is_not_sent(page: Page, server: Server) -> None:
    """The reason says how much is allowed, and what to do."""
    go_to(page, strings.NAV_DOCUMENTS)
    page.evaluate(
        """() => {
          const input = document.querySelector(".drop input");
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(65 * 1024 * 1024)], "film.txt"));
          input.files = transfer.files;
          input.dispatchEvent(new Event("change"));
        }"""
    )
    refused = page.locator("ul.refused li")
    expect(refused).to_contain_text("film.txt")
    expect(refused).to_contain_text("67.1 MB")
    assert names(server) == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_file_waits_until_the_server_takes_it(
    browser: Browser, server: Server, tmp_path: Path, status: int
) -> None:
    """Whether it takes no more requests now or is busy: it says how long to wait."""
    path = tmp_path / "late.txt"
    path.write_text(TEXT, encoding="utf-8")
    tries: list[Route] = []

    def answer(route: Route) -> None:
        tries.append(route)
        if len(tries) == 1:
            route.fulfill(status=status, headers={"Retry-After": "1"}, body="{}")
        else:
            route.continue_()

    with browser.new_context() as context:
        page = context.new_page()
        page.goto(server.address)
        expect(page.locator(OVERLAY)).to_be_attached()
        page.route("**/api/documents/late.txt", answer)
        drag(page, [path], "dragEnter", "dragOver", "drop")
        built(page)
    assert names(server) == ["late.txt"]
    assert len(tries) == 2
