"""Do answers on file still hold, now that the documents have changed?

A receipt is compared with the documents as they are indexed, and its question is asked again in
the same way. The same index answers the same question alike, so that then everything the
receipt says can be compared; of another index, the quotes and whether the documents answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from qa.asking import K, new_asker
from qa.errors import ReceiptError
from qa.loaders.sandbox.loading import title_from_name
from qa.settings import DEFAULT_EVIDENCE_MODEL, Settings
from qa.verification import checking
from qa.verification.judging import EXACT, GONE, MOVED, judge
from qa.verification.verifying import INDEX, compare_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.records import Answer, Document
    from qa.verification.judging import Verdict
    from qa.verification.verifying import Verification

CONFIDENCE_WITHIN = 0.01
"""Difference of confidence up to which one index, asked on two machines, answered alike."""

_RECEIPT = "receipt"  # in errors; whoever read it from a file adds its name
_MOST_DIFFERENCES = 10  # named; the rest is counted
_SHOWN = 100  # characters of a value that differs


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of an answer.

    Attributes:
        receipt: of the answer.
        verdicts: what became of each quote in the documents as they are indexed now.
        answer: what the question is answered now.
        problems: what is wrong with the receipt as a whole, and what cannot be known, each a
            sentence.
        notices: what is worth knowing and no fault, each a sentence.
    """

    receipt: Receipt
    verdicts: tuple[Verdict, ...]
    answer: Answer
    problems: tuple[str, ...]
    notices: tuple[str, ...] = ()

    @property
    def moved_to(self) -> tuple[str, ...]:
        """For each quote the document it stands in now, where that is another one; or empty."""
        return tuple(one.moved_to for one in self.verdicts)

    @property
    def same_index(self) -> bool:
        """Whether the receipt names the fingerprint of the index that is asked now."""
        return self.receipt.index == self.answer.index

    @property
    def answered_otherwise(self) -> bool:
        """Whether the first quote is another one now, or the quotes as a whole are others."""
        then = [quote.text for quote in self.receipt.quotes]
        now = [quote.text for quote in self.answer.quotes]
        if self.answer.found != self.receipt.found:
            return True
        return then[:1] != now[:1] or set(then) != set(now)

    @property
    def holds(self) -> bool:
        """Whether every quote is exact, and the question still answered by the same quotes."""
        exact = all(one.verdict == EXACT for one in self.verdicts)
        return exact and not self.answered_otherwise and not self.problems


@dataclass(frozen=True, slots=True)
class IndexedDocuments:
    """The documents of an index, at each of their paths, to compare receipts with."""

    index: Index

    def document(self, doc_id: str, media_type: str) -> Document | None:  # noqa: ARG002 - see Documents
        """Return the document at a path, None where there is none."""
        manifest = self.index.generation.manifest
        first = doc_id if doc_id in manifest.documents else manifest.duplicates.get(doc_id)
        if first is None:
            return None
        document = self.index.document(first)
        if first == doc_id:
            return document
        paths = (first, *document.places)
        named = document.title == title_from_name(PurePosixPath(first).stem)
        return replace(
            document,
            doc_id=doc_id,
            title=title_from_name(PurePosixPath(doc_id).stem) if named else document.title,
            places=tuple(path for path in paths if path != doc_id),
        )

    def holds(self, doc_id: str, media_type: str, sha256: str) -> bool:
        """Return whether the file at a path had these bytes when it was indexed."""
        document = self.document(doc_id, media_type)
        return document is not None and document.source_sha256 == sha256


def verify_with(index: Index, receipt: Receipt) -> Verification:
    """Compare a receipt with the documents of an index; nothing is asked.

    Raises:
        IndexCorruptError: the stored text of a document has changed.
    """
    verification = compare_with(receipt, IndexedDocuments(index))
    if receipt.index == index.fingerprint:
        names = tuple(name for name in verification.not_verified if name != INDEX)
        return replace(verification, not_verified=names)
    return replace(verification, notices=(_of_another_index(receipt, index),))


def replay(receipt: Receipt, index: Index) -> Replay:
    """Compare a receipt with the documents of an index, and ask its question again.

    Raises:
        QuestionError: the question cannot be asked any more, because a document it was asked of
            is not there.
        ReceiptError: it was asked with a reader that the settings do not name.
        IndexStoreError: the index is damaged.
        ModelError: the reader it was asked with cannot be loaded.
    """
    verification = verify_with(index, receipt)
    verdicts = tuple(
        _elsewhere(one, index) if one.verdict == GONE else one for one in verification.verdicts
    )
    answer = _asked_again(receipt, index)
    made = Replay(receipt, verdicts, answer, ())
    problems = [*verification.problems, *_unexplained(receipt, index)]
    notices: list[str] = []
    searched_alike = answer.searched == receipt.searched
    if receipt.version == 1:
        (notices if searched_alike else problems).extend(_unknown_of_version_1(receipt, answer))
    if made.same_index and not made.answered_otherwise:
        problems.extend(_differences(receipt, answer))
    elif receipt.version > 1 and not searched_alike:
        notices.append(f"{_searched(receipt)}, and now for {_quoted(answer.searched)}")
    return replace(made, problems=tuple(dict.fromkeys(problems)), notices=tuple(notices))


def _asked_again(receipt: Receipt, index: Index) -> Answer:
    asked = receipt.asked
    asker = new_asker(
        index,
        asked.k or len(receipt.quotes) or K,
        asked.min_confidence,
        _reader_of(receipt),
    )
    documents = asked.documents or None
    if receipt.version == 1 and receipt.carried:
        # What the question followed is not recorded, and what was searched for is.
        answer = asker.ask(receipt.searched, carried=(), documents=documents)
        return replace(answer, question=receipt.question, carried=receipt.carried)
    return asker.ask(receipt.question, asked.after, carried=asked.chosen, documents=documents)


def _reader_of(receipt: Receipt) -> str | None:
    """Return the reader that a receipt names.

    A receipt comes from somebody else: it chooses no file that this machine loads as a model.

    Raises:
        ReceiptError: it is neither a shipped one nor the one of the settings.
    """
    name = receipt.asked.evidence_model
    if name in (None, "none", DEFAULT_EVIDENCE_MODEL, Settings.current().evidence_model):
        return name
    reason = (
        f"was asked with the evidence model {name!r}, which a receipt alone does not load. To "
        "replay it with that model, set QA_EVIDENCE_MODEL to its name"
    )
    raise ReceiptError(_RECEIPT, reason)


def _unexplained(receipt: Receipt, index: Index) -> Iterator[str]:
    """Yield what is not so of quotes from documents that are as they were.

    Around a quote that still stands a document may change, and its title and sections with it.
    Where its bytes are the same, nothing explains another title but an edit of the receipt.
    """
    documents = IndexedDocuments(index)
    for quote in receipt.quotes:
        if documents.holds(quote.doc_id, quote.source.media_type, quote.source.sha256):
            document = documents.document(quote.doc_id, quote.source.media_type)
            for problem in judge(quote, document).problems:
                yield f"{quote.doc_id}: {problem}"


def _unknown_of_version_1(receipt: Receipt, answer: Answer) -> Iterator[str]:
    """Yield what the form of a receipt leaves open."""
    if receipt.carried:
        yield (
            "a receipt of version 1 does not record what a follow-up followed: "
            f"{_quoted(receipt.searched)} is searched for again, and whether the question leads "
            "to that is not known"
        )
    elif answer.searched != receipt.searched:
        yield (
            "a receipt of version 1 does not record what a follow-up followed: "
            f"{_searched(receipt)}, and the question alone leads to {_quoted(answer.searched)}; "
            "whether the answer has changed is not known"
        )


def _differences(receipt: Receipt, answer: Answer) -> Iterator[str]:
    """Yield what a receipt says otherwise than the same index answers."""
    then, now = receipt.to_dict(), replace(answer.receipt(), version=receipt.version).to_dict()
    for content in (then, now):
        del content["seal"]
        if receipt.version == 1:
            del content["asked"]  # version 1 left out what was as usual
        for quote in content["quotes"]:
            del quote["source"]["versions"]
    if abs(receipt.confidence - answer.confidence) <= CONFIDENCE_WITHIN:
        del then["confidence"], now["confidence"]
    claims, facts = dict(_leaves("", then)), dict(_leaves("", now))
    as_usual = tuple(
        path for path, claim in claims.items() if path.startswith("asked.") and claim in (None, [])
    )  # left out by receipts of answers that do not record it
    differing = [
        path
        for path in dict.fromkeys((*claims, *facts))
        if claims.get(path) != facts.get(path) and not path.startswith(as_usual)
    ]
    for path in differing[:_MOST_DIFFERENCES]:
        claim, fact = (_quoted(leaves.get(path, "missing")) for leaves in (claims, facts))
        yield f"{path} is {claim} in the receipt, and {fact} when the same index is asked again"
    if len(differing) > _MOST_DIFFERENCES:
        yield f"{len(differing) - _MOST_DIFFERENCES:,} more attributes differ"


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield path and value of everything in plain data; of what is empty, that it is."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(f"{path}[{number}]", inner)
    else:
        yield path, value


def _of_another_index(receipt: Receipt, index: Index) -> str:
    return (
        f"the receipt was made with another index ({receipt.index or 'none'}) than the one in "
        f"use ({index.fingerprint})"
    )


def _searched(receipt: Receipt) -> str:
    return f"it was searched for {_quoted(receipt.searched)}"


def _quoted(value: Any) -> str:
    if not isinstance(value, str):
        return str(value)
    return f"“{value}”" if len(value) <= _SHOWN else f"“{value[:_SHOWN]} …”"


def _elsewhere(verdict: Verdict, index: Index) -> Verdict:
    """Return the place of a quote in another document, if its very characters stand there."""
    quote = verdict.quote
    if len(quote.text) > checking.LONGEST:
        return verdict
    found = checking.check(quote.text, index)
    same = [p for p in found.places if p.text == quote.text and found.verdict == checking.EXACT]
    if not same:
        return verdict
    place = same[0]
    return replace(verdict, verdict=MOVED, start=place.start, end=place.end, moved_to=place.doc_id)
