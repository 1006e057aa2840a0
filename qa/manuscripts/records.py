"""What is read of a manuscript, and what is judged of it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.verification import findings

if TYPE_CHECKING:
    from qa.records import Span
    from qa.verification.findings import Finding

EXACT = findings.EXACT
OTHER_PAGE = "other_page"
ELSEWHERE = findings.ELSEWHERE
ALTERED = findings.ALTERED
STITCHED = findings.STITCHED
ABSENT = findings.ABSENT
SOURCE_MISSING = "source_missing"
NOT_CHECKED = "not_checked"

WORDS = {
    EXACT: "exact",
    OTHER_PAGE: "other page",
    ELSEWHERE: "elsewhere",
    ALTERED: "altered",
    STITCHED: "joined",
    ABSENT: "not found",
    SOURCE_MISSING: "source not in the collection",
    NOT_CHECKED: "not checked",
}
"""Verdict, as JSON and SARIF have it → what people read."""

MEANINGS = {
    EXACT: "The words are in the source that is claimed.",
    OTHER_PAGE: "The words are in the source that is claimed, on another page.",
    ELSEWHERE: "The words are in another document than the one that is claimed.",
    ALTERED: "The words differ from those of the document.",
    STITCHED: "The words are put together from several passages.",
    ABSENT: "The words are in no document.",
    SOURCE_MISSING: "The source that is claimed is not in the collection.",
    NOT_CHECKED: "The quotation could not be checked.",
}
"""Verdict → a sentence that says what it means."""


@dataclass(frozen=True, slots=True)
class ClaimedSource:
    """A source that a quotation is said to be from, as the manuscript names it.

    Attributes:
        words: as the manuscript has it, such as ``Smith 2020: 4``.
        key: of a citation, such as ``smith2020``; empty for none.
        authors: surnames; empty where only ``words`` name them.
        year: such as ``2020a``; empty for none.
        title: empty where only ``words`` have one.
        pages: first and last page; None for none.
        is_narrative: whether it is a part of the sentence: "Smith (2020) writes".
        is_certain: whether it names a source; if not, it counts only if a document is found.
        is_same: whether it is the source named before, as "ibid." says.
        is_page: whether it names a page and nothing else.
    """

    words: str
    key: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    title: str = ""
    pages: tuple[int, int] | None = None
    is_narrative: bool = False
    is_certain: bool = True
    is_same: bool = False
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class SourceMark:
    """Where a manuscript names sources.

    Attributes:
        offset: into the words of the manuscript; the mark is before this character.
        sources: that it names, in order.
    """

    offset: int
    sources: tuple[ClaimedSource, ...]


@dataclass(slots=True)
class Manuscript:
    """A manuscript as its words alone, without notes and commands in them.

    Attributes:
        name: of the file.
        words: its paragraphs, with an empty line between two; its notes come last.
        blocks: spans of block quotes.
        notes: spans of footnotes and endnotes.
        marks: where sources are named, in order.
        origins: for each character, its offset in the text of the file.
        text: of the file, as ``origins`` point into it; empty where the file is no text.
        pages: offset in the words at which each page begins; empty without pages.
        bibliographies: names of files that it says have its sources.
        remarks: for the user, on what was not read.
    """

    name: str
    words: str = ""
    blocks: list[Span] = field(default_factory=list)
    notes: list[Span] = field(default_factory=list)
    marks: list[SourceMark] = field(default_factory=list)
    origins: array[int] = field(default_factory=lambda: array("L"))
    text: str = ""
    pages: tuple[int, ...] = ()
    bibliographies: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """Where a quotation is in the text of its file: lines and columns count from 1.

    Attributes:
        line: on which it begins.
        column: at which it begins.
        end_line: on which it ends.
        end_column: after its last character.
        offset: of its first character.
        length: in characters.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation of a manuscript.

    Attributes:
        text: its words, without quotation marks.
        start: offset of them in the words of the manuscript.
        end: offset after them.
        sources: that it is said to be from; empty where none is named.
        readings: other ways to read its words, such as with backslashes.
        region: in the text of the file; None where that is no text.
        page: of the manuscript, 1-based; None without pages.
        place: where it is, as people say it, such as ``paragraph 3``.
    """

    text: str
    start: int
    end: int
    sources: tuple[ClaimedSource, ...] = ()
    readings: tuple[str, ...] = ()
    region: Region | None = None
    page: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Quotations:
    """What a manuscript has in quotation marks and block quotes.

    Attributes:
        checkable: quotations, in order.
        terms: one or two words in quotation marks, and titles: no quotations; with their lines.
        unclosed: lines, or pages, of quotation marks that nothing closes.
    """

    checkable: tuple[Quotation, ...]
    terms: tuple[tuple[str, str], ...] = ()
    unclosed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A quotation, and what the documents have of it.

    Attributes:
        quotation: of the manuscript.
        verdict: one of the constants of this module.
        finding: what was found; None if it could not be checked.
        documents: ``doc_id`` of those that the claimed sources may be.
        remarks: sentences that explain the verdict.
    """

    quotation: Quotation
    verdict: str
    finding: Finding | None
    documents: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedManuscript:
    """A manuscript with the verdicts on its quotations.

    Attributes:
        name: of the file, as it was passed.
        judged: quotations, in order.
        terms: see :class:`Quotations`.
        remarks: for the user, on the file as a whole.
    """

    name: str
    judged: tuple[Judged, ...]
    terms: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every quotation is exact."""
        return all(one.verdict == EXACT for one in self.judged)
