"""Thirty hostile documents and more, as many hostile questions: shown as they are, and inert.

What ``opened`` watches holds throughout: no request leaves the machine, nothing runs, nothing
fails.
"""

from __future__ import annotations

import io
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browsing import ask, opened, served, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.long

PAYLOADS = {
    "aardvark": "<script>alert(1)</script>",
    "badger": "<img src=x onerror=alert(2)>",
    "camel": "<svg onload=alert(3)><circle/></svg>",
    "dingo": "![pixel](http://evil.example/pixel.png)",
    "echidna": "[click](javascript:alert(4))",
    "ferret": "$\\href{http://evil.example}{x}$ and $$\\frac{a}{b}$$",
    "gibbon": "\u202egnp.exe\u202c and \u2066hidden\u2069",
    "hyena": "<iframe src=http://evil.example></iframe>",
    "ibex": "<a href=http://evil.example ping=http://evil.example>link</a>",
    "jackal": "</div></blockquote></main><h1>out</h1>",
    "koala": "<style>*{display:none}</style>",
    "lemur": "<base href=http://evil.example/>",
    "mongoose": "<meta http-equiv=refresh content=0;url=http://evil.example>",
    "newt": "<form action=http://evil.example><input name=token></form>",
    "ocelot": "`code` ~~~ ``` # heading",
    "panda": "&lt;b&gt; &amp;amp; &#60;script&#62;",
    "quail": "<button class=chip value=../../etc/passwd:0:4>chip</button>",
    "raccoon": "<strong class=said>said</strong><button class=record value={}></button>",
    "serval": "<link rel=stylesheet href=http://evil.example/a.css>",
    "tapir": "<video src=http://evil.example/v.mp4 autoplay></video>",
    "urchin": "<object data=http://evil.example></object><embed src=http://evil.example>",
    "vicuna": "${alert(5)} {{7*7}} <%= 7*7 %> #{7*7}",
    "walrus": "<math><mtext><img src=http://evil.example/m.png></mtext></math>",
    "xerus": "<template><script>alert(6)</script></template><noscript><p title='</noscript>'>",
    "yak": "<details open ontoggle=alert(7)><summary>s</summary></details>",
    "zebu": "\\<script\\>alert(8)\\</script\\> **bold** _it_ ~~no~~ | a | b |",
    "alpaca": "<a href='data:text/html,<script>alert(9)</script>'>data</a>",
    "bison": "a\u0301\u0301\u0301\u200b\u200d\ufeffb \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "caracal": "\" onmouseover=\"alert(10)\" x=\" ' onfocus='alert(11)' autofocus='",
    "eland": "\x1b[31mred\x1b[0m and \x1b]0;title\x1b\\",
    "dugong": "<!-- --><![CDATA[<script>alert(12)</script>]]><?php echo 1 ?>",
}


WORD = "<b>w" * 2_500_000
"""Ten megabytes without a space."""


def document(animal: str) -> str:
    """Return the text of a hostile document."""
    kept = f"The {animal} keeps {PAYLOADS[animal]} beside its den at night."
    return f"Notes on the {animal}.\n\n{kept}\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    for animal in PAYLOADS:
        (corpus / f"{animal}.txt").write_text(document(animal), encoding="utf-8")
    (corpus / "<img src=x onerror=alert(13)>.txt").write_text("A file of a hostile name.")
    (corpus / "bomb.docx").write_bytes(bomb())
    (corpus / "nulls.txt").write_bytes(b"Zero\x00bytes\x00everywhere")
    (corpus / "word.txt").write_text(f"The word without end begins here. {WORD} It ends.")
    (corpus / "long.txt").write_text(f"The long line begins.{' ' * 10_000_000}It ends.")
    with served(folder / "index", corpus) as started:
        yield started


def bomb() -> bytes:
    """Return a Word document that unpacks to a gigabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as member:
            for _ in range(1024):
                member.write(b"\0" * (1 << 20))
    return file.getvalue()


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 11))
def test_hostile_words_are_shown_byte_for_byte_and_do_nothing(
    browser: Browser, address: str, first: int
) -> None:
    """In the question, in the quote, in the source beside it, and after the page is reloaded."""
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        animals = list(PAYLOADS)[first : first + 11]
        for animal in animals:
            question = f"What does the {animal} keep beside its den? {PAYLOADS[animal]}"
            ask(page, question)
            row = page.locator(".message-row .question .words").last
            assert row.evaluate("element => element.textContent") == question
            answer = page.locator(".message-row .answer").last
            chips = answer.locator(".chip")
            values = [chips.nth(i).get_attribute("value") or "" for i in range(chips.count())]
            place = next(i for i, value in enumerate(values) if value.startswith(f"{animal}.txt:"))
            quote = answer.locator(".quote").nth(place).locator("blockquote")
            words = str(quote.evaluate("element => element.textContent"))
            assert words in document(animal)
            chips.nth(place).evaluate("chip => chip.click()")
            expect(page.locator("mark")).to_be_focused()
            assert text_of(page, "mark") == words
            assert text_of(page, ".sheet-text") == document(animal)
            inside = page.locator(
                ":is(#conversation, #source) :is(img, script, svg, iframe, a, object, math, "
                "form:not(.sheet-search))"
            )
            assert inside.locator("visible=true").count() == 0
            page.keyboard.press("Escape")
        page.reload()
        expect(page.locator(".question")).to_have_count(len(animals), timeout=30_000)
        shown = page.locator(".message-row .question .words")
        assert [shown.nth(i).evaluate("e => e.textContent") for i in range(len(animals))] == [
            f"What does the {animal} keep beside its den? {PAYLOADS[animal]}" for animal in animals
        ]


def test_hostile_files_are_listed_or_refused_and_never_served(
    browser: Browser, address: str
) -> None:
    """A bomb is refused when it is read, a name is text, and no path leads to a file."""
    with opened(browser, address) as page:
        page.goto(f"{address}#/documents")
        rows = page.locator("tbody tr")
        expect(rows.filter(has_text="<img src=x onerror=alert(13)>.txt")).to_have_count(1)
        expect(rows.filter(has_text="bomb.docx")).to_have_count(0)
    for path in ("aardvark.txt", "corpus/aardvark.txt", "gradio_api/file=corpus/aardvark.txt"):
        request = urllib.request.Request(urllib.parse.urljoin(address, path))
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        assert refused.value.code in {403, 404}


def test_a_line_of_ten_megabytes_opens(browser: Browser, address: str) -> None:
    """To the character, at its quote."""
    with opened(browser, address) as page:
        ask(page, "How does the long line begin?")
        page.locator('.chip[value^="long.txt:"]').first.click()
        expect(page.locator("mark")).to_be_focused(timeout=30_000)
        length = page.locator(".sheet-text").evaluate("element => element.textContent.length")
        assert length >= 1_000_000  # the source sends long text in pieces


def test_a_word_of_ten_megabytes_is_built_and_opens_unbroken(
    browser: Browser, address: str
) -> None:
    """It lies in no passage; the source shows it to the character, and not wider than itself."""
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        ask(page, "How does the word without end begin?")
        page.locator('.chip[value^="word.txt:"]').first.click()
        expect(page.locator("mark")).to_be_focused(timeout=60_000)
        assert "begins here" in text_of(page, "mark")
        source = page.locator(".sheet-text")
        assert source.evaluate("element => element.textContent.length") >= 1_000_000
        assert source.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
        assert page.locator(".sheet-text b").count() == 0
        page.keyboard.press("Escape")
        ask(page, "How many okapis are there?")


def test_a_null_byte_in_a_question_is_shown_as_a_replacement(
    browser: Browser, address: str
) -> None:
    """A browser cannot show it; that something stood there is seen."""
    with opened(browser, address) as page:
        ask(page, "What does the\x00aardvark keep?")
        shown = text_of(page, ".question .words")
        assert shown == "What does the\ufffdaardvark keep?"
