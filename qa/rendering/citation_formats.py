"""Quotes with their citations for other programs: HTML, CSL-JSON, BibTeX, Web Annotation."""

from __future__ import annotations

import html
import json
import re
import unicodedata
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent_encoded

from qa.files.hashing import sha256_of_text
from qa.records import NOT_FOUND, PDF
from qa.rendering.text import citation_line, offsets_line, to_json, to_markdown, to_text
from qa.rendering.text_fragments import text_fragment
from qa.terminal import to_json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.records import Answer, Quote

    TextOf = Callable[[str], str]

_LONGEST_NAME = 60  # characters of a document's name in a key
_SHOWN_BY_BROWSERS = ("text/html", "application/xhtml+xml", "text/plain")
# Every character that TeX reads as a command.
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_{}"},
}


def link(quote: Quote, base_url: str, text_of: TextOf | None = None) -> str:
    """Return the address of a quote's document, scrolled to the quote if a browser can do so.

    Args:
        quote: of the document.
        base_url: address of the folder that was indexed; empty for none, and then no link.
        text_of: ``doc_id`` → text of the document, to make sure that a text fragment leads to
            the quote and nowhere else; None for no text fragments.
    """
    if not base_url:
        return ""
    citation = quote.citation
    url = f"{base_url.rstrip('/')}/{percent_encoded(citation.doc_id)}"
    if citation.source.media_type == PDF:
        return f"{url}#page={citation.page}" if citation.page else url
    if text_of is None or citation.source.media_type not in _SHOWN_BY_BROWSERS:
        return url
    return url + text_fragment(text_of(citation.doc_id), citation.start, citation.end)


def to_html(answer: Answer, base_url: str = "", text_of: TextOf | None = None) -> str:
    """Return each quote as a figure: the words, and a caption that links to them.

    Args:
        answer: with the quotes.
        base_url: address of the folder that was indexed; empty for none, and then no links.
        text_of: ``doc_id`` → text of the document, for links to the very words.
    """
    figures = [_figure(quote, link(quote, base_url, text_of)) for quote in answer.quotes]
    remarks = [f"<p>{html.escape(answer.note)}</p>"] if answer.note else []
    return "\n".join([*remarks, *figures]) or f"<p>{NOT_FOUND}</p>"


def to_csl_json(answer: Answer, base_url: str = "", text_of: TextOf | None = None) -> str:
    """Return an item of CSL-JSON for each quote, for reference managers.

    The format is that of https://docs.citationstyles.org.

    Args:
        answer: with the quotes.
        base_url: address of the folder that was indexed; empty for none, and then no links.
        text_of: ``doc_id`` → text of the document, for links to the very words.
    """
    items = [
        _without_empty(
            {
                "id": _key(quote),
                "type": "webpage" if base_url else "document",
                "title": quote.citation.title,
                "section": " › ".join(quote.citation.sections()),
                "page": str(quote.citation.page or ""),
                "URL": link(quote, base_url, text_of),
                "source": quote.citation.doc_id,
                "note": _note(quote),
            }
        )
        for quote in answer.quotes
    ]
    return to_json_text(items, indent=2)


def to_bibtex(answer: Answer, base_url: str = "", text_of: TextOf | None = None) -> str:
    """Return a BibTeX entry for each quote.

    Args:
        answer: with the quotes.
        base_url: address of the folder that was indexed; empty for none, and then no links.
        text_of: ``doc_id`` → text of the document, for links to the very words.
    """
    entries = []
    for quote in answer.quotes:
        fields = {
            "title": f"{{{_tex(quote.citation.title)}}}",
            "chapter": _tex(" › ".join(quote.citation.sections())),
            "pages": str(quote.citation.page or ""),
            "howpublished": _tex(quote.citation.doc_id),
            "url": link(quote, base_url, text_of).replace("%", r"\%").replace("#", r"\#"),
            "note": _tex(_note(quote)),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in _without_empty(fields).items()]
        entries.append("\n".join([f"@misc{{{_key(quote)},", *lines, "}"]))
    return "\n\n".join(entries)


def to_annotations(answer: Answer, base_url: str = "") -> str:
    """Return the quotes as a page of W3C Web Annotations in JSON-LD, about the question.

    The format is that of https://www.w3.org/TR/annotation-model.

    Args:
        answer: with the quotes.
        base_url: address of the folder that was indexed; empty for relative addresses.
    """
    items = [_annotation(answer.question, quote, base_url) for quote in answer.quotes]
    names = "".join(item["id"] for item in items) or answer.question
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, names)}",
        "type": "AnnotationPage",
        "items": items,
    }
    return to_json_text(page, indent=2)


FORMATS: dict[str, Callable[[Answer, str, TextOf | None], str]] = {
    "text": lambda answer, _, __: to_text(answer),
    "markdown": lambda answer, base_url, text_of: to_markdown(
        answer, lambda quote: link(quote, base_url, text_of)
    ),
    "json": lambda answer, _, __: to_json(answer),
    "html": to_html,
    "csl-json": to_csl_json,
    "bibtex": to_bibtex,
    "annotations": lambda answer, base_url, _: to_annotations(answer, base_url),
}
"""Name of a format → the function that renders an answer in it."""


def _figure(quote: Quote, url: str) -> str:
    words = html.escape(quote.text).replace("\n", "<br>")
    if quote.lead_ins:
        words = f"<i>{html.escape(quote.lead_in())}</i><br>{words}"
    caption = html.escape(citation_line(quote.citation))
    cite = f' cite="{html.escape(url)}"' if url else ""
    if url:
        caption = f'<a href="{html.escape(url)}">{caption}</a>'
    return (
        f"<figure>\n<blockquote{cite}><p>{words}</p></blockquote>\n"
        f"<figcaption>— {caption}</figcaption>\n</figure>"
    )


def _annotation(question: str, quote: Quote, base_url: str) -> dict[str, Any]:
    citation = quote.citation
    path = percent_encoded(citation.doc_id)
    named = f"{citation.source.sha256} {citation.doc_id} {citation.start} {citation.end} {question}"
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, named)}",
        "type": "Annotation",
        "motivation": "questioning",
        "body": {"type": "TextualBody", "value": question, "format": "text/plain"},
        "target": {
            "source": f"{base_url.rstrip('/')}/{path}" if base_url else path,
            "selector": citation.selectors(quote.text),
        },
    }


def _key(quote: Quote) -> str:
    """Return the key of a quote in a bibliography, the same for the same words of a document.

    The name of the document, as far as it is ASCII, is for people to recognise. The digest
    distinguishes names in other scripts, names that differ in punctuation or only in case, which
    BibTeX ignores in keys, and documents of the same name in several collections.
    """
    citation = quote.citation
    letters = unicodedata.normalize("NFKD", citation.doc_id).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", letters)[:_LONGEST_NAME].strip("-") or "document"
    span = [citation.doc_id, citation.source.sha256, citation.start, citation.end]
    return f"{words}-{citation.start}-{sha256_of_text(json.dumps(span))[:8]}"


def _note(quote: Quote) -> str:
    lead_in = f"{quote.lead_in()} " if quote.lead_ins else ""
    return f"{lead_in}“{quote.text}” ({offsets_line(quote.citation)})"


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in text)


def _without_empty(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}
