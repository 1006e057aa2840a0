"""From a question to verbatim quotes: which sentences are quoted, and when nothing is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from qa.answers.alike import lowest_alike, parallel
from qa.answers.amendments import amendments
from qa.answers.asked_rows import AskedRows
from qa.answers.citations import cite
from qa.answers.disagreements import disagreements
from qa.answers.doubts import Read, doubts_about
from qa.answers.joined_sentences import joined_with
from qa.answers.ranking import found_from, rank
from qa.answers.rivals import rivals, rows_together, runs
from qa.answers.superseded import superseded
from qa.answers.units import asked, below_same_headings, context_of, section_of, whole_unit
from qa.answers.unnamed import unnamed
from qa.deadlines import check_deadline
from qa.loaders.registry import has_lines
from qa.records import Answer, Doubt, LeadIn, Quote, Span, Why
from qa.text.lead_ins import lead_ins
from qa.text.question_lines import is_interrogative
from qa.text.tables.quoted import quoted_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from qa.answers.ranking import Ranking
    from qa.answers.reader import Reader
    from qa.answers.units import Asked
    from qa.index.search import Index

NEAREST = 3
"""Quotes shown as the nearest when nothing was found."""


def answer(  # noqa: PLR0913 - each is one thing a caller decides
    index: Index,
    question: str,
    k: int,
    *,
    reader: Reader | None = None,
    min_confidence: float | None = None,
    documents: Collection[str] | None = None,
    is_off: Callable[[Quote], bool] | None = None,
) -> Answer:
    """Answer a question in the documents' own words.

    Args:
        index: to search.
        question: as typed.
        k: the most quotes to return, at least 1.
        reader: reads the best passages once more; None for none.
        min_confidence: from which an answer counts as found (default: as fitted, so that at
            most 5 % of questions from elsewhere are answered).
        documents: ``doc_id`` of those to search (default: all).
        is_off: whether a quote is about something else, and no answer (default: none is).

    Raises:
        QuestionError: the question is empty, too long or not text, or a document is unknown.
        IndexCorruptError: the stored text of a document has changed.
    """
    query = index.query(question)
    ranking = rank(index, query, reader, documents)
    threshold = found_from(index, reader) if min_confidence is None else min_confidence
    return to_answer(index, question, ranking, k, threshold, is_off)


def to_answer(  # noqa: PLR0913, PLR0917 - a ranking, and what is made of it
    index: Index,
    question: str,
    ranking: Ranking,
    k: int,
    threshold: float,
    is_off: Callable[[Quote], bool] | None = None,
) -> Answer:
    """Return the ranked sentences as an answer.

    Args:
        index: that was searched.
        question: as it was searched for.
        ranking: the sentences, best first; may be empty.
        k: the most quotes to return, at least 1.
        threshold: confidence from which the answer counts as found.
        is_off: whether a quote is about something else, and no answer (default: none is).
    """
    found = bool(ranking.evidence) and ranking.confidence >= threshold
    wanted = asked(question)
    share = ranking.several_from if wanted.several else ranking.quoted_from
    least = ranking.scores[0] * share if found else 0.0
    if found and wanted.several:
        least = min(least, lowest_alike(ranking))
    also = parallel(index, ranking) if found and not wanted.several else frozenset()
    together = rows_together(ranking) if found else AskedRows()
    compared = together.rows or (rivals(index, question, ranking) if found else ())
    if compared:  # whole, where there are too many for a quote each
        wanted = wanted._replace(several=True)
    composed = quotes_of(index, wanted, ranking, least, also, join=found)
    if together.rows:
        composed = _rows(index, ranking, together.rows, k)
    elif 0 < len(compared) <= k:
        composed = (quote_alone(index, ranking, rank) for rank in sorted(compared))
    quotes = tuple(islice(composed, k if found else NEAREST))
    if found and all(is_interrogative(quote.text) for quote in quotes):
        found, quotes = False, quotes[:NEAREST]
        ranking = replace(ranking, confidence=0.0)  # a question that nothing answers
    confidence, first = ranking.confidence, ranking.first
    answering = tuple(quote for quote in quotes if not (is_off and is_off(quote)))
    if found and answering[:1] != quotes[:1]:
        # What the confidence is about is gone; the next quote has only its own score.
        confidence, first = (answering[0].score if answering else 0.0), 0.0
        found = bool(answering) and confidence >= threshold
    quotes = answering if found else quotes[:NEAREST]
    likely = found and not ranking.unknown and first >= ranking.likely_from
    disagree = disagreements(index, question, quotes, ranking) if found else ()
    changed = (*amendments(index, quotes), *superseded(index, quotes)) if found else ()
    doubts = _doubts(index, question, quotes, together.state, likely=likely) if found else ()
    if disagree:  # they say more than the doubt
        doubts = tuple(doubt for doubt in doubts if doubt.kind != "disagreement")
    return Answer(
        question=question,
        quotes=quotes if found else (),
        found=found,
        confidence=confidence,
        nearest=() if found else quotes,
        index=index.fingerprint,
        likely=likely and not doubts and not disagree and not changed,
        unknown=ranking.unknown if found else (),
        doubts=doubts,
        searched=question,
        disagreements=(*changed, *disagree),
    )


def _doubts(
    index: Index, question: str, quotes: Sequence[Quote], state: str, *, likely: bool
) -> tuple[Doubt, ...]:
    """Return what speaks against the first quote.

    Args:
        index: that was searched.
        question: as it was searched for.
        quotes: that are shown, best first, at least one.
        state: of the rows that answer together; empty for none.
        likely: whether the answer is likely if nothing speaks against it.
    """
    read = [_read(index, quote) for quote in quotes]
    doubts = doubts_about(question, read)
    if state:  # it accounts for "not"
        doubts = tuple(one for one in doubts if one.kind != "negation") or (
            Doubt("rows", (state,)),
        )
    # What a quote does not name takes a while to find, and matters to "likely" only.
    if likely and not doubts and (words := _unnamed(index, question, read[0])):
        doubts = (Doubt("unnamed", words),)
    return doubts


def quotes_of(  # noqa: PLR0913 - what may be quoted, and how
    index: Index,
    wanted: Asked,
    ranking: Ranking,
    least: float,
    also: Collection[int] = (),
    *,
    join: bool,
) -> Iterator[Quote]:
    """Yield quotes, best first, none in the same words as an earlier one, and none of its words.

    A sentence that asks or introduces, and cannot be quoted with what follows it, is quoted only
    where there is nothing else.

    Args:
        index: that was searched.
        wanted: how much the question asks for.
        ranking: the sentences, best first.
        least: the lowest score to quote.
        also: ranks of sentences to quote whatever their score is.
        join: whether adjacent sentences that answer about equally well become one quote.
    """
    yielded: set[str] = set()
    joined: set[int] = set()
    put_off: Quote | None = None
    last = max(also, default=-1)
    for best, score in enumerate(ranking.scores.tolist()):
        check_deadline()
        if score < least and best > last:
            break
        if best in joined or (score < least and best not in also):
            continue
        hit = ranking.evidence[best].hit
        document = index.document(hit.passage.doc_id)
        group = joined_with(document.text, ranking, best, least, joined, wanted) if join else {best}
        section = cache(partial(section_of, index, hit))
        spans = sorted((ranking.evidence[i].span for i in group), key=lambda each: each.start)
        whole = whole_unit(document, spans, ranking.evidence[best].span, section, wanted)
        span = whole or Span(spans[0].start, spans[-1].end)
        inside = _inside(ranking, best, span)
        # A repeated boilerplate sentence differs in line breaks or capitals at most.
        words = " ".join(document.text[span.start : span.end].split()).casefold()
        if words in yielded or inside & joined:
            continue
        joined.update(inside)
        quote = _quote(index, ranking, best, span, section)
        if whole:
            yielded.add(words)
            yield quote
        else:
            put_off = put_off or quote
    if put_off and not yielded:
        yield put_off


def quote_alone(index: Index, ranking: Ranking, rank: int) -> Quote:
    """Return the quote of one sentence, and nothing near it.

    Args:
        index: that was searched.
        ranking: the sentences.
        rank: of the sentence.
    """
    item = ranking.evidence[rank]
    return _quote(index, ranking, rank, item.span, partial(section_of, index, item.hit))


def _rows(index: Index, ranking: Ranking, ranks: Sequence[int], k: int) -> Iterator[Quote]:
    """Yield the quotes of rows that answer together, and are as likely to as all of them.

    Where they are too many for a quote each, those that stand below one another are one.
    """
    alone = [(at, ranking.evidence[at].span) for at in ranks]
    score = min(ranking.confidence, float(ranking.scores[list(ranks)].sum()))
    for best, span in alone if len(ranks) <= k else runs(index, ranking, ranks):
        section = partial(section_of, index, ranking.evidence[best].hit)
        quote = _quote(index, ranking, best, span, section)
        yield replace(quote, score=score)


def _inside(ranking: Ranking, best: int, span: Span) -> set[int]:
    """Return the ranks of the sentences of the document of ``best`` that a span overlaps."""
    doc_id = ranking.evidence[best].hit.passage.doc_id
    return {
        i
        for i, item in enumerate(ranking.evidence)
        if item.hit.passage.doc_id == doc_id
        and item.span.start < span.end
        and span.start < item.span.end
    }


def _quote(
    index: Index, ranking: Ranking, best: int, span: Span, section: Callable[[], Span]
) -> Quote:
    """Return the quote of a span around the sentence with rank ``best``."""
    item = ranking.evidence[best]
    document = index.document(item.hit.passage.doc_id)
    text = document.text[span.start : span.end]
    # A bar or a gap in source code or a log is no edge of a cell, and a number begins no item.
    is_prose = not has_lines(document.media_type)
    table = quoted_table(document, span) if is_prose else None
    above = (
        lead_ins(document.text, span, below_same_headings(index, item.hit))
        if is_prose and table is None
        else ()
    )
    return Quote(
        text=text,
        citation=cite(document, span, item.hit.passage.headings),
        score=float(ranking.scores[best]),
        context=context_of(index, item.hit, span, section),
        why=Why(
            dense=item.hit.dense,
            lexical=item.hit.lexical,
            evidence=item.cosine,
            coverage=item.coverage,
            terms=item.terms,
        ),
        table=table,
        lead_ins=tuple(
            LeadIn(document.text[one.start : one.end], one.start, one.end) for one in above
        ),
    )


def _read(index: Index, quote: Quote) -> Read:
    """Return a quote as doubts see it."""
    citation, context = quote.citation, quote.context
    document = index.document(citation.doc_id)
    around = document.text[context.start : context.end]
    columns = " | ".join(quote.table.names()) if quote.table else ""
    subject = " ".join((document.title, *citation.headings))
    return Read(quote.text, around, subject, columns, quote.lead_in())


def _unnamed(index: Index, question: str, read: Read) -> tuple[str, ...]:
    return unnamed(question, read.text, read.subject, read.around, index.word_vector)
