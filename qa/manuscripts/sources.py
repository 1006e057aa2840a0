"""Which documents of an index a claimed source is: by file, title, author and year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa.manuscripts.bibliography import key_parts
from qa.questions.name_pieces import pieces_of
from qa.questions.name_signs import YEAR
from qa.text.analyzer import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qa.index.protocol import Searchable
    from qa.manuscripts.bibliography import Entry
    from qa.manuscripts.records import ClaimedSource

_MOST_OPENINGS = 2_000  # documents whose first page is read for authors and titles
_OPENING = 1_500  # characters
_LEAST_ALONE = 5  # letters of one word that names a document alone
_LEAST_AUTHOR = 3
_HALF = 0.5  # of the words of a title

# What speaks for a document, from the strongest to the weakest.
_FILE, _KEY, _TITLE, _AUTHOR_YEAR, _OPENS, _AUTHOR_TITLE, _PART, _AUTHOR = (
    100,
    90,
    80,
    70,
    65,
    60,
    50,
    40,
)


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents that a claimed source may be.

    Attributes:
        doc_ids: none, the one, or several that fit equally well.
        entry: of the bibliography; None if no entry was cited.
    """

    doc_ids: tuple[str, ...] = ()
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class _Description:
    """What a source is called: pieces of names, see :mod:`qa.questions.name_pieces`."""

    authors: tuple[tuple[str, ...], ...] = ()
    year: str = ""
    title: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Document:
    doc_id: str
    stem: tuple[str, ...]
    title: tuple[str, ...]

    @property
    def names(self) -> set[str]:
        return {*self.stem, *self.title}


class Sources:
    """The documents of an index, by what people call them."""

    def __init__(self, generation: Searchable, entries: Mapping[str, Entry]) -> None:
        """Collect their names.

        Args:
            generation: with the documents.
            entries: of the bibliography, by their keys.
        """
        self._generation = generation
        self._entries = entries
        self._documents = [
            _Document(fact.doc_id, _pieces(PurePosixPath(fact.doc_id).stem), _pieces(fact.title))
            for fact in generation.facts()
        ]
        self._matched: dict[tuple[str, ...], Matched] = {}

    def match(self, source: ClaimedSource) -> Matched:
        """Return the documents that a claimed source may be.

        Args:
            source: as a manuscript names it.
        """
        key = (source.words, source.key, *source.authors, source.year, source.title)
        if key not in self._matched:
            self._matched[key] = self._match(source)
        return self._matched[key]

    def is_title(self, words: str) -> bool:
        """Return whether words are the title of a document or of a source of the bibliography.

        Args:
            words: in quotation marks.
        """
        return _pieces(words) in self._titles

    @cached_property
    def _titles(self) -> set[tuple[str, ...]]:
        titled = (one.title for one in self._entries.values())
        ours = {one.title for one in self._documents if len(one.title) > 1}
        cited = {_pieces(part) for title in titled for part in (title, title.partition(":")[0])}
        return {one for one in ours | cited if one}

    def _match(self, source: ClaimedSource) -> Matched:
        if source.key:
            entry = self._entries.get(source.key)
            return Matched(self._best(_described(source.key, entry)), entry)
        if source.authors:
            entry = self._entry_of(source.authors, source.year)
            authors = tuple(map(_pieces, source.authors))
            description = _Description(authors, source.year, _pieces(source.title))
            return Matched(self._best(_described("", entry) if entry else description), entry)
        return self._in_words(source.title or source.words, source.year)

    def _entry_of(self, authors: tuple[str, ...], year: str) -> Entry | None:
        wanted = [_pieces(author) for author in authors]
        found = [
            entry
            for entry in self._entries.values()
            if entry.authors
            and entry.year[:4] == year[:4]
            and any(set(name) <= set(_pieces(entry.authors[0])) for name in wanted)
        ]
        return found[0] if len(found) == 1 else None

    def _best(self, description: _Description) -> tuple[str, ...]:
        scored = {
            document.doc_id: score
            for document in self._documents
            if (score := _score(document, description))
        }
        if not scored or max(scored.values()) < _AUTHOR_TITLE:
            for doc_id in self._opening_with(description):
                scored[doc_id] = _OPENS
        return _highest(scored)

    def _opening_with(self, description: _Description) -> Iterator[str]:
        """Yield the documents whose first page has the title and an author, or author and year."""
        if not description.authors or not (description.title or description.year):
            return
        author = description.authors[0]
        title = f" {' '.join(description.title)} "
        for doc_id, opening in self._openings.items():
            if f" {' '.join(author)} " not in opening:
                continue
            is_titled = len(description.title) > 1 and title in opening
            is_dated = not description.title and f" {description.year[:4]} " in opening
            if is_titled or is_dated:
                yield doc_id

    @cached_property
    def _openings(self) -> dict[str, str]:
        if len(self._documents) > _MOST_OPENINGS:
            return {}
        texts = (
            (one.doc_id, self._generation.document(one.doc_id).text[:_OPENING])
            for one in self._documents
        )
        return {doc_id: f" {' '.join(_pieces(text))} " for doc_id, text in texts}

    def _in_words(self, words: str, year: str) -> Matched:
        """Return what a note or a title in brackets names, in words of any order."""
        said = set(_pieces(words))
        entry = self._entry_in(said, year)
        if entry:
            doc_ids = self._best(_described("", entry))
            if doc_ids:
                return Matched(doc_ids, entry)
        scored: dict[str, float] = {}
        for document in self._documents:
            score = _score_of_words(document, said, year)
            if score:
                scored[document.doc_id] = score
        return Matched(_highest(scored), entry)

    def _entry_in(self, said: set[str], year: str) -> Entry | None:
        """Return the source of the bibliography that words name by author and year or title."""
        best: tuple[float, Entry] | None = None
        for entry in self._entries.values():
            surname = set(_pieces(entry.authors[0])) if entry.authors else set()
            if surname and not surname <= said:
                continue
            share = _share(_significant(_pieces(entry.title)), said)
            has_year = bool(year) and entry.year[:4] == year[:4]
            least = _HALF if surname else 1.0
            if (surname and has_year) or share >= least or (surname and not year and share):
                score = share + has_year
                if best is None or score > best[0]:
                    best = score, entry
        return best[1] if best else None


def _described(key: str, entry: Entry | None) -> _Description:
    if entry is None:
        author, year, title = key_parts(key)
        names = ((author,),) if len(author) >= _LEAST_AUTHOR else ()
        return _Description(names, year, tuple(title.split()), _pieces(key))
    authors = tuple(map(_pieces, entry.authors))
    return _Description(authors, entry.year, _pieces(entry.title), _pieces(entry.key), entry.files)


def _score(  # noqa: PLR0911 - what speaks for it, from the strongest on
    document: _Document, wanted: _Description
) -> float:
    """Return what speaks for a document: 0 for nothing."""
    name = PurePosixPath(document.doc_id).name
    if any(file == name for file in wanted.files):
        return _FILE
    stem = set(document.stem)
    if wanted.key and (
        wanted.key == document.stem or "".join(wanted.key) == "".join(document.stem)
    ):
        return _KEY
    has_author = bool(wanted.authors) and set(wanted.authors[0]) <= document.names
    further = sum(set(author) <= document.names for author in wanted.authors[1:])
    years = {piece for piece in document.stem if YEAR.fullmatch(piece)}
    has_year = bool(wanted.year) and wanted.year[:4] in years
    is_other_year = bool(wanted.year) and bool(years) and not has_year
    title = _significant(wanted.title)
    share = _share(title, document.names)
    detail = share + has_author + has_year + further / 10 + _letter(wanted.year, stem)
    is_titled = share == 1.0 and (len(title) > 1 or set(title) == set(_significant(document.title)))
    if is_titled and not is_other_year:
        return _TITLE + detail
    if has_author and has_year:
        return _AUTHOR_YEAR + detail
    if has_author and share >= _HALF:
        return 0 if is_other_year else _AUTHOR_TITLE + detail
    if is_titled:
        return _PART + detail
    return _AUTHOR + detail if has_author and not is_other_year else 0


def _letter(year: str, stem: set[str]) -> float:
    """Return what the letter of "2020a" adds."""
    return 0.5 if year[4:] and year[4:] in stem else 0.0


def _score_of_words(document: _Document, said: set[str], year: str) -> float:
    """Return what speaks for a document in the words of a note: 0 for nothing."""
    years = {piece for piece in document.stem if YEAR.fullmatch(piece)}
    if year and years and year[:4] not in years:
        return 0
    best = 0.0
    for names, weight in ((document.stem, _AUTHOR_YEAR), (document.title, _TITLE)):
        wanted = _significant(names)
        alone = len(wanted) == 1 and len(wanted[0]) >= _LEAST_ALONE and wanted[0].isalpha()
        if wanted and _share(wanted, said) == 1.0 and (len(wanted) > 1 or alone):
            best = max(best, weight + len(wanted) / 10)
    if years and len(document.stem[0]) >= _LEAST_AUTHOR and document.stem[0] in said and year:
        best = max(best, _AUTHOR_TITLE)
    return best


def _highest(scored: Mapping[str, float]) -> tuple[str, ...]:
    most = max(scored.values(), default=0.0)
    return tuple(sorted(doc_id for doc_id, score in scored.items() if score == most))


def _share(wanted: Iterable[str], among: set[str]) -> float:
    some = list(wanted)
    return sum(piece in among for piece in some) / len(some) if some else 0.0


def _significant(pieces: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(piece for piece in pieces if piece not in STOP_WORDS) or pieces


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece.folded for piece in pieces_of(text))


def grouped(sources: Iterable[Matched]) -> dict[str, Matched]:
    """Return what each document was matched by, the first match of each.

    Args:
        sources: matched.
    """
    found: dict[str, Matched] = defaultdict(Matched)
    for matched in sources:
        for doc_id in matched.doc_ids:
            found.setdefault(doc_id, matched)
    return found
