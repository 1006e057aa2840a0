"""The states of the page that are in the pictures, and how each is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import QUESTION, UNANSWERED, ask, go_to, send
from tests.support.mixed_files import FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Page

PIN = "When was the pin of the crane last inspected?"
RATE = "What is the daily rate in Rome?"
CHARGES = "How much is the charge for the parking spaces?"
DRAFT = (
    "Dear colleague,\n\nThe expert writes that “the pin had last been inspected on 17 August 2021, "
    "twenty-one months before the accident”. He adds: “Wind did not contribute to the collapse.” "
    "The lease says that “a late charge of 4% of the overdue amount applies if rent is not "
    "received within ten days after the due date”. And the policy: “Client files are destroyed as "
    "soon as an invoice has been paid in full.”"
)

GRID = (
    "How much is the rent?\nWhen is the rent due?\nHow much is the deposit, and when is it "
    "returned after the end of the lease, if the tenant has kept to all of its terms?\n"
    "How long is the notice?\nWhich law governs the contract?\nAre pets allowed?"
)
CONTRACTS = [name for name in FILES if name.startswith(("contracts/", "deutsch/"))]
LITIGATION = [name for name in FILES if name.startswith("litigation/")][:3]


@dataclass(frozen=True, slots=True)
class State:
    """A state of the page.

    Attributes:
        name: of its pictures.
        server: see :func:`tests.screenshots.servers.serving`.
        show: brings a new page into the state.
        is_main: whether it is taken in all sizes and both schemes.
    """

    name: str
    server: str
    show: Callable[[Page], None]
    is_main: bool = False


def _is_wide(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] > 800


def _greeting(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()


def _open_first(page: Page) -> None:
    page.locator(".chip").first.click()
    expect(page.locator("mark").first).to_be_focused()


def _answered(question: str) -> Callable[[Page], None]:
    """Show an answer; beside it, where there is room, its source."""

    def show(page: Page) -> None:
        ask(page, question)
        if _is_wide(page):
            _open_first(page)

    return show


def _asked(question: str) -> Callable[[Page], None]:
    return lambda page: ask(page, question)


def _why(page: Page) -> None:
    ask(page, "Which EU members opposed the tariffs?")
    page.get_by_text(strings.WHY, exact=True).first.click()


def _source(question: str) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        ask(page, question)
        _open_first(page)

    return show


def _outline(page: Page) -> None:
    _source(CHARGES)(page)
    page.locator(".sheet-outline summary").click()


def _printed(page: Page) -> None:
    _source(PIN)(page)
    page.get_by_role("button", name=strings.PICTURE, exact=True).click()
    image = page.get_by_alt_text(strings.PICTURE_ALT_QUOTED.format(number=1))
    expect(image).to_have_js_property("complete", value=True)
    expect(image).not_to_have_js_property("naturalWidth", 0)


def _documents(page: Page) -> None:
    go_to(page, strings.NAV_DOCUMENTS)
    expect(page.locator("tbody tr").first).to_be_visible()


def _unread(page: Page) -> None:
    _documents(page)
    page.get_by_role("button", name=strings.COLUMN_STATUS).click()
    expect(page.locator("tbody tr").first).to_contain_text(strings.STATUS_REFUSED)


# The first two files seem to arrive; the others never do. Nothing reaches the server, of which more
# pictures are taken.
HELD_UP = """() => {
  const { send } = XMLHttpRequest.prototype;
  let sent = 0;
  XMLHttpRequest.prototype.send = function (body) {
    sent += 1;
    if (sent <= 2) send.call(this, body);
  };
}"""


def _adding(page: Page) -> None:
    page.route("**/api/documents/*", lambda route: route.fulfill(status=201, json={}))
    _documents(page)
    page.evaluate(HELD_UP)
    names = (
        "Bank statement 2024-03.pdf",
        "Loan.pdf",
        "Insurance of the warehouse.docx",
        "Will.txt",
    )
    chosen = [{"name": name, "mimeType": "", "buffer": bytes(1000)} for name in names]
    page.locator(".drop input").set_input_files(chosen)  # type: ignore[arg-type]
    expect(page.locator(".far")).to_contain_text(strings.DONE_OF.format(done=3, total=4))


def _refused(page: Page) -> None:
    _documents(page)
    names = ("Voice memo of the site visit.m4a", "Site plan.dwg")
    chosen = [{"name": name, "mimeType": "", "buffer": b"..."} for name in names]
    page.locator(".drop input").set_input_files(chosen)  # type: ignore[arg-type]
    expect(page.locator("ul.refused li")).to_have_count(2)


def _chooser(page: Page, chosen: Sequence[str] = LITIGATION) -> None:
    everything = strings.SOURCES_ALL.format(len(FILES))
    expect(page.locator(".sources-open")).to_have_text(everything)
    page.locator(".sources-open").click()
    dialog = page.get_by_role("dialog", name=strings.SOURCES)
    dialog.locator(".sources-every").uncheck()
    for name in chosen:
        dialog.get_by_label(strings.CHOOSE_DOCUMENT.format(doc_id=name), exact=True).check()
    some = strings.SOURCES_SOME.format(chosen=len(chosen), total=len(FILES))
    expect(page.locator(".sources-open")).to_have_text(some)


def _conversations(page: Page) -> None:
    for questions in ((PIN, "And when was it to be inspected?"), (CHARGES,), (UNANSWERED,)):
        page.get_by_role("button", name=strings.NEW_CONVERSATION).click()
        expect(page.locator(".question")).to_have_count(0)
        for question in questions:
            ask(page, question)
    go_to(page, strings.NAV_CONVERSATIONS)
    expect(page.locator("ul.conversations li")).to_have_count(3)


def _grid(page: Page) -> None:
    """Fill a grid over the contracts; where there is room, a cell is open next to its source."""
    view = page.locator('.view[data-view="grid"]')
    if page.evaluate("fetch('api/grids').then((response) => response.json())"):
        go_to(page, strings.NAV_GRID)  # of the picture before: it opens by itself
    else:
        _chooser(page, CONTRACTS)
        page.keyboard.press("Escape")
        go_to(page, strings.NAV_GRID)
        view.locator("textarea").fill(GRID)
        page.get_by_role("button", name=strings.GRID_SEND).click()
    done = strings.GRID_DONE.partition("{")[0]
    expect(view.locator(".state")).to_contain_text(done, timeout=60_000)
    view.locator("h3").evaluate("(heading) => heading.scrollIntoView()")
    if _is_wide(page):
        view.locator("td.likely button").first.click()
        expect(page.locator("#source mark").first).to_be_focused()


def _check(page: Page) -> None:
    go_to(page, strings.NAV_CHECK)
    page.get_by_label(strings.CHECK_LABEL).fill(DRAFT)
    page.get_by_role("button", name=strings.CHECK_SEND, exact=True).click()
    expect(page.locator(".result ol")).to_be_visible()


def _receipt(page: Page) -> None:
    ask(page, PIN)
    with page.expect_download() as download:
        page.get_by_role("button", name=strings.RECEIPT, exact=True).first.click()
    go_to(page, strings.NAV_CHECK)
    page.locator(".receipt input").set_input_files(download.value.path())
    expect(page.locator(".outcome")).to_have_text(strings.RECEIPT_EXACT)


def _shortcuts(page: Page) -> None:
    _greeting(page)
    page.wait_for_load_state("networkidle")  # the scripts are there
    page.get_by_role("link", name=strings.TITLE).focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name=strings.SHORTCUTS)).to_be_visible()


# Nothing answers, and whoever asks whether the server runs is refused.
GONE = """() => {
  window.fetch = (address) =>
    String(address).includes("health") ? Promise.reject(new TypeError()) : new Promise(() => {});
}"""


def _lost(page: Page) -> None:
    ask(page, PIN)
    page.evaluate(GONE)
    send(page, CHARGES)
    expect(page.locator("#gone")).to_be_visible()


def _collections(page: Page) -> None:
    _greeting(page)
    page.locator("#masthead details.collection summary").click()


def _index(page: Page) -> None:
    go_to(page, strings.NAV_INDEX)
    expect(page.locator('.view[data-view="index"] dd').first).to_be_visible()


def _empty(page: Page) -> None:
    expect(page.get_by_text(strings.EMPTY, exact=True)).to_be_visible()
    expect(page.locator(".sources-open")).to_have_text(strings.SOURCES_EMPTY)


def _login(page: Page) -> None:
    expect(page.get_by_label(strings.LOGIN_LABEL)).to_be_visible()


STATES = (
    State("greeting", "article", _greeting),
    State("answer", "article", _answered(QUESTION), is_main=True),
    State("why", "article", _why),
    State("not-found", "article", _asked(UNANSWERED)),
    State("index", "article", _index),
    State("files-greeting", "files", _greeting),
    State("files-answer", "files", _answered(PIN)),
    State("files-uncertain", "files", _asked("How much is the late charge?")),
    State("files-not-found", "files", _asked("Which sports club do staff get a discount at?")),
    State("files-card", "files", _asked("What can you do?")),
    State("files-table", "files", _asked(RATE)),
    State("source", "files", _source(CHARGES), is_main=True),
    State("outline", "files", _outline),
    State("printed", "files", _printed),
    State("documents", "files", _documents, is_main=True),
    State("unread", "files", _unread),
    State("adding", "files", _adding),
    State("refused", "files", _refused),
    State("chooser", "files", _chooser),
    State("conversations", "files", _conversations),
    State("grid", "files", _grid),
    State("check", "files", _check),
    State("receipt", "files", _receipt),
    State("shortcuts", "files", _shortcuts),
    State("lost", "files", _lost),
    State("collections", "collections", _collections),
    State("empty", "empty", _empty),
    State("login", "login", _login),
)
