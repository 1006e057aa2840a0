"""Quoth: ask your documents, get their own words back.

>>> from qa import ask
>>> ask("How many EVs did Xiaomi deliver in October 2024?").quotes[0].text  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qa.telemetry import disable_reports as _disable_reports

if TYPE_CHECKING:
    from qa.errors import (
        ClaimError,
        CorpusError,
        DeadlineError,
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
        ReceiptError,
    )
    from qa.index import Index
    from qa.pipeline import ask, build, load, quote
    from qa.receipts import Receipt
    from qa.records import Answer, Citation, Document, Heading, Hit, Passage, Quote, Span, Why
    from qa.verification.checking import check
    from qa.verification.verifying import verify

__version__ = "0.1.0"

_disable_reports()  # before any module of ours imports what would report

_HOMES = {
    "errors": "ClaimError CorpusError DeadlineError DocumentError EmptyCorpusError "
    "IndexCorruptError IndexMismatchError IndexNotFoundError IndexStoreError ModelError QAError "
    "QuestionError QuestionSetError ReceiptError",
    "index.search": "Index",
    "pipeline": "ask build load quote",
    "receipts": "Receipt",
    "records": "Answer Citation Document Heading Hit Passage Quote Span Why",
    "verification.checking": "check",
    "verification.verifying": "verify",
}
"""Module → what is public of it; imported when it is first asked for, so that who only verifies
a receipt does not wait for what searches an index."""

__all__ = [
    "Answer",
    "Citation",
    "ClaimError",
    "CorpusError",
    "DeadlineError",
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
    "Receipt",
    "ReceiptError",
    "Span",
    "Why",
    "ask",
    "build",
    "check",
    "load",
    "quote",
    "verify",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"qa.{module}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
