"""The page beside its server: builds, crashes, no network, and no barrier to anyone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.web import strings
from qa.web.page.views import VIEWS
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
    send,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The article and a PDF of two pages, indexed."""
    started = Server(tmp_path_factory.mktemp("server"))
    shutil.copy(ARTICLE, started.corpus)
    (started.corpus / "animals.pdf").write_bytes(animals())
    started.start(build=True)
    yield started
    started.kill()


def test_two_browsers_ask_while_the_index_is_built(browser: Browser, server: Server) -> None:
    """Neither notices: every question is answered, each browser's own."""
    extra = server.corpus / "extra.txt"
    with opened(browser, server.address) as one, opened(browser, server.address) as other:
        for turn in range(3):
            extra.write_text(f"Extra sentence number {turn} about nothing.", encoding="utf-8")
            status = one.evaluate("fetch('api/build', {method: 'POST'}).then((r) => r.status)")
            assert status == 202
            send(one, QUESTION)
            send(other, UNANSWERED)
            expect(one.locator(".answer")).to_have_count(turn + 1, timeout=60_000)
            expect(other.locator(".answer")).to_have_count(turn + 1, timeout=60_000)
        assert one.locator(".likely").count() == 3
        assert other.locator(".not-found").count() == 3
        one.wait_for_function(
            "fetch('api/build').then((r) => r.json()).then((state) => !state.running)",
            timeout=60_000,
        )
        state = one.evaluate("fetch('api/build').then((r) => r.json())")
        assert state["error"] is None


def test_many_tabs_are_open_at_the_same_time(browser: Browser, server: Server) -> None:
    """A browser opens six connections to a server: no tab keeps one, and all of them answer."""
    with opened(browser, server.address) as first:
        tabs = [first.context.new_page() for _ in range(8)]
        for tab in tabs:
            tab.goto(server.address)
            expect(tab.get_by_label(strings.QUESTION_LABEL)).to_be_visible()
        for tab in (first, tabs[-1]):
            ask(tab, QUESTION)


@pytest.mark.long
@pytest.mark.parametrize("taken", [0, 1])
def test_a_server_that_was_killed_mid_answer_is_waited_for(
    browser: Browser, server: Server, taken: int
) -> None:
    """Once it runs again the page recovers: the conversation is back, and the answer comes.

    It dies with the question in its hands: before it was shown on the page, and after.
    """
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(server.address)
        expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_visible()
        ask(page, QUESTION)
        requests: list[Route] = []

        def pass_on(route: Route) -> None:
            if len(requests) == taken:
                server.pause()
            requests.append(route)
            route.continue_()

        page.route(lambda url: "gradio_api" in url, pass_on)
        send(page, UNANSWERED)
        expect(page.locator("#conversation .waiting")).to_have_count(taken)
        page.wait_for_timeout(500)
        assert len(requests) == taken + 1
        server.kill()
        expect(page.locator("#gone")).to_be_visible(timeout=15_000)
        assert page.locator(".not-found").count() == 0
        server.start()
        expect(page.locator(".not-found")).to_be_visible(timeout=60_000)
        assert page.locator(".question").count() == 2


def test_the_interface_explains_itself_without_the_network(
    browser: Browser, server: Server
) -> None:
    """``/docs`` shows every operation, from this server alone."""
    requests: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{server.address}docs")
        expect(page.locator(".opblock-summary-path").first).to_be_visible(timeout=20_000)
        shown = page.locator(".opblock-summary-path").all_inner_texts()
        assert "/api/ask" in [path.replace("\u200b", "") for path in shown]
    assert [url for url in requests if not url.startswith((server.address, "data:"))] == []


SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const moved = entry.sources.map(({node, previousRect, currentRect}) =>
      `${node?.className || node?.nodeName} ${previousRect.y} to ${currentRect.y}`);
    window.shifts.push([entry.value, ...moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps(browser: Browser, server: Server, width: int) -> None:
    """From the empty page to what can be asked, to an answer: Web Vitals call up to 0.1 good."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        context.add_init_script(SHIFTS)
        page = context.new_page()
        page.goto(server.address)
        expect(page.locator(".example").first).to_be_visible()
        shifts = page.evaluate("window.shifts")
        assert sum(value for value, *_ in shifts) < 0.1, shifts
        ask(page, QUESTION)
        page.wait_for_timeout(500)
        shifts = page.evaluate("window.shifts")
        assert sum(value for value, *_ in shifts) < 0.1, shifts


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_has_no_serious_barrier(
    browser: Browser,
    server: Server,
    scheme: str,
    width: int,
) -> None:
    """By axe-core's rules for WCAG 2.2 AA, in every view; and nothing is wider than the screen."""
    size = {"width": width, "height": 800}
    found: list[str] = []

    def check(page: Page, where: str) -> None:
        found.extend(barriers(page, where))
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    with opened(browser, server.address, viewport=size, color_scheme=scheme) as page:
        expect(page.locator(".preparing")).to_have_count(0)  # it fades in
        check(page, "greeting")
        ask(page, QUESTION)
        for name in (strings.WHY, strings.COPY, strings.FEEDBACK, strings.PIN):
            page.get_by_text(name, exact=True).first.click()
        check(page, "answer")
        page.locator(".chip").first.click()
        expect(page.locator("mark")).to_be_focused()
        page.locator(".sheet-outline summary").click()
        check(page, "source")
        page.keyboard.press("Escape")  # closes the outline
        page.keyboard.press("Escape")  # closes the source
        ask(page, UNANSWERED)
        check(page, "not found")
        ask(page, "Which companies make electric cars?")
        page.locator("#conversation button.everything").click()
        expect(page.locator(".everything-quote").first).to_be_visible(timeout=60_000)
        check(page, strings.EVERYTHING)
        page.keyboard.press("Escape")
        for view in VIEWS:
            go_to(page, view.label)
            page.wait_for_timeout(300)
            check(page, view.label)
        go_to(page, strings.NAV_CONVERSATIONS)
        page.locator(".view summary", has_text=strings.EXPORT).first.click()
        check(page, strings.EXPORT)
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        check(page, strings.SHORTCUTS)
    assert found == []
