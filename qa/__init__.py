"""Quoth: ask your documents, get their own words back.

Index a folder, ask it, and read the quote that answers, to the character; or learn that the
documents do not answer.

>>> import qa
>>> index = qa.build("corpus", into="index")
>>> answer = qa.ask("How many EVs did Xiaomi deliver in October 2024?", index)
>>> answer.quotes[0].text if answer.found else "not found"
'China’s EV sector also received a boost from Xiaomi, ...'
>>> answer.quotes[0].citation.doc_id
'china-tech-industry.txt'

A text needs no index:

>>> minutes = "Ms Alvarez chaired the meeting. The budget of 4.2 million euros was approved."
>>> qa.quote("How large is the budget?", minutes).quotes[0].text
'The budget of 4.2 million euros was approved.'

:func:`qa.grid` asks many questions of many documents and :func:`qa.fill` answers those of a form;
:func:`qa.load` opens an index, :func:`qa.check` checks a quotation word for word, :func:`qa.verify`
a receipt of an answer. Every error is a :class:`qa.QAError`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qa.telemetry import disable_reports as _disable_reports
from qa.version import __version__ as __version__

if TYPE_CHECKING:
    from qa.errors import (
        ClaimError,
        CorpusError,
        DeadlineError,
        DocumentError,
        EmptyCorpusError,
        FormError,
        IndexCorruptError,
        IndexMismatchError,
        IndexNotFoundError,
        IndexStoreError,
        ModelError,
        QAError,
        QuestionError,
        QuestionnaireError,
        QuestionSetError,
        ReceiptError,
    )
    from qa.forms.filling import FilledForm, FilledItem, fill
    from qa.grids.asking import grid
    from qa.grids.records import Grid, GridCell
    from qa.index import Index
    from qa.pipeline import ask, ask_all, build, load, quote
    from qa.receipts import Receipt
    from qa.records import (
        AllAnswers,
        Answer,
        Citation,
        Document,
        Heading,
        Hit,
        Passage,
        Quote,
        Span,
        Why,
    )
    from qa.verification.checking import check
    from qa.verification.verifying import verify

_disable_reports()  # before any module imports a library that would report its use

_HOMES = {
    "errors": "ClaimError CorpusError DeadlineError DocumentError EmptyCorpusError "
    "FormError IndexCorruptError IndexMismatchError IndexNotFoundError IndexStoreError ModelError "
    "QAError QuestionError QuestionSetError QuestionnaireError ReceiptError",
    "forms.filling": "FilledForm FilledItem fill",
    "grids.asking": "grid",
    "grids.records": "Grid GridCell",
    "index.search": "Index",
    "pipeline": "ask ask_all build load quote",
    "receipts": "Receipt",
    "records": "AllAnswers Answer Citation Document Heading Hit Passage Quote Span Why",
    "verification.checking": "check",
    "verification.verifying": "verify",
}
"""Module → its public names. A module is imported when one of them is first used, so that verifying
a receipt does not wait for the libraries that search an index."""

__all__ = [
    "AllAnswers",
    "Answer",
    "Citation",
    "ClaimError",
    "CorpusError",
    "DeadlineError",
    "Document",
    "DocumentError",
    "EmptyCorpusError",
    "FilledForm",
    "FilledItem",
    "FormError",
    "Grid",
    "GridCell",
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
    "QuestionnaireError",
    "Quote",
    "Receipt",
    "ReceiptError",
    "Span",
    "Why",
    "ask",
    "ask_all",
    "build",
    "check",
    "fill",
    "grid",
    "load",
    "quote",
    "verify",
]


def __getattr__(name: str) -> Any:
    # PEP 562: called for names that the module does not have yet.
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"qa.{module}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
