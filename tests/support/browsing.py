"""What the browser tests share: the app in a process of its own, and a page that is watched."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import urllib.parse
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fpdf import FPDF
from playwright.sync_api import Page, expect, sync_playwright

from qa.pipeline import build
from qa.web import serve, strings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "corpus" / strings.ARTICLE

QUESTION = "How many EVs did Xiaomi deliver in October 2024?"
UNANSWERED = "What is the capital of France?"
HOSTILE = (
    "The okapi sanctuary keeps <img src=http://evil.example/a.png onerror=alert(1)> forty-two "
    "okapis, <script>alert(2)</script> ![b](http://evil.example/b.png) `code` $x$ & **more**."
)
HOSTILE_QUESTION = (
    "How many <b>okapis</b> does <img src=http://evil.example/c.png> the okapi sanctuary "
    "![d](http://evil.example/d.png) keep? <script>alert(3)</script> [e](javascript:alert(4))"
)

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ANSWER = ".message-row .answer"

expect.set_options(timeout=30_000)  # milliseconds, for machines that have much to do

_FORKS = multiprocessing.get_context("forkserver")
# To import Gradio and this module takes seconds: one process does, and apps are its forks.
_FORKS.set_forkserver_preload([__name__])


def _build_and_serve(  # noqa: PLR0913, PLR0917 - what is served, and where
    index: Path,
    built_from: Path | None,
    corpus: Path | None,
    port: int,
    environment: dict[str, str],
    ready: Connection,
) -> None:
    # The process that forks keeps the variables that the test which started it had set.
    os.environ.clear()
    os.environ.update(environment)
    if built_from:
        build(built_from, into=index)
    serve(index, port=port, corpus=corpus, on_ready=ready.send)


def _started(
    index: Path, built_from: Path | None, corpus: Path | None = None, port: int = 0
) -> tuple[BaseProcess, str]:
    """Start the app in a process of its own; return the process and its address."""
    addresses, ready = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(
        target=_build_and_serve,
        args=(index, built_from, corpus, port, dict(os.environ), ready),
    )
    process.start()
    ready.close()
    try:
        return process, addresses.recv()
    except EOFError:
        pytest.fail("The app ended before it was ready.")


@contextmanager
def served(index: Path, corpus: Path | None = None) -> Iterator[str]:
    """Serve an index in a process of its own, built from ``corpus`` first if one is given."""
    process, address = _started(index, corpus)
    try:
        yield address
    finally:
        process.kill()
        process.join()


@contextmanager
def running(command: list[str], **options: Any) -> Iterator[str]:
    """Run ``qa serve`` as a user starts it, and yield the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "qa", "serve", "--port", "0", *command],
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()


class Server:
    """The app over a corpus, in a process of its own; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, which gets a corpus and an index."""
        self.corpus = folder / "corpus"
        self.corpus.mkdir()
        self.index = folder / "index"
        self.address = ""
        self._port = 0
        self._process: BaseProcess | None = None

    def start(self, *, build: bool = False) -> None:
        """Start it, at the same address as before; build the index first if told to."""
        self._process, self.address = _started(
            self.index, self.corpus if build else None, self.corpus, self._port
        )
        self._port = urllib.parse.urlsplit(self.address).port or 0

    def pause(self) -> None:
        """Stop it where it is; connections stay open."""
        if self._process and self._process.pid:
            os.kill(self._process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process:
            self._process.kill()
            self._process.join()


def animals() -> bytes:
    """Return a PDF of two pages."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=14)
    for words in (
        "Giraffes are the tallest animals that live on land today.",
        "Lions sleep for twenty hours on most days. They hunt at night.",
    ):
        pdf.add_page()
        pdf.multi_cell(0, 10, words)
    return bytes(pdf.output())


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser; the tests are skipped where there is none, unless one is required."""
    if CHROMIUM is None:
        if os.environ.get("QA_REQUIRE_BROWSER") == "1":
            pytest.fail("QA_REQUIRE_BROWSER=1, but no chromium or google-chrome on PATH")
        pytest.skip("no chromium or google-chrome on PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """Open the page; nothing may leave the machine, run, or fail while it is open."""
    requests: list[str] = []
    trouble: list[str] = []
    with browser.new_context(**options) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        page.goto(address)
        expect(page.get_by_label(strings.QUESTION_LABEL)).to_be_visible()
        yield page
        local = (address, "data:", f"blob:{address}")  # a blob is in the memory of the page
        away = [url for url in requests if not url.startswith(local)]
        assert not away, away
        assert not trouble, trouble


def send(page: Page, question: str) -> None:
    """Type a question and send it with Enter."""
    page.get_by_label(strings.QUESTION_LABEL).fill(question)
    page.keyboard.press("Enter")


def ask(page: Page, question: str) -> None:
    """Send a question, and see that one thing more has been said."""
    answers = page.locator(ANSWER).count()
    send(page, question)
    expect(page.locator(ANSWER)).to_have_count(answers + 1, timeout=30_000)


def barriers(page: Page, where: str) -> list[str]:
    """Return what axe-core calls serious by its rules for WCAG 2.2 AA."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": rules, "resultTypes": ["violations"]}  # what passed is long to send
    violations = Axe().run(page, options=options).response["violations"]
    return [
        f"{where}: {item['id']}: {node['target']} {node['failureSummary']}"
        for item in violations
        if item["impact"] in {"serious", "critical"}
        for node in item["nodes"]
    ]


def go_to(page: Page, name: str) -> None:
    """Open a view from the masthead."""
    page.locator("#masthead nav a", has_text=name).click()


def text_of(page: Page, selector: str) -> str:
    """Return the ``textContent`` of the first match."""
    return str(page.locator(selector).first.evaluate("element => element.textContent"))


def focused(page: Page) -> str:
    """Return tag and class of what has the focus."""
    return str(page.evaluate("(e => `${e.tagName} ${e.className}`)(document.activeElement)"))
