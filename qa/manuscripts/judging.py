"""The verdict on each quotation of a manuscript, together with the source that it claims."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.errors import ClaimError, DeadlineError
from qa.index.document_filter import matching_documents
from qa.manuscripts.omissions import check_words
from qa.manuscripts.paging import paged
from qa.manuscripts.records import (
    ABSENT,
    ALTERED,
    ELSEWHERE,
    EXACT,
    NOT_CHECKED,
    OTHER_PAGE,
    SOURCE_MISSING,
    STITCHED,
    Judged,
)
from qa.manuscripts.sources import Matched, grouped
from qa.verification.finder import MOST_PLACES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from qa.index.protocol import Searchable
    from qa.manuscripts.omissions import WordsChecked
    from qa.manuscripts.records import ClaimedSource, Quotation
    from qa.manuscripts.sources import Sources
    from qa.verification.findings import Finding, Place

_MOST_NAMED = 4  # documents in a sentence


class Judge:
    """Judges the quotations of manuscripts by the documents of one index."""

    def __init__(
        self,
        generation: Searchable,
        sources: Sources,
        documents: Collection[str] | None = None,
    ) -> None:
        """Prepare to judge.

        Args:
            generation: with the documents.
            sources: the documents by what people call them.
            documents: those that quotations without a source are from, by ``doc_id`` or pattern.

        Raises:
            QuestionError: there is no such document.
        """
        self._generation = generation
        self._sources = sources
        self._judged_before: dict[object, Judged] = {}
        self._usual = (
            None if documents is None else matching_documents(generation.manifest, documents)
        )

    def judge(self, quotation: Quotation) -> Judged:
        """Return the verdict on a quotation.

        Args:
            quotation: of a manuscript.
        """
        same = (quotation.text, quotation.readings, quotation.sources)
        if same not in self._judged_before:  # a form letter quotes one sentence a thousand times
            try:
                self._judged_before[same] = self._judged(quotation)
            except (ClaimError, DeadlineError) as error:
                judged = Judged(quotation, NOT_CHECKED, None, (), (str(error),))
                self._judged_before[same] = judged
        return replace(self._judged_before[same], quotation=quotation)

    def is_cited(self, quotation: Quotation) -> bool:
        """Return whether a quotation names a source.

        Args:
            quotation: of a manuscript.
        """
        return bool(self._named(quotation))

    def _named(self, quotation: Quotation) -> list[tuple[ClaimedSource, Matched]]:
        """Return the sources that a quotation names, and the documents that these may be."""
        matched = [
            (source, self._sources.match(source))
            for source in quotation.sources
            if not source.is_page
        ]
        return [(source, one) for source, one in matched if one.doc_ids or source.is_certain]

    def _judged(self, quotation: Quotation) -> Judged:  # noqa: PLR0911 - a verdict each
        named = self._named(quotation)
        found_for = grouped(matched for _, matched in named)
        doc_ids = tuple(found_for)
        missing = [source for source, matched in named if not matched.doc_ids]
        pages = next((one.pages for one in quotation.sources if one.pages), None)
        if not named:
            return self._anywhere(quotation, pages)
        if not doc_ids:
            return self._of_missing(quotation, missing)
        remarks = list(_ambiguous(named))
        inside = self._words(quotation, doc_ids)
        if inside.finding.verdict == EXACT:
            at_page = self._paged(quotation, inside.finding, named)
            return _with(at_page, doc_ids, (*remarks, *inside.remarks))
        outside = self._words(quotation, None)
        if outside.finding.verdict == EXACT:
            where = outside.finding.places[0]
            remarks.append(f"In {_at(where)}, not in {_listed(doc_ids)}.")
            return Judged(
                quotation, ELSEWHERE, outside.finding, doc_ids, (*remarks, *outside.remarks)
            )
        is_joined = outside.finding.verdict == STITCHED  # of passages that other documents have
        if inside.finding.verdict in {ALTERED, STITCHED} and not is_joined:
            return Judged(
                quotation,
                inside.finding.verdict,
                inside.finding,
                doc_ids,
                (*remarks, *inside.remarks),
            )
        if missing:
            return self._of_missing(quotation, missing, doc_ids)
        if outside.finding.verdict in {ALTERED, STITCHED}:
            where = outside.finding.places[0]
            remarks.append(f"The words are like those of {_at(where)}, not of {_listed(doc_ids)}.")
            return Judged(
                quotation, outside.finding.verdict, outside.finding, doc_ids,
                (*remarks, *outside.remarks),
            )  # fmt: skip
        return Judged(quotation, ABSENT, inside.finding, doc_ids, (*remarks, *inside.remarks))

    def _words(self, quotation: Quotation, doc_ids: Collection[str] | None) -> WordsChecked:
        """Check a quotation, and if it is not exact, as it may be read otherwise."""
        first = check_words(quotation.text, self._generation, doc_ids)
        if first.finding.verdict != EXACT:
            for reading in quotation.readings:
                other = check_words(reading, self._generation, doc_ids)
                if other.finding.verdict == EXACT:
                    return other
        return first

    def _anywhere(self, quotation: Quotation, pages: tuple[int, int] | None) -> Judged:
        """Judge a quotation whose source nobody names, or by a page alone."""
        checked = self._words(quotation, self._usual)
        verdict, remarks = checked.finding.verdict, checked.remarks
        if verdict == EXACT and pages is not None:
            return _with(self._paged(quotation, checked.finding, []), (), remarks)
        if verdict != EXACT and self._usual is not None:
            elsewhere = self._words(quotation, None)
            if elsewhere.finding.verdict == EXACT:
                return Judged(quotation, ELSEWHERE, elsewhere.finding, (), elsewhere.remarks)
        return Judged(quotation, verdict, checked.finding, (), remarks)

    def _of_missing(
        self, quotation: Quotation, missing: Sequence[ClaimedSource], doc_ids: tuple[str, ...] = ()
    ) -> Judged:
        """Judge a quotation whose source is not in the collection: its words may be in another."""
        names = " and ".join(f"“{_shortened(source.words)}”" for source in missing)
        verb = "is" if len(missing) == 1 else "are"
        remarks = [f"{names} {verb} not among the documents of the index."]
        checked = self._words(quotation, None)
        if checked.finding.verdict == EXACT:
            remarks.append(f"The same words are in {_at(checked.finding.places[0])}.")
        return Judged(quotation, SOURCE_MISSING, checked.finding, doc_ids, tuple(remarks))

    def _paged(
        self,
        quotation: Quotation,
        finding: Finding,
        named: Sequence[tuple[ClaimedSource, Matched]],
    ) -> Judged:
        """Return *exact* or *other page*; each source has a page of its own."""
        reasons: list[str] = []
        is_wrong = False
        claims = named or [(one, Matched()) for one in quotation.sources]
        for source, matched in claims:
            places = [
                place
                for place in finding.places
                if not matched.doc_ids or place.doc_id in matched.doc_ids
            ]
            if not places:
                continue
            pages = source.pages or (quotation.sources[-1].pages if len(claims) == 1 else None)
            if pages is None:
                return Judged(quotation, EXACT, finding)
            documents = {one.doc_id: self._generation.document(one.doc_id) for one in places}
            entry = matched.entry
            first_page = entry.pages[0] if entry and entry.pages else None
            at = paged(
                pages, places, documents, first_page, is_all=len(finding.places) < MOST_PLACES
            )
            if at.is_right:
                return Judged(quotation, EXACT, finding)
            if at.is_right is False:
                is_wrong = True
                here = f"page {places[0].page}"
                if first_page is not None and places[0].page:
                    here = (
                        f"page {places[0].page + first_page - 1}, page {places[0].page} of the file"
                    )
                reasons.append(f"On {here}, not on page {_pages(pages)}.")
            elif at.reason:
                reasons.append(at.reason)
        verdict = OTHER_PAGE if is_wrong else EXACT
        return Judged(quotation, verdict, finding, (), tuple(dict.fromkeys(reasons)))


def _with(judged: Judged, doc_ids: tuple[str, ...], remarks: Sequence[str]) -> Judged:
    return replace(judged, documents=doc_ids, remarks=(*judged.remarks, *remarks))


def _ambiguous(named: Sequence[tuple[ClaimedSource, Matched]]) -> Iterator[str]:
    for source, matched in named:
        if len(matched.doc_ids) > 1:
            yield (
                f"“{_shortened(source.words)}” may be {len(matched.doc_ids):,} documents: "
                f"{_listed(matched.doc_ids)}."
            )


def _listed(doc_ids: Sequence[str]) -> str:
    more = len(doc_ids) - _MOST_NAMED
    named = list(doc_ids[:_MOST_NAMED]) + ([f"{more:,} more"] if more > 0 else [])
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def _at(place: Place) -> str:
    return f"{place.doc_id}, page {place.page}" if place.page else place.doc_id


def _pages(pages: tuple[int, int]) -> str:
    first, last = pages
    return str(first) if first == last else f"{first}–{last}"


def _shortened(words: str) -> str:
    return words if len(words) <= 100 else f"{words[:99]}…"  # noqa: PLR2004 - both ends of one line
