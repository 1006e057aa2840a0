"""Pinned answers in a real browser: their state after the documents have changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.pipeline import build
from qa.web import strings
from tests.support.browsing import ARTICLE, QUESTION, ask, go_to, opened, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

COMPLETED = "How many EVs did NIO deliver in October 2024?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copy(ARTICLE, folder)
    return folder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="module")
def address(index: Path, corpus: Path) -> Iterator[str]:
    with served(index, corpus) as running:
        yield running


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as shown:
        yield shown


def test_a_pinned_answer_has_a_state(page: Page, corpus: Path, index: Path) -> None:
    """As saved at first; after a build, what changed is shown word by word. It can be unpinned.

    A follow-up is asked again with the words that it took from the question before.
    """
    ask(page, QUESTION)
    page.get_by_role("button", name=strings.PIN, exact=True).click()
    expect(page.locator(".pin")).to_have_text(strings.PIN_DONE)
    expect(page.locator(".pin")).to_be_focused()
    go_to(page, strings.NAV_PINS)
    state = page.locator("ul.pins .state")
    expect(state).to_have_text(strings.STATE_AS_SAVED)
    source = strings.PIN_SOURCE.format(doc_id=ARTICLE.name)
    expect(page.locator("ul.pins").get_by_role("link", name=source).first).to_be_visible()

    file = corpus / ARTICLE.name
    text = file.read_text(encoding="utf-8")
    assert "20,000 EVs in October 2024" in text
    changed = text.replace("20,000 EVs in October 2024", "30,000 EVs in October 2024")
    file.write_text(changed, encoding="utf-8")
    build(corpus, into=index)
    go_to(page, strings.NAV_DOCUMENTS)
    go_to(page, strings.NAV_PINS)
    expect(state).to_have_text(strings.STATE_CHANGED)
    expect(page.locator("ul.pins del").first).to_have_text("20,000 ")
    expect(page.locator("ul.pins ins").first).to_have_text("30,000 ")

    with page.expect_download() as download:
        page.get_by_role("button", name=strings.PINS_SAVE).click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == [QUESTION]

    page.get_by_role("button", name=strings.PIN_REMOVE, exact=False).click()
    expect(page.locator("ul.pins > li")).to_have_count(0)
    page.get_by_role("button", name=strings.UNDO).click()
    expect(state).to_have_text(strings.STATE_CHANGED)
    page.reload()
    go_to(page, strings.NAV_PINS)
    expect(page.locator("ul.pins .asked")).to_have_text(QUESTION)

    go_to(page, strings.NAV_ASK)
    ask(page, "And NIO?")
    page.locator(".answer .pin").last.click()
    page.get_by_role("button", name=strings.NEW_CONVERSATION).click()
    expect(page.locator("#conversation .question")).to_have_count(0)
    go_to(page, strings.NAV_PINS)
    pin = page.locator("ul.pins > li").first
    expect(pin.locator(".asked")).to_have_text("And NIO?")
    expect(pin.locator(".searched")).to_have_text(strings.SEARCHED.format(question=COMPLETED))
    pin.get_by_role("button", name=strings.PIN_ASK).click()
    expect(page.locator("#conversation .question .words")).to_have_text(COMPLETED)
