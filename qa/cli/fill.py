"""``qa fill``: answer the questions of a form, such as a security questionnaire."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qa.cli.arguments import (
    add_documents,
    add_evidence_model,
    add_index,
    add_json,
    index_of,
    positive,
    probability,
    text,
)
from qa.cli.output import counted, print_notes
from qa.terminal import to_json_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from qa.forms.filling import FilledForm, FilledItem

NAME = "fill"
HELP = "fill in a form, such as a questionnaire, with quotes"
DESCRIPTION = """\
Answer the questions in an Excel or Word file, in a copy of it. Each answer is a quote from your
documents with its source. The style of its cell or paragraph says how sure it is: "Quoth likely",
"Quoth uncertain", or "Quoth not found", which stays blank, unless you want the closest passage
there (--closest). Nothing else in the file changes, and existing answers stay.

Quoth does not choose Yes or No: it writes the quote into the column for comments."""
EXAMPLES = """\
examples:
  qa fill caiq.xlsx                                 writes caiq.filled.xlsx
  qa fill form.docx --into answers.docx
  qa fill caiq.xlsx --library last-year.xlsx        offers last year's answers, too
  qa fill caiq.xlsx --closest                       shows where to look if nothing is found
  qa fill list.xlsx --question-column B --answer-column E
  qa fill list.xlsx --answer-column "Our comments" --in "policies/*"

exit status: 0 done, also if nothing was found; 1 an error; 2 wrong usage"""

_CLOSEST = "; --closest writes the closest passages"
_MOST_ROWS = 12  # runs of rows that a line names


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa fill``.

    Args:
        parser: of this command.
    """
    parser.add_argument("form", metavar="FORM", help="the form: .xlsx, .xlsm, .docx or .docm")
    writing = parser.add_argument_group("where the questions are and the answers go")
    writing.add_argument(
        "--into", metavar="FILE", help="the filled copy (default: FORM.filled.xlsx next to it)"
    )
    writing.add_argument("--sheet", type=text, metavar="NAME", help="fill only this sheet")
    writing.add_argument(
        "--question-column",
        type=text,
        metavar="COLUMN",
        help="name, letters or number of the column (default: found automatically)",
    )
    writing.add_argument(
        "--answer-column",
        type=text,
        metavar="COLUMN",
        help="the same, for the column of the answers",
    )
    writing.add_argument("--replace", action="store_true", help="replace existing answers")
    writing.add_argument(
        "--closest",
        action="store_true",
        help="where nothing is found, write the closest passage, below a line that says so",
    )
    writing.add_argument("--force", action="store_true", help="overwrite the filled copy")
    searching = parser.add_argument_group("what to answer from")
    searching.add_argument(
        "--library",
        action="append",
        default=[],
        metavar="FORM",
        help="an earlier form, filled in by people: offer its answers to similar questions; repeat "
        "it for more",
    )
    add_index(searching)
    add_documents(searching, "answer only from these documents")
    searching.add_argument(
        "-k", type=positive, default=1, metavar="K", help="at most K quotes an answer (default: 1)"
    )
    searching.add_argument(
        "--min-confidence",
        type=probability,
        metavar="P",
        help="least probability of an answer, 0 to 1 (default: the fitted threshold)",
    )
    add_evidence_model(searching)
    printing = parser.add_argument_group("what to print")
    printing.add_argument("--quiet", action="store_true", help="print no progress and no summary")
    add_json(printing)


def run(options: Namespace) -> int:
    """Fill the form, print what is to be looked at, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.forms.filling import fill
    from qa.progress import ProgressBar

    with ProgressBar(hidden=options.quiet) as bar:
        filled = fill(
            options.form,
            options.into,
            index_of(options),
            options.k,
            sheet=options.sheet,
            question_column=options.question_column,
            answer_column=options.answer_column,
            replace=options.replace,
            closest=options.closest,
            library=options.library,
            documents=options.documents,
            min_confidence=options.min_confidence,
            evidence_model=options.evidence_model,
            overwrite=options.force,
            progress=bar,
        )
    print_notes(filled.notes)
    if options.json:
        print(to_json_text(_plain(filled), indent=1))
    elif not options.quiet:
        print("\n".join(_summary(filled, closest=options.closest)))
    return 0


def _summary(filled: FilledForm, *, closest: bool) -> Iterator[str]:
    """Yield what was written, and which rows a person should look at."""
    from qa.forms.certainty import WORDS
    from qa.forms.wording import closest_quotes

    yield f"{filled.path}: {counted(len(filled.items), 'questions')}"
    for certainty, words in WORDS.items():
        items = filled.of(certainty)
        if items:
            where = "" if certainty == "likely" else f"   look at {_rows(items)}"
            answers = [] if closest or certainty != "not_found" else [one.answer for one in items]
            more = any(answer is not None and closest_quotes(answer) for answer in answers)
            yield f"{len(items):>7,} {words}{where}{_CLOSEST if more else ''}"
    if left := filled.of(None):
        yield f"{len(left):>7,} left as they were"
        for reason, _ in Counter(one.left for one in left).most_common():
            yield f"        {reason}: {_rows([one for one in left if one.left == reason])}"


def _rows(items: Sequence[FilledItem]) -> str:
    """Return the rows of some questions, those of each sheet together: ``rows 4, 7–9``."""
    by_sheet: dict[str, list[int]] = {}
    for one in items:
        by_sheet.setdefault(one.item.sheet, []).append(one.item.row)
    texts = []
    for sheet, rows in by_sheet.items():
        what = "row" if sheet else "question"
        runs = _runs(rows)
        named = ", ".join(runs[:_MOST_ROWS]) + (", …" if len(runs) > _MOST_ROWS else "")
        where = f" of {sheet}" if len(by_sheet) > 1 else ""
        texts.append(f"{what}{'s' if len(rows) > 1 else ''} {named}{where}")
    return "; ".join(texts)


def _runs(rows: Sequence[int]) -> list[str]:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [f"{first}–{last}" if last > first else f"{first}" for first, last in runs]


def _plain(filled: FilledForm) -> dict[str, object]:
    """Return what was written, as plain data."""
    return {
        "path": str(filled.path),
        "items": [
            {
                "question": one.item.question,
                "id": one.item.id,
                "sheet": one.item.sheet,
                "row": one.item.row,
                "target": one.item.target,
                "certainty": one.certainty.value if one.certainty else None,
                "left": one.left,
                "answer": one.answer.to_dict() if one.answer else None,
                "earlier": None if one.earlier is None else one.earlier.to_dict(),
            }
            for one in filled.items
        ],
        "notes": list(filled.notes),
    }
