"""Do the answers that were kept still hold, now that the documents have changed?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa import checking
from qa.pipeline import K, new_asker
from qa.verifying import EXACT, GONE, MOVED, judge

if TYPE_CHECKING:
    from qa.index import Index
    from qa.receipts import Receipt
    from qa.records import Answer
    from qa.verifying import Verdict


@dataclass(frozen=True, slots=True)
class Replay:
    """What became of an answer.

    Attributes:
        receipt: of the answer.
        verdicts: what became of each quote in the documents as they are indexed now.
        moved_to: for each quote the document it stands in now, where that is another one;
            empty otherwise.
        answer: what the question is answered now.
        problems: what is wrong with the receipt as a whole, each a sentence.
    """

    receipt: Receipt
    verdicts: tuple[Verdict, ...]
    moved_to: tuple[str, ...]
    answer: Answer
    problems: tuple[str, ...]

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


def replay(receipt: Receipt, index: Index) -> Replay:
    """Look for the quotes of a receipt in the documents of an index, and ask its question again.

    Raises:
        QuestionError: the question cannot be asked any more, for a document it was asked of is
            not there.
        IndexStoreError: the index is damaged.
        ModelError: the reader it was asked with cannot be loaded.
    """
    verdicts: list[Verdict] = []
    moved_to: list[str] = []
    for quote in receipt.quotes:
        try:
            document = index.document(quote.doc_id)
        except KeyError:
            document = None
        verdict, elsewhere = judge(quote, document), ""
        if verdict.verdict == GONE:
            verdict, elsewhere = _elsewhere(verdict, index)
        verdicts.append(verdict)
        moved_to.append(elsewhere)
    asked = receipt.asked
    asker = new_asker(
        index,
        asked.k or len(receipt.quotes) or K,
        asked.min_confidence,
        asked.evidence_model,
    )
    answer = asker.ask(
        receipt.question,
        carried=receipt.carried or None,
        documents=asked.documents or None,
    )
    problems = () if receipt.intact else ("the receipt was changed after it was made",)
    return Replay(receipt, tuple(verdicts), tuple(moved_to), answer, problems)


def _elsewhere(verdict: Verdict, index: Index) -> tuple[Verdict, str]:
    """Return the place of a quote in another document, if its very characters stand there."""
    quote = verdict.quote
    if len(quote.text) > checking.LONGEST:
        return verdict, ""
    found = checking.check(quote.text, index)
    same = [p for p in found.places if p.text == quote.text and found.verdict == checking.EXACT]
    if not same:
        return verdict, ""
    place = same[0]
    return replace(verdict, verdict=MOVED, start=place.start, end=place.end), place.doc_id
