"""Answers that are not from the document that the question names.

"According to the lease, …" asks for words of the lease. Where it has none, another document may
answer; where there is no lease, any may. Then the answer says that this is not what was named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.questions.naming_frames import naming_frame
from qa.records import Doubt

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.records import Answer


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
        is_meant = index.names.has_any(quoted, frame.alike) or bool(
            index.generation.terms_in_document(quoted, frame.terms)
        )
    if is_meant:
        return answer
    doubt = Doubt("document", (frame.words,))
    return replace(answer, likely=False, doubts=(*answer.doubts, doubt))
