"""The documents that a question may mean, and answers that are from none of them.

"According to the lease, …" asks for words of the lease. Where it has none, another document may
answer; where there is no lease, any may. Then the answer says that this is not what was named.
"Summarise the contract" may mean each of several, and says nothing to search for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answers.collection import about_collection, openings_of
from qa.questions.collection import asked_of_collection, asks_for_opening
from qa.questions.naming_frames import asks_to_sum_up, naming_frame
from qa.records import Doubt
from qa.text.analyzer import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from qa.index.search import Index
    from qa.questions.naming_frames import Frame
    from qa.records import Answer


def answer_in_named(
    index: Index,
    question: str,
    k: int,
    documents: Collection[str] | None,
    searched: Callable[[str, tuple[str, ...]], Answer],
) -> Answer | None:
    """Return the answer from the document that a question names.

    None if it names none, or one that does not answer: all are searched then.

    Args:
        index: of the collection.
        question: as it is searched for.
        k: the most quotes to return, at least 1.
        documents: ``doc_id`` or pattern of those that may be meant; None for all.
        searched: returns the answer to a wording from some documents.
    """
    named = index.names.named(question)
    if named is None:
        answer = summary_of_several(index, question, k, documents)
        return answer and replace(answer, searched=question)
    if documents is not None and named.doc_id not in index.doc_ids(documents):
        return None
    within = (named.doc_id,)
    opening = asked_of_collection(named.question) == "opening" or asks_to_sum_up(question)
    # With its name too, which may say more than which document it is.
    searches = bool(terms(named.question)) and not opening
    for wording in dict.fromkeys((named.question, question)) if searches else ():
        answer = searched(wording, within)
        if answer.found:
            # With the name, so that a follow-up asks of the same document.
            return replace(answer, searched=question, within=within)
    if opening or asks_for_opening(named.question):
        answer = about_collection(index, question, "opening", k, within)
        return replace(answer, searched=question, within=within)
    return None


def summary_of_several(
    index: Index, question: str, k: int, documents: Collection[str] | None = None
) -> Answer | None:
    """Return the answer to a request to sum up a document where several may be meant, or none is.

    None where the question is no such request, or calls nothing a document.

    Args:
        index: of the collection.
        question: as it is searched for.
        k: the most quotes to return, at least 1.
        documents: ``doc_id`` or pattern of those that may be meant (default: all).

    Raises:
        QuestionError: a document is unknown.
        IndexCorruptError: the stored text of a document has changed.
    """
    frame = naming_frame(question)
    if frame is None or not frame.only or not frame.terms:
        return None
    among = index.doc_ids(documents) if documents is not None else None
    meant = [
        doc_id for doc_id in sorted(_may_be_meant(index, frame)) if among is None or doc_id in among
    ]
    # "The pet policy" may be a section, "the policy" is nothing but a document.
    if not meant and not (frame.is_kind and " " not in frame.words):
        return None
    return openings_of(index, question, frame.words, meant, k, documents)


def _may_be_meant(index: Index, frame: Frame) -> set[str]:
    """Return the documents that have the words of a name; of a kind, also those that are alike."""
    found = index.names.with_all(frame.terms)
    if found or not frame.is_kind:
        return found
    further = frame.terms - frame.alike
    return {
        doc_id
        for doc_id in index.names.with_any(frame.alike)
        if further <= index.generation.terms_in_document(doc_id, further)
    }


def from_elsewhere(index: Index, answer: Answer) -> Answer:
    """Return an answer with a doubt if its first quote is not from the document that is named.

    Args:
        index: that was searched.
        answer: to a question, from all documents.
    """
    frame = naming_frame(answer.searched)
    if frame is None or not frame.is_kind or not answer.found:
        return answer
    named = index.names.named(answer.searched)
    quoted = answer.quotes[0].citation.doc_id
    if named is not None:
        is_meant = named.doc_id == quoted
    else:
        # A lease may be meant by "the contract", and another document may call itself so.
        is_meant = quoted in index.names.with_any(frame.alike) or bool(
            index.generation.terms_in_document(quoted, frame.terms)
        )
    if is_meant:
        return answer
    doubt = Doubt("document", (frame.words,))
    return replace(answer, likely=False, doubts=(*answer.doubts, doubt))
