"""Quotes in the formats of other programs."""

from __future__ import annotations

import json

from test_verifying import SPAN, TEXT, document

from qa.citations import cite
from qa.exports import FORMATS, link
from qa.records import Answer, Quote, Why

BASE = "https://example.org/docs/"


def answer(*, media_type: str = "text/plain", found: bool = True) -> Answer:
    """Return an answer with one quote of TEXT."""
    from dataclasses import replace  # noqa: PLC0415

    owner = replace(document(doc_id="a b/orchard_1.txt"), media_type=media_type)
    if media_type == "application/pdf":
        owner = replace(owner, pages=(0, 5))
    quote = Quote(
        TEXT[SPAN.start : SPAN.end],
        cite(owner, SPAN, ("Trees & more",)),
        0.9,
        SPAN,
        Why(0.5, 1.0, 0.5, 1.0, ()),
    )
    quotes = (quote,) if found else ()
    return Answer("How many?", quotes, found=found, confidence=0.9, nearest=(), index="0" * 16)


def exported(form: str, base_url: str = "") -> str:
    """Return the answer in a format."""
    return FORMATS[form](answer(), base_url, lambda _: TEXT)


def test_html_holds_the_words_and_links_to_their_place() -> None:
    """Escaped; without an address there is no link."""
    shown = exported("html", BASE)
    assert f'<blockquote cite="{BASE}a%20b/orchard_1.txt#:~:text=The%20orchard' in shown
    assert "<figcaption>— <a href=" in shown
    assert "Orchard › Trees &amp; more</a>" in shown
    assert "href" not in exported("html")


def test_csl_json_is_an_item_a_quote() -> None:
    """With the fields reference managers know."""
    (item,) = json.loads(exported("csl-json", BASE))
    assert item["type"] == "webpage"
    assert item["title"] == "Orchard"
    assert item["section"] == "Trees & more"
    assert item["URL"].startswith(f"{BASE}a%20b/orchard_1.txt#:~:text=")
    assert item["note"].startswith("“The orchard of Ms Alvarez")
    (item,) = json.loads(exported("csl-json"))
    assert item["type"] == "document"
    assert "URL" not in item
    assert "page" not in item


def test_bibtex_is_an_entry_a_quote() -> None:
    """What means something to TeX is escaped."""
    lines = exported("bibtex").split("\n")
    assert lines[0] == "@misc{a-b-orchard-1-txt-16,"
    assert r"  chapter = {Trees \& more}," in lines
    assert r"  howpublished = {a b/orchard\_1.txt}," in lines
    assert lines[-1] == "}"


def test_annotations_have_the_selectors_of_the_citation() -> None:
    """JSON-LD of the Web Annotation model; the same answer gives the same ids."""
    page = json.loads(exported("annotations", BASE))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    (item,) = page["items"]
    assert item["type"] == "Annotation"
    assert item["body"]["value"] == "How many?"
    assert item["target"]["source"] == f"{BASE}a%20b/orchard_1.txt"
    position, quotation = item["target"]["selector"]
    assert TEXT[position["start"] : position["end"]] == quotation["exact"]
    assert exported("annotations", BASE) == exported("annotations", BASE)


def test_a_pdf_is_opened_at_its_page() -> None:
    """Browsers know no text fragments there."""
    (quote,) = answer(media_type="application/pdf").quotes
    assert link(quote, BASE) == f"{BASE}a%20b/orchard_1.txt#page=2"


def test_every_format_can_say_that_nothing_was_found() -> None:
    """Without an error, and with no quote."""
    for form in FORMATS.values():
        assert "orchard" not in form(answer(found=False), BASE, lambda _: TEXT)
