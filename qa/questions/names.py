"""Documents that a question calls by name: "people.md", "Okoye (2021)", "the annual report".

Names are compared piece by piece. Paths are split at signs, at a change of case and at digits, so
that "Okoye2021", ``okoye_2021.pdf`` and "Okoye et al. (2021)" have the same pieces. One ordinary
word is a name only where the question says that it is one: "the staff file", "Okoye's paper".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from posixpath import splitext
from typing import TYPE_CHECKING

from qa.questions.collection import asked_of_collection
from qa.questions.name_pieces import folded_pieces, pieces_of
from qa.questions.name_signs import OWNED, YEAR, is_called, is_meant
from qa.questions.naming_frames import naming_frame
from qa.text.analyzer import STOP_WORDS, terms
from qa.text.dates import MONTHS
from qa.text.normalization import composed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from qa.questions.name_pieces import Piece

_NOUN = r"(?:document|file|paper|report|article|book|chapter|text|study)"
_BEFORE_NAME = re.compile(
    r"[,;]? ?\b(?:according to|in|under|of|from|by|per|within|to|on)(?: the)?"
    rf"(?: {_NOUN}(?: (?:called|named|titled))?)? ?[\"“‘'«(]?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(rf"\bthe (?:{_NOUN} )?$", re.IGNORECASE)
_AFTER_NAME = re.compile(rf"(?:,? et al\b\.?)?[\"”’'»)]?( {_NOUN}\b)?", re.IGNORECASE)
_FOLDER = re.compile(r"(?<![^\s(\"“‘'«])[^\s(\"“‘'«]+/$")
_OPENING = "\"“‘'«("
_LONGEST_LEAD = 60  # characters
_MOST_PIECES = 12
_LEAST_AUTHOR = 3  # letters
_KINDS = ("file", "stem", "title", "author")  # of names, in the order in which they count
_MAIL = "email mail message"
_SLIDES = "presentation slides deck"
_CALLED_BY_FORMAT = {
    **dict.fromkeys((".eml", ".msg", ".mbox"), _MAIL),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".csv"), "spreadsheet workbook"),
    **dict.fromkeys((".pptx", ".odp"), _SLIDES),
    ".pdf": "pdf",
}
"""Suffix → what a file of it is called: "the deposition email"."""


@dataclass(frozen=True, slots=True)
class Named:
    """A document that a question names.

    Attributes:
        doc_id: of the document.
        question: the question without the name, unless that consists of ordinary words, which
            may say something else too.
    """

    doc_id: str
    question: str


class DocumentNames:
    """The names of the documents of a collection."""

    def __init__(
        self,
        documents: Iterable[tuple[str, str]],
        is_elsewhere: Callable[[str, Collection[str]], bool] = lambda _word, _doc_ids: True,
    ) -> None:
        """Collect the names.

        Args:
            documents: ``doc_id`` and title of each.
            is_elsewhere: whether a word occurs in other documents than these. The name of an
                author alone names a paper only where it does not (default: all words do).
        """
        self._is_elsewhere = is_elsewhere
        # Lists: sets of so many documents would take four times the memory, and the time.
        self._names: dict[str, dict[tuple[str, ...], list[str]]] = {kind: {} for kind in _KINDS}
        self._titles = dict(documents)
        for doc_id, title in self._titles.items():
            name = doc_id.rpartition("/")[2]
            stem = folded_pieces(splitext(name)[0])
            self._add("file", doc_id, folded_pieces(name))
            self._add("stem", doc_id, stem)
            self._add("title", doc_id, folded_pieces(title))
            if len(stem) > 1 and YEAR.fullmatch(stem[-1]) and _may_be_author(stem[0]):
                self._add("author", doc_id, (stem[0],))
                self._add("author", doc_id, (stem[0], stem[-1]))

    def _add(self, kind: str, doc_id: str, name: tuple[str, ...]) -> None:
        if 0 < len(name) <= _MOST_PIECES:
            self._names[kind].setdefault(name, []).append(doc_id)

    def named(self, question: str) -> Named | None:
        """Return the one document that a question names; None if it names none, or several.

        Args:
            question: in one line.
        """
        text = composed(question)
        pieces = [piece for piece in pieces_of(text) if piece.folded not in {"et", "al"}]
        found: dict[str, tuple[int, int, str]] = {}  # where each is named first
        at = 0
        while at < len(pieces):
            match = self._longest(text, pieces, at)
            if match:
                length, kind, doc_ids = match
                for doc_id in doc_ids:
                    found.setdefault(doc_id, (at, length, kind))
                at += length - 1
            at += 1
        if not found:
            return self._described(text)
        if len(found) != 1:
            return None
        doc_id, (first, length, kind) = found.popitem()
        frame = naming_frame(text)
        if frame and frame.start <= pieces[first].start < frame.end:
            return Named(doc_id, _without(text, frame.start, frame.end, "title"))
        return Named(doc_id, _left(text, pieces, first, length, kind))

    def with_any(self, among: Collection[str]) -> set[str]:
        """Return the ``doc_id`` of the documents whose file or title has one of some terms.

        Args:
            among: the terms.
        """
        return set().union(*(self._by_term.get(term, ()) for term in among))

    def with_all(self, among: Collection[str]) -> set[str]:
        """Return the ``doc_id`` of the documents whose file or title has all of some terms.

        Args:
            among: the terms, at least one.
        """
        return set.intersection(*(self._by_term.get(term, set()) for term in among))

    def _described(self, text: str) -> Named | None:
        """Return the document whose name has the words by which a question calls it: "the lease".

        Where there is only one, it is what "summarise the lease" means, whatever its name.
        """
        frame = naming_frame(text)
        if frame is None or not frame.terms:
            return None
        found = self.with_all(frame.terms)
        if not found and frame.sums_up and frame.is_kind and len(self._titles) == 1:
            found = set(self._titles)
        if len(found) != 1:
            return None
        return Named(found.pop(), _without(text, frame.start, frame.end, "title"))

    @cached_property
    def _by_term(self) -> dict[str, set[str]]:
        """The documents whose file or title has a term, or whose format is called so."""
        found: dict[str, set[str]] = {}
        for doc_id, title in self._titles.items():
            stem, suffix = splitext(doc_id.rpartition("/")[2])
            called = _CALLED_BY_FORMAT.get(suffix.casefold(), "")
            for term in terms(f"{' '.join(folded_pieces(stem))} {title} {called}"):
                found.setdefault(term, set()).add(doc_id)
        return found

    def _longest(self, text: str, pieces: list[Piece], at: int) -> tuple[int, str, set[str]] | None:
        """Return the longest name that begins with a piece: its length, kind and documents."""
        for length in range(min(_MOST_PIECES, len(pieces) - at), 0, -1):
            name = tuple(piece.folded for piece in pieces[at : at + length])
            for kind in _KINDS:
                doc_ids = set(self._names[kind].get(name, ()))
                if not doc_ids:
                    continue
                if is_meant(kind, text, pieces, at, length) or (
                    kind == "author" and self._is_only_author(text, pieces, at, doc_ids)
                ):
                    return length, kind, doc_ids
        return None

    def _is_only_author(
        self, text: str, pieces: list[Piece], at: int, doc_ids: Collection[str]
    ) -> bool:
        """Return whether a name in capitals is of nothing but the author, without a year."""
        name = pieces[at]
        further = pieces[at + 1].folded if at + 1 < len(pieces) else ""
        if not name.is_capital or text.isupper() or YEAR.fullmatch(further):
            return False
        return at > 0 and not self._is_elsewhere(text[name.start : name.end], doc_ids)


def _may_be_author(word: str) -> bool:
    """Return whether the word before the year in the name of a file may be a surname."""
    return len(word) >= _LEAST_AUTHOR and word not in STOP_WORDS and word not in MONTHS


def _left(text: str, pieces: list[Piece], at: int, length: int, kind: str) -> str:
    """Return the question without a name, as it is searched for in the document."""
    name = pieces[at : at + length]
    unusual = kind in {"file", "author"} or any(piece.folded.isdigit() for piece in name)
    without = _without(text, name[0].start, name[-1].end, kind)
    named = unusual or is_called(text, pieces, at, length)
    # "Summarise Garden Rules" says nothing else.
    return without if named or asked_of_collection(without) == "opening" else text


def _without(text: str, start: int, end: int, kind: str) -> str:
    """Return a question without a name and what it hangs on; "they" or "this" in its place."""
    folder = _FOLDER.search(text[:start]) if kind == "file" else None
    left = (text[: folder.start()] if folder else text[:start]).rstrip(_OPENING)
    following = _AFTER_NAME.match(text, end)
    right = text[following.end() if following else end :]
    owned = OWNED.match(text, end)
    lead = _BEFORE_NAME.search(left[-_LONGEST_LEAD:])
    if owned:
        joined = f"{_ARTICLE.sub('', left)}the{text[owned.end() :]}"
    elif lead:
        joined = left[: len(left) - len(lead[0])] + right
    elif not left.strip() and right.startswith((":", ",")):
        joined = right
    else:
        of_author = kind == "author" and not (following and following[1])
        joined = f"{_ARTICLE.sub('', left)}{'they' if of_author else 'this'}{right}"
    return " ".join(joined.split()).strip(" ,;:")
