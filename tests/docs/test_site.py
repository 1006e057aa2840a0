"""The documentation builds into a site whose links work and that contacts no other host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(find_spec("zensical") is None, reason="zensical is not installed")

# Of these, a browser loads the address by itself; of <a>, only when somebody clicks.
_LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """The ids and addresses of one page."""

    def __init__(self, path: Path) -> None:
        """Read a page.

        Args:
            path: of its HTML.
        """
        super().__init__()
        self.path = path
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the ids and addresses of a tag."""
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.add(found["href"])
        if tag in _LOADED and _LOADED[tag] in found:
            self.loaded.add(found[_LOADED[tag]])


@pytest.fixture(scope="module")
def site() -> Path:
    """Return the folder of the site, built as `make docs` builds it."""
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return ROOT / "build" / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Return every page of the site by its path."""
    # The page for missing addresses knows no folder that it is in.
    return {path: Page(path) for path in site.rglob("*.html") if path.name != "404.html"}


def test_every_link_leads_to_a_page_and_an_anchor(pages: dict[Path, Page]) -> None:
    """No link of the site is broken, those of the Python reference included."""
    assert len(pages) > 25
    broken = []
    for page in pages.values():
        for link in page.links | page.loaded:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            anchors = pages[target].ids if target in pages else set()
            if not target.exists() or (parts.fragment and unquote(parts.fragment) not in anchors):
                broken.append((page.path.name, link))
    assert broken == []


def test_the_pages_load_nothing_from_another_host(pages: dict[Path, Page]) -> None:
    """Scripts, styles, pictures and fonts are files of the site."""
    foreign = {
        (page.path.name, address)
        for page in pages.values()
        for address in page.loaded
        if urlsplit(address).netloc
    }
    assert foreign == set()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Return the address at which the site is served on this machine."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("name", ["index.html", "python.html", "benchmarks.html"])
def test_a_browser_contacts_no_other_host(browser: Browser, address: str, name: str) -> None:
    """Opening a page and searching ask the site's own server only."""
    requests: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        with page.expect_request("**/workers/search*.js"):  # the site's scripts have begun
            page.goto(address + name, wait_until="networkidle")
        assert page.locator("h1").count() == 1
        page.keyboard.press("Control+k")
        field = page.get_by_role("combobox", name="Search")
        expect(field).to_be_focused()  # until then keys are shortcuts: "n" opens the next page
        field.fill("calibration")
        page.get_by_text(re.compile(r"\d+ results")).wait_for()
    assert [url for url in requests if not url.startswith((address, "data:", "blob:"))] == []
    assert len(requests) > 2
