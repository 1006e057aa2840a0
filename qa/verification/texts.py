"""All quotations of a text or a file, each checked against the documents."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.deadlines import expired
from qa.errors import ClaimError, DeadlineError, DocumentError
from qa.loaders.sandbox.loading import load_documents
from qa.loaders.sandbox.process import Sandbox
from qa.verification.checking import LONGEST, check
from qa.verification.findings import EXACT
from qa.verification.quotations import LEAST_WORDS, quotations

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Sequence

    from qa.index.search import Index
    from qa.verification.findings import Finding

LONGEST_TEXT = 4_000_000
"""Characters of a text whose quotations are checked."""

_TEXT = "the text"  # in messages, where a file has its name
_ONE_QUOTATION = 2_000  # characters of a text that may be one quotation with marks inside


@dataclass(frozen=True, slots=True)
class FoundQuotation:
    """A quotation of a text, before it is checked.

    Attributes:
        text: the words.
        doc_id: of the document with it, empty for a text without a name.
        page: on which it begins, 1-based; None if there are no pages.
        line: on which it begins, 1-based; None for a text that is checked as a whole.
        written: the words with the backslashes before signs, if there are any.
    """

    text: str
    doc_id: str = ""
    page: int | None = None
    line: int | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of a text, and what the documents have of it.

    Attributes:
        quotation: the words, and where they are in the text.
        finding: None if it could not be checked.
        problem: why not, a sentence; otherwise empty.
    """

    quotation: FoundQuotation
    finding: Finding | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CheckedText:
    """The quotations of a text, checked.

    Attributes:
        quotations: in order.
        total: quotations that the text has; more than these if there was no time for all.
        is_whole: whether the text was checked as one quotation.
    """

    quotations: tuple[CheckedQuotation, ...]
    total: int
    is_whole: bool = False


def check_text(
    text: str,
    index: Index | str | os.PathLike[str] | None = None,
    *,
    documents: Collection[str] | None = None,
    most: int | None = None,
) -> CheckedText:
    """Check every quotation of a text; a text without quotation marks is one quotation.

    So is a short text that the documents have as it is, with quotation marks inside.

    Args:
        text: such as a draft, or one quotation.
        index: to look in, or its folder (default: ``QA_INDEX`` or ``index``).
        documents: those the quotations are said to be from, by ``doc_id`` or pattern.
        most: quotations to check; None for all.

    Raises:
        ClaimError: it is empty, too long, or a long text without quotations.
        DeadlineError: the deadline of the caller has passed before the first one was checked.
        QuestionError: there is no such document.
        IndexStoreError: there is no usable index.
    """
    _refuse_long(len(text), _TEXT)
    found = [
        FoundQuotation(one.text, line=one.line, written=one.written) for one in quotations(text)
    ]
    if found and len(text) <= _ONE_QUOTATION and "\n\n" not in text.strip():
        whole = check(text, index, documents=documents)
        if whole.verdict == EXACT:
            return CheckedText((CheckedQuotation(FoundQuotation(text), whole),), 1, is_whole=True)
    if found:
        return check_all(found, index, documents=documents, most=most)
    if len(text) > LONGEST:
        raise _no_quotation(_TEXT)
    whole = check(text, index, documents=documents)
    return CheckedText((CheckedQuotation(FoundQuotation(text), whole),), 1, is_whole=True)


def quotations_of_file(
    path: Path, name: str, *, recognize: bool = True
) -> tuple[list[FoundQuotation], tuple[str, ...]]:
    """Return the quotations of a file, which is read in a process of its own, and notes on it.

    Args:
        path: of the file.
        name: that messages have for it.
        recognize: words in pictures of pages, which takes seconds a page.

    Raises:
        DocumentError: the file cannot be read.
        ClaimError: it is too long, or has no quotation.
    """
    try:
        with closing(Sandbox(recognize=recognize)) as sandbox:
            documents, notes = load_documents(name, path, sandbox)
    except DocumentError as error:
        raise DocumentError(Path(name), error.reason) from error
    _refuse_long(sum(len(document.text) for document in documents), repr(name))
    found = [
        FoundQuotation(
            quotation.text,
            document.doc_id,
            document.page_at(quotation.start),
            quotation.line,
            quotation.written,
        )
        for document in documents
        for quotation in quotations(document.text)
    ]
    if not found:
        raise _no_quotation(repr(name))
    return found, notes


def check_all(
    found: Sequence[FoundQuotation],
    index: Index | str | os.PathLike[str] | None = None,
    *,
    documents: Collection[str] | None = None,
    most: int | None = None,
) -> CheckedText:
    """Check some quotations, as many as there is time for.

    Args:
        found: the quotations.
        index: to look in, or its folder (default: ``QA_INDEX`` or ``index``).
        documents: those the quotations are said to be from, by ``doc_id`` or pattern.
        most: quotations to check; None for all.

    Raises:
        DeadlineError: the deadline of the caller has passed before the first one was checked.
        QuestionError: there is no such document.
        IndexStoreError: there is no usable index.
    """
    checked: list[CheckedQuotation] = []
    for one in found[:most]:
        try:
            checked.append(_checked(one, index, documents))
        except DeadlineError as error:
            if expired():  # the time for all of them; otherwise that for one
                if not checked:
                    raise
                break
            checked.append(CheckedQuotation(one, None, str(error)))
        except ClaimError as error:
            checked.append(CheckedQuotation(one, None, str(error)))
    return CheckedText(tuple(checked), len(found))


def _checked(
    one: FoundQuotation,
    index: Index | str | os.PathLike[str] | None,
    documents: Collection[str] | None,
) -> CheckedQuotation:
    """Check a quotation, and if it is not exact, as it is written: a path has backslashes."""
    finding = check(one.text, index, documents=documents)
    if finding.verdict != EXACT and one.written not in {"", one.text}:
        written = check(one.written, index, documents=documents)
        if written.verdict == EXACT:
            return CheckedQuotation(replace(one, text=one.written), written)
    return CheckedQuotation(one, finding)


def _refuse_long(length: int, what: str) -> None:
    if length > LONGEST_TEXT:
        msg = f"There are more than {LONGEST_TEXT:,} characters in {what}. Check it in parts."
        raise ClaimError(msg)


def _no_quotation(where: str) -> ClaimError:
    msg = (
        f"No quotation found in {where}. Put {LEAST_WORDS} words or more in quotation marks, or "
        "write a block quote."
    )
    return ClaimError(msg)
