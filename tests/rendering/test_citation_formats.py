"""Quotes in the formats of other programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from qa.answers.citations import cite
from qa.records import Answer, Quote, Why
from qa.rendering.citation_formats import FORMATS, link
from tests.verification.test_verifying import SPAN, TEXT, document

BASE = "https://example.org/docs/"


def answer(
    *, media_type: str = "text/plain", found: bool = True, doc_id: str = "a b/orchard_1.txt"
) -> Answer:
    """Return an answer with one quote of TEXT."""
    owner = replace(document(doc_id=doc_id), media_type=media_type)
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
    assert re.fullmatch(r"@misc\{a-b-orchard-1-txt-16-[0-9a-f]{8},", lines[0])
    assert r"  chapter = {Trees \& more}," in lines
    assert r"  howpublished = {a b/orchard\_1.txt}," in lines
    assert lines[-1] == "}"


_ALIKE = {
    "Cyrillic": ("договор.txt", "протокол.txt"),
    "Greek": ("σύμβαση.txt", "πρακτικά.txt"),
    "Arabic": ("عقد.txt", "محضر.txt"),
    "Hebrew": ("חוזה.txt", "פרוטוקול.txt"),
    "Han": ("合同.txt", "纪要.txt"),
    "Hangul": ("계약.txt", "회의록.txt"),
    "Devanagari": ("अनुबंध.txt", "कार्यवृत्त.txt"),
    "marks": ("resume.txt", "résumé.txt"),
    "punctuation": ("a b.txt", "a-b.txt", "a/b.txt", "a_b.txt", "a_b_txt"),
    "case, which BibTeX ignores": ("Lease.txt", "lease.txt"),
    "the end of a long name": (f"{'clause ' * 20}one.txt", f"{'clause ' * 20}two.txt"),
}


@pytest.mark.parametrize("names", _ALIKE.values(), ids=_ALIKE)
def test_no_two_documents_share_an_id(names: tuple[str, ...]) -> None:
    """Whatever script they are named in; and the same document has the same id every time."""
    for form, pattern in (("bibtex", r"@misc\{(.*),"), ("csl-json", r'"id": "(.*)"')):
        keys = []
        for name in names * 2:
            made = FORMATS[form](answer(doc_id=name), "", lambda _: TEXT)
            keys += re.findall(pattern, made)
        assert keys[: len(names)] == keys[len(names) :]
        assert len({key.lower() for key in keys}) == len(names)
        assert all(re.fullmatch(r"[A-Za-z0-9-]{1,90}", key) for key in keys)


def test_quotes_of_other_words_or_versions_have_other_ids() -> None:
    """A longer quote from the same place, and the same place of a document that was changed."""
    (quote,) = answer().quotes
    citation = quote.citation
    longer = replace(citation, end=citation.end + 1)
    changed = replace(citation, source=replace(citation.source, sha256="1" * 64))
    quotes = tuple(replace(quote, citation=one) for one in (citation, longer, changed))
    items = json.loads(FORMATS["csl-json"](replace(answer(), quotes=quotes), "", None))
    assert len({item["id"] for item in items}) == 3


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
