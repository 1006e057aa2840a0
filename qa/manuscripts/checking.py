"""A manuscript from its file to the verdicts on its quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.manuscripts.bibliography import Entry, read_bibliography
from qa.manuscripts.judging import Judge
from qa.manuscripts.quoted import quotations_in
from qa.manuscripts.reading import bibliographies_of, read_manuscript
from qa.manuscripts.records import CheckedManuscript
from qa.manuscripts.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from qa.index.protocol import Searchable

_MOST_PROBLEMS = 20  # of bibliographies that are said one by one


def check_manuscript(  # noqa: PLR0913 - each is needed
    path: Path,
    generation: Searchable,
    *,
    documents: Collection[str] | None = None,
    bibliographies: Sequence[Path] = (),
    only_cited: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> CheckedManuscript:
    """Check every quotation of a manuscript against the source that it claims.

    Args:
        path: of the manuscript.
        generation: with the documents.
        documents: those that quotations without a source are from, by ``doc_id`` or pattern.
        bibliographies: BibTeX files (default: those that the manuscript names, or that are in its
            folder).
        only_cited: whether to leave out quotations that name no source.
        progress: called with the quotations checked, and how many there are.

    Raises:
        DocumentError: a file cannot be read.
        ClaimError: the manuscript is too long.
        QuestionError: there is no such document.
    """
    manuscript = read_manuscript(path)
    remarks = list(manuscript.remarks)
    entries, said = _entries(path, manuscript.bibliographies, bibliographies)
    sources = Sources(generation, entries)
    judge = Judge(generation, sources, documents)
    found = quotations_in(manuscript, sources.is_title)
    if found.unclosed:
        where = ", ".join(found.unclosed)
        remarks.append(f"A quotation mark opens that nothing closes: {where}.")
    wanted = [one for one in found.checkable if judge.is_cited(one) or not only_cited]
    if len(wanted) < len(found.checkable):
        left = len(found.checkable) - len(wanted)
        remarks.append(f"Quotations that name no source, not checked: {left:,}.")
    judged = []
    for i, quotation in enumerate(wanted):
        progress(i, len(wanted))
        judged.append(judge.judge(quotation))
    return CheckedManuscript(str(path), tuple(judged), found.terms, (*said, *remarks))


def _entries(
    path: Path, named: tuple[str, ...], wanted: Sequence[Path]
) -> tuple[dict[str, Entry], list[str]]:
    """Return the sources of all bibliographies, and what could not be read of those."""
    remarks: list[str] = []
    files = list(wanted)
    if not files:
        files, missing = bibliographies_of(path, named)
        remarks += [
            f"There is no bibliography {name!r}; name it with --bibliography." for name in missing
        ]
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    for file in files:
        try:
            bibliography = read_bibliography(file)
        except DocumentError as error:
            if wanted:
                raise
            remarks.append(str(error))
            continue
        problems += bibliography.problems
        for key, entry in bibliography.entries.items():
            entries.setdefault(key, entry)
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        problems = [*problems[:_MOST_PROBLEMS], f"{more:,} more problems in the bibliography"]
    return entries, [*remarks, *(f"{problem}." for problem in problems)]
