"""A transcript for reference managers, Obsidian and Hypothesis, and as PDF."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import datetime, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from qa.records import LeadIn
from qa.rendering.transcripts.formats import FORMATS, Export, format_of
from qa.rendering.transcripts.hypothesis import to_hypothesis
from qa.rendering.transcripts.obsidian import to_obsidian, to_obsidian_zip
from qa.rendering.transcripts.pdf import to_pdf
from qa.rendering.transcripts.reference_managers import to_csl, to_ris
from tests.rendering.transcripts.conftest import WORDS
from tests.support.tables import OOLONG, PRICES, answering, quoted, wide_row

if TYPE_CHECKING:
    from qa.records import Answer

DAY = datetime(2026, 6, 3, tzinfo=timezone.utc)


def words_of(content: bytes) -> str:
    """Return the text of a PDF, as another library reads it."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_ris_has_a_record_for_each_document(conversation: list[Answer]) -> None:
    """Its quotes are notes; one that answers several questions is one note."""
    tags = [line.partition("  - ") for line in to_ris(conversation).splitlines()]
    assert [tag for tag, _, _ in tags] == ["TY", "TI", "DB", "N1", "ER"]
    note = tags[3][2]
    assert note.startswith(f"“{' '.join(WORDS.split())}” — Birds › Air, page 3 (a/birds.txt")
    assert note.endswith("What do birds do? Do they swim? And <i>bats</i>?")
    assert "UR  - https://x.org/a/birds.txt\r\n" in to_ris(conversation, "https://x.org")


def test_csl_has_each_quote_once(conversation: list[Answer]) -> None:
    """Reference managers know items by their id."""
    (item,) = json.loads(to_csl(conversation))
    assert item["title"] == "Birds"
    assert WORDS in item["note"]
    assert json.loads(to_csl([])) == []


def test_hypothesis_takes_an_annotation_for_each_quote(conversation: list[Answer]) -> None:
    """With both selectors, as its API wants them."""
    found = json.loads(to_hypothesis(conversation, "https://x.org/"))["annotations"]
    assert len(found) == 3
    first = found[0]
    assert first["uri"] == first["target"][0]["source"] == "https://x.org/a/birds.txt"
    position, quote = first["target"][0]["selector"]
    assert (position["type"], position["start"]) == ("TextPositionSelector", 5)
    assert (quote["type"], quote["exact"]) == ("TextQuoteSelector", WORDS)
    assert first["text"].startswith("What do birds do?\n\n")


def test_obsidian_shows_the_blocks_of_the_documents_notes(conversation: list[Answer]) -> None:
    """Each link of the note with the answers leads to one block of a note."""
    notes = to_obsidian(conversation, "Talk: 1/2", DAY)
    source, answers = notes["Sources/Birds.md"], notes["Talk 1 2.md"]
    assert source.startswith('---\ntitle: "Birds"\nfile: "a/birds.txt"\n')
    assert "> Birds \\<b\\>fly\\</b\\> \\& sing\\.\n> Most of them, \\*often\\*\\.\n" in source
    (block,) = [line[1:] for line in source.splitlines() if line.startswith("^quoth-")]
    assert answers.count(f"![[Sources/Birds#^{block}]]") == 4
    with zipfile.ZipFile(BytesIO(to_obsidian_zip(conversation, "Talk: 1/2", DAY))) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == notes


def test_documents_of_one_title_have_notes_of_their_own(conversation: list[Answer]) -> None:
    """Names differ in more than case, for file systems that ignore it."""
    first = conversation[0]
    quote = first.quotes[0]
    others = [
        replace(quote, citation=replace(quote.citation, doc_id=name, title=title))
        for name, title in (("b/[x].txt", "BIRDS"), ("b/x.txt", "birds"), ("c", "///"))
    ]
    notes = to_obsidian([replace(first, quotes=(quote, *others))])
    folded = {name.casefold() for name in notes}
    assert len(folded) == len(notes) == 5
    assert "Sources/BIRDS (b x txt).md" in notes


def test_a_pdf_has_every_word(conversation: list[Answer]) -> None:
    """Mark-up of a quote is words; the same conversation has the same bytes."""
    content = to_pdf(conversation, "<Talk>", DAY)
    shown = words_of(content)
    assert "<Talk> Exported from Quoth on 3 June 2026." in shown
    assert shown.count(" ".join(WORDS.split())) == 4
    assert "Not found in these documents." in shown
    assert content == to_pdf(conversation, "<Talk>", DAY)
    outline: Any = PdfReader(BytesIO(content)).outline
    titles = [item.title for item in outline]
    assert titles[:2] == ["What do birds do?", "Do they swim?"]


def test_rows_are_a_table_where_they_fit() -> None:
    """Below the names of their columns; wide ones stay lines of text."""
    shown = words_of(to_pdf([answering(quoted(PRICES, OOLONG), wide_row())]))
    assert "Tea Pot Note *Oolong* 6.00 <b>rare</b> & dear" in shown


@pytest.mark.parametrize("words", ["word " * 3_000, "x" * 20_000, "line\n" * 300])
def test_a_long_quote_goes_on_over_pages(conversation: list[Answer], words: str) -> None:
    """Whatever it is made of."""
    first = conversation[0]
    quote = replace(first.quotes[0], text=words)
    shown = words_of(to_pdf([replace(first, quotes=(quote,))]))
    assert sum(shown.count(char) for char in "x") + shown.count("word") + shown.count("line") > 250


@pytest.mark.parametrize("words", ["שלום", "吾輩は猫である", "नमस्ते", "a\x00b"])
def test_what_the_fonts_cannot_show_is_said(conversation: list[Answer], words: str) -> None:
    """Letters that are missing, or set from left to right, would be another quote."""
    first = conversation[0]
    shown = words_of(to_pdf([replace(first, quotes=(replace(first.quotes[0], text=words),))]))
    assert f"a PDF by Quoth cannot show (U+{ord(words[0]) if words[0] != 'a' else 0:04X}" in shown
    assert words not in shown


def test_greek_and_cyrillic_are_shown(conversation: list[Answer]) -> None:
    """And signs of money and mathematics."""
    words = "Ἐν ἀρχῇ ἦν ὁ λόγος. Мороз и солнце ≤ 5 € – żółć"
    first = conversation[0]
    quote = replace(first.quotes[0], text=words)
    assert words in words_of(to_pdf([replace(first, quotes=(quote,))]))


def test_the_ending_of_a_name_says_the_format() -> None:
    """A web page checks itself."""
    assert format_of("a.PDF") is FORMATS["pdf"]
    assert format_of("a.html") is FORMATS["verifiable-html"]
    assert format_of("a.csl.json") is FORMATS["csl-json"]
    assert format_of("a.json") is None


@pytest.mark.parametrize("name", ["pdf", "docx", "html", "markdown", "ris", "csl-json", "bibtex"])
def test_an_item_of_a_list_is_below_what_introduces_it(
    name: str, conversation: list[Answer]
) -> None:
    """Without "We do not pay for:", it would seem to be paid for."""
    (quote,) = conversation[0].quotes
    item = replace(quote, lead_ins=(LeadIn("We do not pay for", 0, 17),))
    answers = [replace(conversation[0], quotes=(item,))]
    nothing: Any = {}.__getitem__
    content = FORMATS[name].write(Export(answers, "Talk", DAY, nothing, nothing))
    content = content if isinstance(content, bytes) else content.encode()
    if name == "docx":
        with zipfile.ZipFile(BytesIO(content)) as parts:
            content = parts.read("word/document.xml")
    words = words_of(content) if name == "pdf" else content.decode()
    assert 0 < words.index("We do not pay for") < words.index("Birds", words.index("We do not"))


def test_obsidian_has_what_introduces_an_item(conversation: list[Answer]) -> None:
    """In the note of the document, above the quote."""
    (quote,) = conversation[0].quotes
    item = replace(quote, lead_ins=(LeadIn("We do not pay for:", 0, 18),))
    notes = to_obsidian([replace(conversation[0], quotes=(item,))], "Talk", DAY)
    assert "> *We do not pay for:*\n>\n> Birds" in notes["Sources/Birds.md"]
