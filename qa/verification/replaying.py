"""Do saved answers still hold, now that the documents have changed?

A receipt is compared with the documents in the index, and its question is asked again in the same
way. If the index is the one that answered, everything in the receipt is compared with the new
answer; if not, the quotes, and whether the documents answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answers.asker import K, new_asker
from qa.errors import ReceiptError
from qa.settings import DEFAULT_EVIDENCE_MODEL, Settings
from qa.verification import findings
from qa.verification.checking import LONGEST, check
from qa.verification.edits import differences, quoted, unexplained
from qa.verification.indexed_documents import verify_with
from qa.verification.judging import EXACT, GONE, MOVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.records import Answer
    from qa.verification.judging import Verdict

_RECEIPT = "receipt"  # in errors; the caller who read it from a file adds its name


@dataclass(frozen=True, slots=True)
class Replay:
    """What has become of an answer.

    Attributes:
        receipt: of the answer.
        verdicts: on each quote, in the documents as they are indexed now.
        answer: to the question now.
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
        """For each quote the document that has it now, if that is another one; or empty."""
        return tuple(one.moved_to for one in self.verdicts)

    @property
    def same_index(self) -> bool:
        """Whether the receipt names the fingerprint of the index in use."""
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
        """Whether every quote is exact, and the same quotes still answer the question."""
        exact = all(one.verdict == EXACT for one in self.verdicts)
        return exact and not self.answered_otherwise and not self.problems


def replay(receipt: Receipt, index: Index) -> Replay:
    """Compare a receipt with the documents of an index, and ask its question again.

    Args:
        receipt: of an earlier answer.
        index: to ask.

    Raises:
        QuestionError: the question cannot be asked any more, because a document that it was
            narrowed to is not in the index.
        ReceiptError: it was asked with a reader that the settings do not name.
        IndexStoreError: the index is damaged.
        ModelError: the reader it was asked with cannot be loaded.
    """
    verification = verify_with(index, receipt)
    verdicts = tuple(
        _elsewhere(one, index) if one.verdict == GONE else one for one in verification.verdicts
    )
    answer = ask_again(receipt, index)
    made = Replay(receipt, verdicts, answer, ())  # what follows depends on its properties
    problems = [*verification.problems, *unexplained(receipt, index)]
    notices: list[str] = []
    searched_alike = answer.searched == receipt.searched
    if receipt.version == 1:
        (notices if searched_alike else problems).extend(_unknown_of_version_1(receipt, answer))
    if made.same_index and not made.answered_otherwise:
        problems.extend(differences(receipt, answer))
    elif receipt.version > 1 and not searched_alike:
        notices.append(f"{_searched(receipt)}, and now for {quoted(answer.searched)}")
    return replace(made, problems=tuple(dict.fromkeys(problems)), notices=tuple(notices))


def ask_again(receipt: Receipt, index: Index) -> Answer:
    """Return the answer to the question of a receipt now, asked in the same way.

    Args:
        receipt: of an earlier answer.
        index: to ask.

    Raises:
        QuestionError: a document that it was narrowed to is not in the index.
        ReceiptError: it was asked with a reader that the settings do not name.
        IndexStoreError: the index is damaged.
        ModelError: the reader it was asked with cannot be loaded.
    """
    asked = receipt.asked
    asker = new_asker(
        index,
        asked.k or len(receipt.quotes) or K,
        asked.min_confidence,
        _reader_of(receipt),
    )
    documents = asked.documents or None
    if receipt.version == 1 and receipt.carried:
        # It does not record the question before a follow-up, only what was searched for.
        answer = asker.ask(receipt.searched, carried=(), documents=documents)
        return replace(answer, question=receipt.question, carried=receipt.carried)
    return asker.ask(receipt.question, asked.after, carried=asked.chosen, documents=documents)


def _reader_of(receipt: Receipt) -> str | None:
    """Return the reader that a receipt names.

    Someone else may have made the receipt, so it must not choose a file that this machine loads
    as a model.

    Raises:
        ReceiptError: it names neither an included reader nor the one of the settings.
    """
    name = receipt.asked.evidence_model
    if name in (None, "none", DEFAULT_EVIDENCE_MODEL, Settings.current().evidence_model):
        return name
    reason = (
        f"was asked with the evidence model {name!r}, which a receipt alone does not load. To "
        "replay it with that model, set QA_EVIDENCE_MODEL to its name"
    )
    raise ReceiptError(_RECEIPT, reason)


def _unknown_of_version_1(receipt: Receipt, answer: Answer) -> Iterator[str]:
    """Yield what a receipt of version 1 leaves open."""
    reason = "a receipt of version 1 does not record the question before a follow-up"
    if receipt.carried:
        yield (
            f"{reason}: {quoted(receipt.searched)} is searched for again, and whether the question "
            "leads to it is not known"
        )
    elif answer.searched != receipt.searched:
        yield (
            f"{reason}: {_searched(receipt)}, and the question alone leads to "
            f"{quoted(answer.searched)}; whether the answer has changed is not known"
        )


def _searched(receipt: Receipt) -> str:
    return f"the search was for {quoted(receipt.searched)}"


def _elsewhere(verdict: Verdict, index: Index) -> Verdict:
    """Return the verdict *moved* if another document has the very characters of a quote."""
    quote = verdict.quote
    if len(quote.text) > LONGEST:  # longer than a check allows
        return verdict
    found = check(quote.text, index)
    same = [p for p in found.places if p.text == quote.text and found.verdict == findings.EXACT]
    if not same:
        return verdict
    first = same[0]
    return replace(verdict, verdict=MOVED, start=first.start, end=first.end, moved_to=first.doc_id)
