"""Takes the pictures of the page in docs/screenshots: phone, laptop and wide, light and dark.

Run: python -m tests.screenshots [--into docs/screenshots] [NAME…]

Each is named ``view-size-scheme.png`` and has at most 128 colours, which text on paper does not
miss. NAME picks views, such as ``answer``.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fpdf import FPDF
from PIL import Image
from playwright.sync_api import expect

from qa.web import strings
from tests.support.browsing import ARTICLE, QUESTION, ROOT, UNANSWERED, ask, go_to, launched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

SIZES: dict[str, dict[str, object]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "wide": {"viewport": {"width": 1920, "height": 1080}},
}
SCHEMES = ("light", "dark")
COLOURS = 128
TOKEN = "a token for the pictures"

RULES = """
House rules
These rules are part of every lease in the house at Mill Lane 4. They were agreed by the owners
on 3 March 2024.
Quiet hours are from 22:00 to 07:00, and from 13:00 to 15:00 on Sundays. Music and instruments
must not be heard in other flats during these hours.
Bicycles are kept in the cellar. The stairs and the entrance are an escape route and stay free
of bicycles, prams and furniture at all times.

Laundry and waste
The laundry room is open from 08:00 to 20:00. A wash costs 2 euros, paid by card at the machine
in the cellar. Who leaves the room dirty pays for its cleaning.
Household waste is collected every Tuesday, paper on the first Friday of a month. Bulky waste
is called for by the tenant, and waits inside the flat until it is fetched.
Pets need the written consent of the owner. Small animals in cages need none.
"""

SERVE = """
import os, sys
from pathlib import Path
from qa.pipeline import build
from qa.web import serve
from qa.web.authentication.keys import read_keys
index, corpus = map(Path, sys.argv[1:])
if any(corpus.iterdir()):
    build(corpus, into=index)
serve(index, port=0, corpus=corpus, keys=read_keys(None),
      on_ready=lambda address: print("ready", address, flush=True))
"""


def rules() -> bytes:
    """Return a PDF of two pages."""
    pdf = FPDF()
    pdf.set_title("House rules, Mill Lane 4")
    pdf.set_margin(25)
    for printed in RULES.strip().split("\n\n"):
        title, *paragraphs = re.split(r"\n(?=[A-Z])", printed)
        pdf.add_page()
        pdf.set_font("Times", "B", 20)
        pdf.multi_cell(0, 14, title, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Times", size=13)
        for words in paragraphs:
            pdf.multi_cell(0, 7, words.replace("\n", " "), new_x="LMARGIN", new_y="NEXT")
            pdf.ln(4)
    return bytes(pdf.output())


def greeting(page: Page) -> None:
    """Before the first question."""
    expect(page.locator(".example").first).to_be_visible()


def answer(page: Page) -> None:
    """An answer; beside it, where there is room, its source."""
    ask(page, QUESTION)
    if page.viewport_size and page.viewport_size["width"] > 800:
        page.locator(".chip").first.click()
        expect(page.locator("mark")).to_be_focused()


def why(page: Page) -> None:
    """What speaks for a quote, unfolded."""
    ask(page, "Which EU members opposed the tariffs?")
    page.get_by_text(strings.WHY, exact=True).first.click()


def source(page: Page) -> None:
    """A page of a PDF as it is printed; on a phone, the text at the quote."""
    ask(page, "When are quiet hours on Sundays?")
    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_focused()
    if page.viewport_size and page.viewport_size["width"] > 800:
        page.get_by_role("button", name=strings.PICTURE).click()
        expect(page.locator(".leaf img").first).to_be_visible()


def not_found(page: Page) -> None:
    """Nothing to quote."""
    ask(page, UNANSWERED)


def documents(page: Page) -> None:
    """The documents, one of them refused."""
    go_to(page, strings.NAV_DOCUMENTS)
    expect(page.locator("tbody tr").first).to_be_visible()


def check(page: Page) -> None:
    """A quotation that was altered."""
    go_to(page, strings.NAV_CHECK)
    claim = "which delivered 30,000 EVs in October 2024, mere months after launching its first car"
    page.get_by_label(strings.CHECK_LABEL).fill(claim)
    page.get_by_role("button", name=strings.CHECK_SEND, exact=True).click()
    expect(page.locator(".outcome")).to_be_visible()


def index(page: Page) -> None:
    """What the index is."""
    go_to(page, strings.NAV_INDEX)
    expect(page.locator("dd").first).to_be_visible()


def empty(page: Page) -> None:
    """A corpus without documents."""
    expect(page.get_by_text(strings.EMPTY, exact=True)).to_be_visible()


def login(page: Page) -> None:
    """The form that asks for a token."""
    expect(page.get_by_label(strings.LOGIN_LABEL)).to_be_visible()


VIEWS: dict[str, Callable[[Page], None]] = {
    "greeting": greeting,
    "answer": answer,
    "why": why,
    "source": source,
    "not-found": not_found,
    "documents": documents,
    "check": check,
    "index": index,
}
EMPTY: dict[str, Callable[[Page], None]] = {"empty": empty}
LOGIN: dict[str, Callable[[Page], None]] = {"login": login}


@contextmanager
def serving(corpus: Path, **environment: str) -> Iterator[str]:
    """Serve a folder of documents in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(corpus.with_suffix(".index")), str(corpus)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield next(line for line in process.stdout if line.startswith("ready")).split()[1]
    finally:
        process.kill()
        process.wait()


def take(
    browser: Browser, address: str, views: dict[str, Callable[[Page], None]], into: Path
) -> None:
    """Take the pictures of these views in every size and scheme."""
    for name, show in views.items():
        for size, options in SIZES.items():
            for scheme in SCHEMES:
                with browser.new_context(color_scheme=scheme, **options) as context:  # type: ignore[arg-type]
                    page = context.new_page()
                    page.goto(address)
                    show(page)
                    page.wait_for_timeout(400)
                    taken = page.screenshot(animations="disabled", caret="hide")
                path = into / f"{name}-{size}-{scheme}.png"
                with Image.open(io.BytesIO(taken)) as picture:
                    reduced = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                reduced.save(path, optimize=True)
                print(path, path.stat().st_size)  # noqa: T201


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="views to take (all)")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)

    def wanted(views: dict[str, Callable[[Page], None]]) -> dict[str, Callable[[Page], None]]:
        names = options.names or views
        return {name: show for name, show in views.items() if name in names}

    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        corpus, nothing = Path(folder, "corpus"), Path(folder, "nothing")
        corpus.mkdir()
        nothing.mkdir()
        shutil.copy(ARTICLE, corpus)
        (corpus / "house-rules.pdf").write_bytes(rules())
        (corpus / "letter.pdf").write_bytes(b"no PDF")
        for views, place, environment in (
            (VIEWS, corpus, {}),
            (EMPTY, nothing, {}),
            (LOGIN, corpus, {"QA_TOKEN": TOKEN}),
        ):
            if chosen := wanted(views):
                with serving(place, **environment) as address:
                    take(browser, address, chosen, options.into)


if __name__ == "__main__":
    main()
