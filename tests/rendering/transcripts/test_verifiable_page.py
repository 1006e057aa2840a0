"""A transcript that checks itself in a browser, opened as a file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from qa.files.hashing import sha256_of_text
from qa.receipts import Source
from qa.records import Answer, Citation, Document, Quote, Span, Why
from qa.rendering.transcripts.verifiable_page import LONGEST_TEXT, to_verifiable_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LEASE = "The 🏠 lease.\r\n<b>Rent</b> is €900 & due\x00 monthly. 𝔗he deposit is </script> €1,800.\n"
RENT = "<b>Rent</b> is €900 & due\x00 monthly."
DEPOSIT = "𝔗he deposit is </script> €1,800."


def document(doc_id: str, text: str) -> Document:
    """Return a document whose file is its text."""
    sha256 = sha256_of_text(text)
    return Document(doc_id, "Lease", text, sha256, sha256, "text/plain")


def quoted(source: Document, words: str) -> Quote:
    """Return a quote of words of a document."""
    start = source.text.index(words)
    file = Source(sha256=source.source_sha256, media_type=source.media_type)
    citation = Citation(
        source.doc_id, "Lease", (), None, start, start + len(words), "", "", source=file
    )
    return Quote(words, citation, 0.8, Span(0, 9), Why(0.5, 2.5, 0.75, 1.0, ()))


def answered(question: str, *quotes: Quote) -> Answer:
    """Return an answer with quotes."""
    return Answer(question, quotes, found=True, confidence=0.9, nearest=(), index="0" * 16)


@pytest.fixture
def lease() -> Document:
    return document("a/lease.txt", LEASE)


@pytest.fixture
def content(lease: Document) -> str:
    """A conversation with two quotes."""
    answers = [answered("How much?", quoted(lease, RENT), quoted(lease, DEPOSIT))]
    return to_verifiable_page(answers, {lease.doc_id: lease}.__getitem__)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    """One tab that may load nothing but files."""
    return browser.new_page()


def result(page: Page, path: Path, content: str) -> str:
    """Return what a page says after it checked itself."""
    file = path / "lease.html"
    file.write_text(content, encoding="utf-8", newline="")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    assert {url for url in requests if not url.startswith("blob:")} <= {file.as_uri()}
    return page.inner_text("#result")


def test_an_untouched_file_passes(page: Page, tmp_path: Path, content: str) -> None:
    """Offsets count code points, and mark-up, NUL and carriage returns of a text change nothing."""
    assert result(page, tmp_path, content).startswith("✓ Quotes checked: 2.")
    assert page.locator("figure.passed").count() == 2
    page.locator("figure summary").first.click()
    assert page.text_content("figure mark") == RENT


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("is €900 &amp; due", "is €901 &amp; due", "1 of 2 quotes failed."),
        ("is €900 & due", "is €901 & due", "The text of a/lease.txt was changed"),
        ("How much?", "How many?", "something else in this file was changed"),
        ("80%", "99%", "something else in this file was changed"),
        ('data-start="14"', 'data-start="13"', "1 of 2 quotes failed."),
        ('"confidence": 0.9', '"confidence": 0.8', "something else in this file was changed"),
    ],
)
def test_one_changed_character_fails(  # noqa: PLR0913, PLR0917
    page: Page, tmp_path: Path, content: str, old: str, new: str, says: str
) -> None:
    """In a quote, its text, a question, a citation, an offset or a receipt."""
    assert old in content
    shown = result(page, tmp_path, content.replace(old, new, 1))
    assert shown.startswith("✗ ")
    assert says in shown


def test_a_quote_and_its_text_changed_together_fail(
    page: Page, tmp_path: Path, content: str
) -> None:
    """The hash of the text is the old one."""
    shown = result(page, tmp_path, content.replace("€900", "€950"))
    assert "The text of a/lease.txt was changed" in shown


def test_files_are_compared_by_their_bytes(page: Page, tmp_path: Path, content: str) -> None:
    """The one that was quoted is recognized under any name, and another is not."""
    result(page, tmp_path, content)
    same, other = tmp_path / "copy.txt", tmp_path / "other.txt"
    same.write_bytes(LEASE.encode())
    other.write_bytes(LEASE.encode() + b" ")
    page.set_input_files("#files", [same, other])
    expect(page.locator("#compared")).not_to_be_empty()
    first, second = page.inner_text("#compared").split("\n")
    assert first == "✓ copy.txt is the file that was quoted (a/lease.txt)."
    assert second.startswith("✗ other.txt has other bytes")


def test_the_hash_of_the_page_is_sha256(page: Page, tmp_path: Path, content: str) -> None:
    """Of any length, around the ends of blocks too."""
    result(page, tmp_path, content)
    lengths = [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000]
    script = "lengths => lengths.map(n => sha256(new Uint8Array(n).map((_, i) => i * 7)))"
    wanted = [
        hashlib.sha256(bytes(7 * i % 256 for i in range(length))).hexdigest() for length in lengths
    ]
    assert page.evaluate(script, lengths) == wanted


def test_of_a_long_document_the_file_has_what_is_around_the_quotes(
    page: Page, tmp_path: Path
) -> None:
    """And checks them there."""
    long = document("long.txt", "word " * (LONGEST_TEXT // 5) + LEASE + "word " * 2_000)
    content = to_verifiable_page([answered("How much?", quoted(long, RENT))], lambda _: long)
    assert len(content) < 60_000
    assert "only the text around the quotes" in content
    assert result(page, tmp_path, content).startswith("✓ Quotes checked: 1.")
    changed = content.replace("is €900 &amp; due", "is €901 &amp; due", 1)
    assert "1 of 1 quotes failed." in result(page, tmp_path, changed)


def test_a_quote_without_its_text_fails(page: Page, tmp_path: Path, lease: Document) -> None:
    """Its document may be gone from the index."""

    def gone(doc_id: str) -> Document:
        raise KeyError(doc_id)

    content = to_verifiable_page([answered("How much?", quoted(lease, RENT))], gone)
    assert "1 of 1 quotes failed." in result(page, tmp_path, content)
    assert "not in this file" in page.inner_text(".check")


def test_only_its_own_script_may_run(content: str, lease: Document) -> None:
    """The policy allows nothing else, and no word of a document ends the data that it is in."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', content)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert content.count("</script>") == 4
    hostile = replace(answered("</script><script>x()", quoted(lease, DEPOSIT)))
    assert to_verifiable_page([hostile], lambda _: lease).count("</script>") == 4
