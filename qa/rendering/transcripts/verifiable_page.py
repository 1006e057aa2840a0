"""A transcript as one web page that checks itself: quotes, the texts they are from, and hashes.

It runs offline in any browser and loads nothing: its policy allows its own script and style alone.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.files.hashing import sha256_of_text
from qa.rendering.transcripts.entries import (
    TITLE,
    cited_place,
    entries,
    exported_line,
    heading,
    single_answers,
)
from qa.terminal import to_json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from qa.records import Answer, Document, Quote
    from qa.rendering.transcripts.entries import Entry

LONGEST_TEXT = 1_000_000
"""Characters of a document that the page has as a whole; of a longer one, what is around quotes."""

_MOST_TEXT = 8_000_000  # characters of all documents together
_AROUND = 2_000  # characters before and after a quote

_WORDS = {
    "all": "Quotes checked: {all}. Each is in its text word for word, and nothing was changed.",
    "failed": "{failed} of {all} quotes failed.",
    "passed": "Word for word in the text",
    "other_words": "Not the words of the text",
    "other_hash": "The hash of these words is another one",
    "changed_text": "The text was changed after the export",
    "changed_document": "The text of {doc_id} was changed after the export.",
    "changed_page": "The quotes are in the texts, but something else in this file was changed.",
    "no_text": "The text with this quote is not in this file",
    "same_file": "{file} is the file that was quoted ({names}).",
    "other_file": "{file} has other bytes than the files that were quoted.",
}
_UNCHECKED = "Not checked: open this file in a browser that runs scripts."
_SOURCES = "Documents"
_ABOUT = (
    "This page compares each quote with the text of its document, which is in this file, and "
    "checks the SHA-256 hashes. To make sure that a file of yours is the one that was quoted, "
    "choose it here; it stays on your computer. If someone changed a quote, its text and all "
    "hashes together, only the file itself shows it: qa verify receipt.json --source FOLDER"
)
_CHOOSE = "Compare files:"
_IN_TEXT = "In the text"
_RECEIPT = "Save receipt"
_WHOLE = "{doc_id} · {number:,} characters"
_PART = "{doc_id} · {number:,} characters; only the text around the quotes is in this file"
_FILE = "SHA-256 of the file: {sha256}"
_TEXT = "SHA-256 of its text: {sha256}"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a document's text.

    Attributes:
        start: offset of its first character.
        text: the words.
    """

    start: int
    text: str


def to_verifiable_page(
    answers: Sequence[Answer],
    document: Callable[[str], Document],
    title: str = TITLE,
    exported: datetime | None = None,
) -> str:
    """Return a conversation as HTML with the texts that it quotes and a script that checks it.

    Args:
        answers: of the conversation, in order.
        document: returns a document by its ``doc_id``; raises ``KeyError`` for one that is gone.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    shown = tuple(single_answers(answers))
    pieces = _pieces(shown, document)
    page = _Page(list(pieces))
    name = heading(title, answers)
    body = [page.sealed("h1", name)]
    if line := exported_line(exported):
        body.append(page.sealed("p", line, "remark"))
    body.append(f'<p id="result" role="status">{escape(_UNCHECKED)}</p>')
    for number, (entry, answer) in enumerate(zip(entries(answers), shown, strict=True)):
        body.append(page.section(entry, answer, number))
    documents = [_document(document(doc_id), parts) for doc_id, parts in pieces.items()]
    body.append(page.sources(documents))
    receipts = _inert([answer.receipt().to_dict() for answer in shown])
    seal = _seal(page, documents, receipts)
    script, style = _asset("sha256.js") + _asset("verifier.js"), _asset("verifier.css")
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; "
        f"style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'"
    )
    data = "\n".join(
        f'<script type="application/json" id="{key}">{content}</script>'
        for key, content in (
            ("documents", _inert(documents)),
            ("receipts", receipts),
            ("words", _inert(_WORDS)),
        )
    )
    content = "\n".join(body)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(name)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body data-seal="{seal}">\n{content}\n{data}\n<script>{script}</script>\n'
        "</body>\n</html>\n"
    )


class _Page:
    """Writes the parts of the page whose words the seal covers."""

    def __init__(self, doc_ids: Sequence[str]) -> None:
        self._numbers = {doc_id: number for number, doc_id in enumerate(doc_ids)}
        self.words: list[str] = []
        self.places: list[str] = []

    def sealed(self, tag: str, text: str, kind: str = "") -> str:
        """Return an element with words that the seal covers."""
        self.words.append(_shown(text))
        named = f' class="{kind}"' if kind else ""
        return f"<{tag}{named} data-sealed>{_escaped(text)}</{tag}>"

    def section(self, entry: Entry, answer: Answer, number: int) -> str:
        """Return a question with its quotes."""
        parts = [
            self.sealed("h2", entry.question),
            self.sealed("p", entry.verdict, "verdict"),
            *(self.sealed("p", remark, "remark") for remark in entry.remarks),
            *(self._figure(quote, rated=not answer.note) for quote in answer.quotes),
        ]
        if entry.nearest:
            parts.append(self.sealed("p", entry.nearest_label, "remark"))
            parts += (self._figure(quote, "nearest", rated=False) for quote in answer.nearest)
        if answer.quotes:
            parts.append(
                f'<button type="button" class="needs-script" data-receipt="{number}" hidden>'
                f"{escape(_RECEIPT)}</button>"
            )
        return "<section>\n" + "\n".join(parts) + "\n</section>"

    def _figure(self, quote: Quote, kind: str = "quote", *, rated: bool) -> str:
        citation = quote.citation
        number = self._numbers.get(citation.doc_id, -1)
        sha256 = sha256_of_text(quote.text)
        lead_in = self.sealed("p", quote.lead_in(), "remark") if quote.lead_ins else ""
        self.places.append(f"{number} {citation.start} {citation.end} {sha256}")
        return (
            f'<figure class="{kind}" data-document="{number}" data-start="{citation.start}" '
            f'data-end="{citation.end}" data-sha256="{sha256}">'
            f"{lead_in}{self.sealed('blockquote', quote.text)}"
            f"{self.sealed('figcaption', cited_place(quote, rated=rated))}"
            '<p class="check"></p>'
            f'<details class="needs-script" hidden><summary>{escape(_IN_TEXT)}</summary></details>'
            "</figure>"
        )

    def sources(self, documents: Sequence[dict[str, Any]]) -> str:
        """Return the documents with their hashes; the script adds their texts."""
        parts = [
            self.sealed("h2", _SOURCES),
            self.sealed("p", _ABOUT, "remark"),
            (
                f'<p class="needs-script" hidden><label>{escape(_CHOOSE)} '
                '<input type="file" id="files" multiple></label></p>\n'
                '<p id="compared" role="status"></p>'
            ),
        ]
        for document in documents:
            contained = sum(len(piece["text"]) for piece in document["pieces"])
            line = _WHOLE if contained == document["characters"] else _PART
            name = line.format(doc_id=document["doc_id"], number=document["characters"])
            parts += (
                f'<details class="document">{self.sealed("summary", name)}',
                self.sealed("p", _FILE.format(sha256=document["file_sha256"]), "hash"),
                self.sealed("p", _TEXT.format(sha256=document["text_sha256"]), "hash"),
                "</details>",
            )
        return "<section>\n" + "\n".join(parts) + "\n</section>"


def _pieces(
    answers: Sequence[Answer], document: Callable[[str], Document]
) -> dict[str, list[_Piece]]:
    """Return what the page has of each document: its text, or the parts around the quotes."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for answer in answers:
        for quote in (*answer.quotes, *answer.nearest):
            citation = quote.citation
            spans.setdefault(citation.doc_id, []).append((citation.start, citation.end))
    pieces: dict[str, list[_Piece]] = {}
    left = _MOST_TEXT
    for doc_id, quoted in spans.items():
        try:
            text = document(doc_id).text
        except KeyError:
            continue  # the page says that its text is missing
        if len(text) <= min(LONGEST_TEXT, left):
            left -= len(text)
            pieces[doc_id] = [_Piece(0, text)]
        else:
            pieces[doc_id] = list(_around(text, quoted))
    return pieces


def _around(text: str, quoted: Sequence[tuple[int, int]]) -> Iterator[_Piece]:
    """Yield the parts of a text around quotes; those that overlap are one."""
    reaching: list[list[int]] = []
    for start, end in sorted(quoted):
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        if reaching and first <= reaching[-1][1]:
            reaching[-1][1] = max(reaching[-1][1], last)
        else:
            reaching.append([first, last])
    yield from (_Piece(first, text[first:last]) for first, last in reaching)


def _document(document: Document, pieces: Sequence[_Piece]) -> dict[str, Any]:
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "file_sha256": document.source_sha256,
        "text_sha256": document.text_sha256,
        "characters": len(document.text),
        "pieces": [
            {"start": piece.start, "sha256": sha256_of_text(piece.text), "text": piece.text}
            for piece in pieces
        ],
    }


def _seal(page: _Page, documents: Sequence[dict[str, Any]], receipts: str) -> str:
    """Return the hash of all that the page says; the script of the page computes it too."""
    texts = [
        line
        for document in documents
        for line in (
            document["doc_id"],
            document["file_sha256"],
            *(f"{piece['start']} {piece['sha256']}" for piece in document["pieces"]),
        )
    ]
    return sha256_of_text("\n".join([*page.words, *page.places, *texts, receipts]))


def _escaped(text: str) -> str:
    """Return text as HTML from which a browser reads the same characters."""
    return escape(_shown(text)).replace("\r", "&#13;")


def _shown(text: str) -> str:
    return text.replace("\x00", "\ufffd")


def _inert(value: object) -> str:
    """Return JSON that cannot end the element that it is in."""
    return to_json_text(value).replace("<", "\\u003c")


def _digest(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / "verifier" / name).read_text(encoding="utf-8")
