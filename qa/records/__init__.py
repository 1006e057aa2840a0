"""The records that flow through Quoth: plain, frozen, and made of text and numbers.

Offsets are ``str`` indices (Unicode code points), 0-based and half-open ``[start, end)``, into
:attr:`Document.text`, always. JSON has these field names.
"""

from qa.records.answers import NEAREST, NOT_FOUND, Answer, Citation, Doubt, Quote, Why
from qa.records.documents import (
    Document,
    DocumentFacts,
    Heading,
    Hit,
    Passage,
    RecognizedPage,
    Span,
)

__all__ = [
    "NEAREST",
    "NOT_FOUND",
    "Answer",
    "Citation",
    "Document",
    "DocumentFacts",
    "Doubt",
    "Heading",
    "Hit",
    "Passage",
    "Quote",
    "RecognizedPage",
    "Span",
    "Why",
]
