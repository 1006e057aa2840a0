"""From a typed question to an answer: several questions in one, follow-ups, misspellings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answers import quoting
from qa.answers.collection import about_collection
from qa.answers.named_document import answer_in_named, from_elsewhere
from qa.answers.reader import load_reader
from qa.answers.several_answers import joined, searched_as_one
from qa.characters import HALF_PAIR
from qa.questions import followups
from qa.questions.collection import asked_of_collection
from qa.questions.followups import READ
from qa.questions.parsing import cleaned, parts, too_many
from qa.receipts import Asked, Preceding
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.answers.reader import Reader
    from qa.index.search import Index
    from qa.questions.followups import FollowUp
    from qa.records import Answer, Quote


K = 5
"""Default for the most quotes that an answer has."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Answers questions to one index, all with the same options.

    Attributes:
        index: to search.
        k: the most quotes to return, at least 1.
        reader: reads the best passages once more; None for none.
        min_confidence: from which an answer counts as found; None for the fitted threshold.
        evidence_model: name of the reader, for receipts; None where the user chose none.
    """

    index: Index
    k: int
    reader: Reader | None = None
    min_confidence: float | None = None
    evidence_model: str | None = None

    def ask(
        self,
        question: str,
        after: Answer | Preceding | None = None,
        *,
        carried: Sequence[str] | None = None,
        documents: Collection[str] | None = None,
    ) -> Answer:
        """Return the answer to a typed question.

        The answer records its options, so that its receipt can be replayed.

        Args:
            question: as typed; may be several questions.
            after: the previous answer, which the question may lean on, or what a receipt
                recorded of it.
            carried: the words it leans on, where the user chose them; ``after`` is ignored then.
            documents: ``doc_id`` of those to search (default: all).

        Raises:
            QuestionError: the question is empty, too long or not text, or a document is unknown.
            IndexCorruptError: the stored text of a document has changed.
        """
        line = cleaned(question)
        # The answer repeats the question, and half of a surrogate pair cannot be written to a file.
        question = HALF_PAIR.sub("\ufffd", question)
        if carried is not None:
            chosen = tuple(carried)
            follow_up = followups.carrying(line, chosen)
            options = self._options(documents, chosen=chosen)
            return self._answer(question, follow_up, options, documents, leaning=bool(chosen))
        answers: list[Answer] = []
        for wordings in parts(line):
            before = answers[-1] if answers else after
            preceding = None if before is None else _preceding(before)
            answer = self._about_collection(wordings[-1], preceding, documents)
            if answer is None:
                answer = self._best_reading(wordings, preceding, documents)
            answers.append(answer)
        if len(answers) == 1:
            return searched_as_one(replace(answers[0], question=question), too_many(line))
        return joined(question, answers, self.k)

    def _about_collection(
        self, question: str, preceding: Preceding | None, documents: Collection[str] | None
    ) -> Answer | None:
        """Return the answer to a question about the collection, None if it is not one.

        It hands on what went before: after "thanks", a follow-up still leans on that.
        """
        kind = asked_of_collection(question)
        if kind is None:
            return None
        answer = about_collection(self.index, question, kind, self.k, documents)
        # No confidence is compared with the one that was asked for.
        options = self._options(documents, after=preceding)
        options = replace(options, min_confidence=None, leaning=(False,))
        return replace(answer, asked=options)

    def _best_reading(
        self,
        wordings: Sequence[str],
        preceding: Preceding | None,
        documents: Collection[str] | None,
    ) -> Answer:
        """Return the most confident answer to one question, over the ways it may be read.

        A wording that leans on the previous question is searched with the words it takes from
        there first, and on its own where that finds nothing and it may mean something alone.
        """
        follow_ups = [
            followups.resolve(wording, preceding.searched, preceding.quote) if preceding else None
            for wording in wordings
        ]
        # Recorded even if the question is then read on its own: a replay must decide the same.
        leans = any(follow_up is not None for follow_up in follow_ups)
        options = self._options(documents, after=preceding if leans else None)

        def answer_to(wording: str, follow_up: FollowUp | None) -> Answer:
            if follow_up is not None:
                leaning = self._answer(wording, follow_up, options, documents, leaning=True)
                if leaning.found or not follow_up.alone:
                    return leaning
            alone = followups.carrying(wording, ())
            answer = self._answer(wording, alone, options, documents, leaning=False)
            return answer if answer.found or follow_up is None else leaning

        read = [answer_to(*one) for one in zip(wordings, follow_ups, strict=True)]
        return max(read, key=lambda answer: answer.confidence)

    def _options(
        self,
        documents: Collection[str] | None,
        *,
        after: Preceding | None = None,
        chosen: tuple[str, ...] | None = None,
    ) -> Asked:
        """Return the options of this question, as its answer records them."""
        return Asked(
            k=self.k,
            documents=tuple(sorted(set(documents or ()))),
            min_confidence=self.min_confidence,
            evidence_model=self.evidence_model,
            after=after,
            chosen=chosen,
        )

    def _answer(
        self,
        question: str,
        follow_up: FollowUp,
        options: Asked,
        documents: Collection[str] | None,
        *,
        leaning: bool,
    ) -> Answer:
        """Search for one reading of a question; record how it was asked in the answer."""

        def searched(wording: str, within: tuple[str, ...]) -> Answer:
            return self._searched(wording, follow_up, within)

        answer = answer_in_named(self.index, follow_up.text, self.k, documents, searched)
        if answer is None:
            answer = self._searched(follow_up.text, follow_up, documents)
            answer = from_elsewhere(self.index, answer)
        options = replace(options, leaning=(leaning,))
        return replace(answer, question=question, carried=follow_up.carried, asked=options)

    def _searched(
        self, text: str, follow_up: FollowUp, documents: Collection[str] | None
    ) -> Answer:
        """Return the answer to a question as it is searched for, its spelling corrected.

        After "yellow peas", words on these may be nearest to a question about green ones. They are
        no answer to it.
        """

        def is_off(quote: Quote) -> bool:
            subject = " ".join((quote.citation.title, *quote.citation.headings))
            return follow_up.is_of_the_replaced(quote.text, subject)

        return quoting.answer(
            self.index,
            self.index.corrected(text),
            self.k,
            reader=self.reader,
            min_confidence=self.min_confidence,
            documents=documents,
            is_off=is_off,
        )


def _preceding(before: Answer | Preceding) -> Preceding | None:
    """Return the part of the previous answer that a follow-up can lean on.

    A greeting, or a question about the collection, has nothing that another could lack: what
    stands before it counts.
    """
    if isinstance(before, Preceding):
        return before
    last = before.parts[-1] if before.parts else before
    if last.note:
        return last.asked.after
    quoted = last.quotes[0].text if last.quotes else ""
    return Preceding((last.searched or last.question)[:READ], quoted[:READ])


def new_asker(
    index: Index,
    k: int = K,
    min_confidence: float | None = None,
    evidence_model: str | None = None,
    threads: int | None = None,
) -> Asker:
    """Return an asker for an index, with its reader loaded.

    Args:
        index: to answer from.
        k: the most quotes to return, at least 1.
        min_confidence: least probability, [0, 1], for quotes to be returned (default: as fitted).
        evidence_model: the reader: ``default``, ``none``, or a CrossEncoder's name or folder
            (default: ``QA_EVIDENCE_MODEL`` or ``default``).
        threads: that read one passage (default: one for each processor); 1 where several
            questions are asked at a time.

    Raises:
        ModelError: the reader cannot be loaded.
        ValueError: ``k`` is less than 1, or ``min_confidence`` is not a probability.
    """
    if k < 1:
        msg = f"k is the most quotes to return, at least 1, not {k}."
        raise ValueError(msg)
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        msg = f"min_confidence is a probability, 0 to 1, not {min_confidence}."
        raise ValueError(msg)
    name = evidence_model or Settings.current().evidence_model
    return Asker(index, k, load_reader(name, threads), min_confidence, evidence_model=name)
