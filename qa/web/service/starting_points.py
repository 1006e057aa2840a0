"""Starting points: questions and headings of the documents that make sense out of their page.

Nothing is made up. A document has few of them or none rather than doubtful ones: a page number, a
running head, a formula or a line of code is no invitation to ask.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.records import Document

_CHARACTERS_READ = 20_000  # of each document
_LONGEST = 80  # characters of a heading
_LONGEST_QUESTION = 120  # characters
_LEAST_SECTION = 60  # characters below a heading: less is a title page or a list of contents
_LEAST_WORDS = 3  # of a question
_LEAST_LETTERS = 0.7  # share of the characters that are letters or spaces

# Mark-up, numbers and labels before the words of a line, such as "## 3.2", "**" or "Q:".
_LEAD = re.compile(
    r"[\s#*>_-]*(?:(?:Q|Question|Frage)[:.]\s*)?(?:\(?\d[\d.]*[).:]?\s+|[A-Z][.)]\s+)?"
    r"(?:(?i:section|article|chapter|part|schedule|annex|clause)\s+[\dA-Z][\d.]*\s*[-–—:.]\s+)?"
)
_TRAIL = re.compile(r"[\s*_#:.]+$")
_QUESTION = re.compile(r"\w[^?？\n]*\w[\s\"'”’)]*[?？]")
_CODE = re.compile(r"[=·{}\\<>|^~`$@_/]|\w\(|\w\.\w+\(|[a-z][A-Z]|::|->|https?:")
# A question to a witness, or on someone that the line before names, is no question to a collection.
_LEANS = re.compile(
    r"\b(?:he|him|his|she|hers?|they|them|their|theirs)\b|\b(?:did|were|had) you\b", re.IGNORECASE
)
# A transcript may have line numbers.
_TESTIMONY = re.compile(r"^[ \t]*(?:\d{1,2}[ \t]+)?A[.:] +(?:I|My|We)\b", re.MULTILINE)
_PAGE = re.compile(r"\bpage\s*\d|\.{3}|\s\d+$", re.IGNORECASE)

# Headings that every other document has too: they say nothing about this one. What an e-mail
# quotes from nobody knows whom is below "quoted".
_COMMON = frozenset(
    {
        *("abstract", "acknowledgements", "acknowledgments", "annex", "appendix", "background"),
        *("bibliography", "conclusion", "conclusions", "contents", "copyright", "disclaimer"),
        *("discussion", "foreword", "glossary", "index", "introduction", "notes", "overview"),
        *("preface", "quoted", "references", "summary"),
    }
)


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """Words of a document to begin with.

    Attributes:
        question: what is asked.
        doc_id: of the document that it is from.
        title: of the document if the words are a heading, which needs it to be understood; empty
            for a question.
    """

    question: str
    doc_id: str
    title: str = ""


def starting_points(document: Document) -> Iterator[StartingPoint]:
    """Yield the starting points of a document, its questions first.

    Args:
        document: only its first characters are searched for questions.
    """
    if document.media_type.startswith("text/x-"):  # source code
        return
    text = document.text[:_CHARACTERS_READ]
    if not _TESTIMONY.search(text):  # its questions are to a witness, and lean on each other
        for question in questions(text):
            yield StartingPoint(question, document.doc_id)
    for title in clean_headings(document):
        yield StartingPoint(title, document.doc_id, document.title)


def questions(text: str) -> Iterator[str]:
    """Yield the questions of a text that have a line of their own, as in a list of them.

    Args:
        text: of a document.
    """
    for line in text.splitlines():
        if "?" not in line and "？" not in line:
            continue
        words = _LEAD.sub("", line, count=1).strip(" *_")
        is_one = len(words) <= _LONGEST_QUESTION and _QUESTION.fullmatch(words)
        is_whole = len(words.split()) >= _LEAST_WORDS and terms(words) and not _LEANS.search(words)
        if is_one and is_whole and not _CODE.search(words):
            yield words


def clean_headings(document: Document) -> Iterator[str]:
    """Yield the headings of a document that say what their section is about.

    Args:
        document: with its headings.
    """
    often = Counter(heading.title for heading in document.headings)
    named = set(terms(document.title))
    starts = [heading.start for heading in document.headings]
    ends = [*starts[1:], len(document.text)] if starts else []
    for heading, end in zip(document.headings, ends, strict=True):
        words = _TRAIL.sub("", _LEAD.sub("", heading.title, count=1))
        has_section = end - heading.end >= _LEAST_SECTION
        if (
            often[heading.title] == 1
            and has_section
            and not _is_title(words, named)
            and _is_clean(words)
        ):
            yield words


def _is_title(words: str, named: set[str]) -> bool:
    """Return whether a heading is the title again, as on a first page: "City of Arl: Bylaws"."""
    return bool(named) and named <= set(terms(words))


def _is_clean(words: str) -> bool:
    found = terms(words)
    if not found or len(words) > _LONGEST or "?" in words or not words[:1].isalpha():
        return False
    if words.casefold() in _COMMON or _CODE.search(words) or _PAGE.search(words):
        return False
    letters = sum(char.isalpha() or char.isspace() for char in words)
    return letters >= _LEAST_LETTERS * len(words)
