"""Quoth: ask your documents, get their own words back.

>>> from qa import ask
>>> ask("How many EVs did Xiaomi deliver in October 2024?").quotes[0].text  # doctest: +SKIP
"""

from qa.errors import (
    CorpusError,
    DocumentError,
    EmptyCorpusError,
    IndexCorruptError,
    IndexMismatchError,
    IndexNotFoundError,
    IndexStoreError,
    ModelError,
    QAError,
    QuestionError,
    QuestionSetError,
)
from qa.in_text import quote
from qa.index import Index
from qa.pipeline import ask, build, load
from qa.records import Answer, Citation, Document, Heading, Hit, Passage, Quote, Span, Why

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Citation",
    "CorpusError",
    "Document",
    "DocumentError",
    "EmptyCorpusError",
    "Heading",
    "Hit",
    "Index",
    "IndexCorruptError",
    "IndexMismatchError",
    "IndexNotFoundError",
    "IndexStoreError",
    "ModelError",
    "Passage",
    "QAError",
    "QuestionError",
    "QuestionSetError",
    "Quote",
    "Span",
    "Why",
    "ask",
    "build",
    "load",
    "quote",
]
