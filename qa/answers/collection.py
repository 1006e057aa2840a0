"""Answers about the collection: which documents there are, how they begin, what Quoth does.

What Quoth says is a note, made of facts such as titles and numbers. The quotes are the first
sentences of documents, as the documents have them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from qa.answers.citations import cite
from qa.deadlines import check_deadline
from qa.records import Answer, Quote, Span, Why

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from qa.index.search import Index
    from qa.questions.collection import Kind
    from qa.records import DocumentFacts, Passage

_LISTED = 20
"""Documents that a note names; the others are counted."""

_SENTENCES = 3
"""Sentences at most that the opening of a document has."""

_PASSAGES = 10  # at the beginning of a document, in which its first whole sentence is looked for
_LEAST_WORDS = 4  # of a sentence; fewer are a label, a name or a date
_NO_EVIDENCE = Why(dense=0.0, lexical=0.0, evidence=0.0, coverage=0.0, terms=())

_DOES = (
    "Quoth finds the sentences of documents that answer a question, and quotes them word for word "
    "with their source. It writes no text of its own."
)
_BEGINS = "Quoth writes no summaries."


def about_collection(
    index: Index, question: str, kind: Kind, k: int, documents: Collection[str] | None = None
) -> Answer:
    """Answer a question about the collection.

    Args:
        index: of the collection.
        question: as typed.
        kind: what it asks for.
        k: the most quotes to return, at least 1.
        documents: ``doc_id`` or pattern of those that are meant (default: all).

    Raises:
        QuestionError: a document is unknown.
        IndexCorruptError: the stored text of a document has changed.
    """
    chosen = index.generation.facts()
    if documents is not None:
        among = set(index.doc_ids(documents))
        chosen = [facts for facts in chosen if facts.doc_id in among]
    count = _counted(chosen)
    are = f"There is {count}" if len(chosen) == 1 else f"There are {count}"
    openings: tuple[Quote, ...] = ()
    if kind == "greeting":
        note = f"Hello. Ask a question about the {count}: the answer is quoted from there."
    elif kind == "thanks":
        note = f"Ask again at any time. {are} to ask about."
    elif kind == "abilities":
        note = f"{_DOES} {are} to ask about."
    elif kind == "documents":
        note = f"{are}:\n{_listed(chosen)}"
    else:
        openings = _openings(index, chosen, k)
        note = _above_openings(chosen, len(openings), are, f"{_named(chosen)} begins:")
    return _noted(index, question, note, openings)


def openings_of(  # noqa: PLR0913, PLR0917 - what was asked, and what it may mean
    index: Index,
    question: str,
    name: str,
    meant: Collection[str],
    k: int,
    documents: Collection[str] | None = None,
) -> Answer:
    """Answer a request to sum up a document with the openings of all that may be meant.

    Args:
        index: of the collection.
        question: as typed.
        name: by which the question calls the document.
        meant: ``doc_id`` of those that have this name or one like it.
        k: the most quotes to return, at least 1.
        documents: ``doc_id`` or pattern of those that were searched (default: all).

    Raises:
        QuestionError: a document is unknown.
        IndexCorruptError: the stored text of a document has changed.
    """
    if not meant:
        listed = about_collection(index, question, "documents", k, documents)
        return replace(listed, note=f"{_BEGINS} No document is called “{name}”. {listed.note}")
    chosen = [facts for facts in index.generation.facts() if facts.doc_id in meant]
    openings = _openings(index, chosen, k)
    means = f"“{name}” may mean"
    several, single = f"{means} {_counted(chosen)}", f"{means} {_named(chosen)}, which begins:"
    note = _above_openings(chosen, len(openings), several, single)
    return replace(_noted(index, question, note, openings), within=tuple(meant))


def _noted(index: Index, question: str, note: str, openings: tuple[Quote, ...]) -> Answer:
    return Answer(
        question=question,
        quotes=openings,
        found=bool(openings),
        # That a document begins so is certain.
        confidence=1.0 if openings else 0.0,
        nearest=(),
        index=index.fingerprint,
        likely=bool(openings),
        note=note,
    )


def _openings(index: Index, documents: Sequence[DocumentFacts], k: int) -> tuple[Quote, ...]:
    with_text = (facts.doc_id for facts in documents if facts.passages)
    return tuple(islice((_opening(index, doc_id) for doc_id in with_text), k))


def _listed(documents: Sequence[DocumentFacts]) -> str:
    lines = [f"- {facts.title} ({facts.doc_id})" for facts in documents[:_LISTED]]
    if len(documents) > _LISTED:
        lines.append(f"and {len(documents) - _LISTED:,} more.")
    return "\n".join(lines)


def _above_openings(
    documents: Sequence[DocumentFacts], quoted: int, several: str, single: str
) -> str:
    """Return the note above the openings of documents.

    Args:
        documents: that begin so, or that have no sentence to quote.
        quoted: how many openings follow.
        several: begins a sentence on all of them: "There are 3 documents".
        single: the sentence on the only one, which its opening ends.
    """
    if not quoted:
        return f"{_BEGINS} {several}, without a sentence to quote:\n{_listed(documents)}"
    if len(documents) == 1:
        return f"{_BEGINS} {single}"
    if quoted == len(documents):
        return f"{_BEGINS} {several}, which begin:"
    return f"{_BEGINS} {several}. {quoted:,} of them begin:"


def _named(documents: Sequence[DocumentFacts]) -> str:
    """Return the title and the file of the first document."""
    return f"“{documents[0].title}” ({documents[0].doc_id})" if documents else ""


def _counted(documents: Sequence[DocumentFacts]) -> str:
    return "1 document" if len(documents) == 1 else f"{len(documents):,} documents"


def _opening(index: Index, doc_id: str) -> Quote:
    """Return the first sentences of a document: of the first passage that has a whole one."""
    check_deadline()
    document = index.document(doc_id)
    numbers = index.generation.numbers_of([doc_id])[:_PASSAGES]
    passages = [passage for passage in index.passages(numbers) if passage.sentences]
    chosen, first = _first_whole_sentence(document.text, passages)
    last = min(first + _SENTENCES, len(chosen.sentences)) - 1
    span = Span(chosen.sentences[first].start, chosen.sentences[last].end)
    return Quote(
        text=document.text[span.start : span.end],
        citation=cite(document, span, chosen.headings),
        score=1.0,
        context=Span(chosen.start, chosen.end),
        why=_NO_EVIDENCE,
    )


def _first_whole_sentence(text: str, passages: Sequence[Passage]) -> tuple[Passage, int]:
    for passage in passages:
        for number, span in enumerate(passage.sentences):
            sentence = text[span.start : span.end]
            if len(sentence.split()) >= _LEAST_WORDS and sentence.rstrip("”\"')»")[-1:] in ".!?。":
                return passage, number
    return passages[0], 0
