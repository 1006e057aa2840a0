"""The way into a page that is not open to everyone, in a real browser."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import QUESTION, ROOT, ask, barriers, go_to, running, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from qa.index.search import Index

TOKEN = "a token of more than sixteen characters"


@pytest.fixture(scope="module")
def address(article_index: Index) -> Iterator[str]:
    """``qa serve`` as it is started by a user, with a token in the environment."""
    root = article_index.generation.path.parent.parent
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QA_TOKEN": TOKEN}
    with running(["--index", str(root)], env=environment) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_form_has_no_serious_barrier(
    browser: Browser, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """As it is opened and after a wrong token; by keyboard alone; nothing leaves the machine."""
    requests: list[str] = []
    with browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}
    ) as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address)
        field = page.get_by_label(strings.LOGIN_LABEL)
        expect(field).to_be_focused()
        found = barriers(page, "form")
        page.keyboard.type("wrong")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text(strings.LOGIN_WRONG)
        found += barriers(page, "wrong token")
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in requests if not url.startswith((address, "data:"))] == []


def test_a_token_opens_the_page_and_stands_in_no_address(browser: Browser, address: str) -> None:
    """Nor in what scripts can read; a question is answered then."""
    requests: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address)
        page.get_by_label(strings.LOGIN_LABEL).fill(TOKEN)
        page.get_by_role("button", name=strings.LOGIN_SEND).click()
        expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_visible()
        ask(page, QUESTION)
        assert "20,000" in text_of(page, ".said")
        assert page.evaluate("document.cookie") == ""
        assert TOKEN not in page.content()
    assert not [url for url in requests if "token" in url.lower()]


def test_the_button_in_the_page_logs_out(browser: Browser, address: str) -> None:
    """The way back leads to the form, and the cookie that was opens nothing any more."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_label(strings.LOGIN_LABEL).fill(TOKEN)
        page.get_by_role("button", name=strings.LOGIN_SEND).click()
        expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_visible()
        cookies = context.cookies()
        go_to(page, strings.NAV_INDEX)
        assert barriers(page, "about") == []
        page.get_by_role("button", name=strings.LOG_OUT).click()
        expect(page.get_by_label(strings.LOGIN_LABEL)).to_be_visible()
        page.go_back()
        expect(page.get_by_label(strings.LOGIN_LABEL)).to_be_visible()
        assert context.cookies() == []
        context.add_cookies(
            [{"name": c["name"], "value": c["value"], "url": address} for c in cookies]
        )
        page.goto(address)
        expect(page.get_by_label(strings.LOGIN_LABEL)).to_be_visible()


def test_a_cookie_of_another_application_changes_nothing(browser: Browser, address: str) -> None:
    """Whatever it holds: the page opens, and answers."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.evaluate("""document.cookie = 'flag'; document.cookie = 'prefs={"a":[1,2]}'""")
        page.get_by_label(strings.LOGIN_LABEL).fill(TOKEN)
        page.get_by_role("button", name=strings.LOGIN_SEND).click()
        expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_visible()
        ask(page, QUESTION)
        assert "20,000" in text_of(page, ".said")
