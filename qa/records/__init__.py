"""The records that flow through Quoth: plain, frozen, and made of text and numbers.

Offsets are ``str`` indices (Unicode code points), 0-based and half-open ``[start, end)``, into
:attr:`Document.text`, always. JSON has these field names.
"""

from qa.records.all_answers import AllAnswers, DocumentAnswers
from qa.records.answers import NEAREST, NOT_FOUND, Answer, Doubt, LeadIn, Quote, Why
from qa.records.citations import Citation
from qa.records.disagreements import Disagreement, Statement
from qa.records.documents import (
    PDF,
    ROWS,
    Document,
    DocumentFacts,
    Heading,
    Hit,
    Passage,
    RecognizedPage,
    Span,
)
from qa.records.tables import Cell, Table

__all__ = [
    "NEAREST",
    "NOT_FOUND",
    "PDF",
    "ROWS",
    "AllAnswers",
    "Answer",
    "Cell",
    "Citation",
    "Disagreement",
    "Document",
    "DocumentAnswers",
    "DocumentFacts",
    "Doubt",
    "Heading",
    "Hit",
    "LeadIn",
    "Passage",
    "Quote",
    "RecognizedPage",
    "Span",
    "Statement",
    "Table",
    "Why",
]
