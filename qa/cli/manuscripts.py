"""What ``qa check --file`` does: check manuscripts, and print or write what was found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import index_of
from qa.cli.output import counted, print_error, print_notes, shortened
from qa.errors import QAError
from qa.terminal import shown, to_json_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from qa.index.protocol import Searchable
    from qa.manuscripts.records import CheckedManuscript, Judged

_MOST_TERMS = 10  # that are shown one by one


def check_files(options: Namespace, files: Sequence[str]) -> int:
    """Check manuscripts, print the verdicts, and return the exit status.

    A file that cannot be read ends no check of the others.

    Args:
        options: of ``qa check``.
        files: paths, as typed.
    """
    from qa.manuscripts.copies import refuse_existing
    from qa.stores.live import live_generation

    checked: list[CheckedManuscript] = []
    errors: list[tuple[str, str]] = []
    kind = "json" if options.json else options.format or "text"
    with live_generation(index_of(options)) as generation:
        if options.comments and not options.force:
            for file in files:
                refuse_existing(Path(file))
        for file in dict.fromkeys(files):
            try:
                one = _checked(file, generation, options)
            except QAError as error:
                if len(files) == 1 and kind in {"text", "json"}:
                    raise
                errors.append((file, str(error)))
                print_error(shown(str(error)))
            else:
                checked.append(one)
    print(_report(kind, checked, errors), end="")
    return 0 if not errors and all(one.holds for one in checked) else 1


def _checked(file: str, generation: Searchable, options: Namespace) -> CheckedManuscript:
    from qa.manuscripts.checking import check_manuscript
    from qa.manuscripts.copies import copy_of, write_commented
    from qa.progress import ProgressBar

    path = Path(file)
    with ProgressBar() as bar:
        checked = check_manuscript(
            path,
            generation,
            documents=options.documents,
            bibliographies=[Path(name) for name in options.bibliography or ()],
            only_cited=options.only_cited,
            progress=lambda done, total: bar("Checking quotations", done, total),
        )
    notes = [f"{file}: {remark}" for remark in checked.remarks]
    if not checked.judged:
        notes.append(f"No quotations were found in {file!r}, so nothing was checked.")
    if options.comments and copy_of(path) is None:
        notes.append(f"{file} gets no copy with comments: it is not a Word file.")
    elif options.comments and checked.holds:
        notes.append(f"{file} gets no copy with comments: there is nothing to comment on.")
    elif options.comments:
        notes.append(f"The copy with comments is {str(write_commented(path, checked))!r}.")
    print_notes(map(shown, notes))
    return checked


def _report(
    kind: str, checked: Sequence[CheckedManuscript], errors: Sequence[tuple[str, str]]
) -> str:
    """Return what is printed, with a line break at its end unless it is empty."""
    from qa.manuscripts.reports.github import to_github
    from qa.manuscripts.reports.junit import to_junit
    from qa.manuscripts.reports.plain import to_plain
    from qa.manuscripts.reports.sarif import to_sarif
    from qa.manuscripts.reports.webpage import to_webpage

    if kind == "json":
        return to_json_text([one for each in checked for one in to_plain(each)], indent=1) + "\n"
    if kind == "github":
        return to_github(checked)
    if kind in {"html", "junit", "sarif"}:
        write = {"html": to_webpage, "junit": to_junit, "sarif": to_sarif}[kind]
        return write(checked, errors)
    lines = [line for each in checked for line in _lines_of(each)]
    lines += _sum(checked)
    return "".join(f"{line}\n" for line in lines)


def _lines_of(checked: CheckedManuscript) -> Iterator[str]:
    for one in checked.judged:
        yield from _lines(checked.name, one)


def _sum(checked: Sequence[CheckedManuscript]) -> Iterator[str]:
    """Yield how many have which verdict, and what is in quotation marks and no quotation."""
    from qa.manuscripts.records import WORDS

    counts = Counter(WORDS[one.verdict] for each in checked for one in each.judged)
    if counts.total():
        named = ", ".join(f"{number:,} {verdict}" for verdict, number in counts.most_common())
        yield f"{counted(counts.total(), 'quotations')}: {named}"
    terms = [words for each in checked for _, words in each.terms]
    if terms:
        some = ", ".join(f"“{shortened(words)}”" for words in terms[:_MOST_TERMS])
        more = f" and {len(terms) - _MOST_TERMS:,} more" if len(terms) > _MOST_TERMS else ""
        yield shown(f"not checked, as terms or titles: {some}{more}")


def _lines(name: str, judged: Judged) -> Iterator[str]:
    from qa.cli.verdicts import change_lines
    from qa.manuscripts.records import ABSENT, SOURCE_MISSING, WORDS
    from qa.manuscripts.wording import at, claimed, where

    place, finding = where(judged), judged.finding
    prefix = f"{name}, {place}" if place else name
    yield shown(f"{prefix}: {WORDS[judged.verdict]} “{shortened(judged.quotation.text)}”")
    source = claimed(judged)
    if source:
        yield shown(f"  claimed source: {source}")
    if finding is not None and judged.verdict != SOURCE_MISSING:
        for found in finding.places:
            closest = "closest: " if judged.verdict == ABSENT else ""
            yield shown(f"  {closest}{at(found)} {found.start}–{found.end}")
            yield shown(f"  “{shortened(found.text)}”")
        yield from change_lines(finding.changes, "the claim", "the document")
        if finding.typography:
            yield f"  typography differs: {', '.join(finding.typography)}"
    for remark in judged.remarks:
        yield shown(f"  {remark}")
