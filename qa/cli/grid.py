"""``qa grid``: many questions, each put to many documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_evidence_model, add_index, add_json, index_of, text
from qa.cli.output import counted, print_error, print_notes
from qa.errors import QAError
from qa.terminal import is_terminal

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence

    from qa.grids.asking import Run
    from qa.grids.records import Grid, GridCell
    from qa.grids.state import Saved
    from qa.records import Quote

NAME = "grid"
HELP = "answer many questions from many documents, as a table"
DESCRIPTION = """\
Answer each question in a file from each document, and write a table with a row for each question
and a column for each document. Each cell is the best quote from that document, with its page and
the probability that it answers, or "not found". Without --over, there is one column, answered from
all documents.

Questions are read from .xlsx, .csv, .tsv, .jsonl, or from lines of text. The column with the
questions is found by its name or by how its cells read. The table shows ids and sections, too.

The table is written as .xlsx (with sheets of citations and receipts), .docx (with a footnote for
each quote), .pdf, .csv, .jsonl or .html (one page, which works offline). An existing file is never
overwritten without --force. To continue a run that was stopped, run the same command again. If the
questions, documents or reader are others, saved cells that do not fit are deleted only with
--force."""
EXAMPLES = """\
examples:
  qa grid questions.xlsx --over "contracts/*"          writes questions.grid.xlsx
  qa grid questions.csv --over "*" --into table.html   every document, as a web page
  qa grid questions.csv --over "*" --into table.docx   to read, question by question
  qa grid questions.txt                                one column, from all documents
  qa grid form.xlsx --question-column Control --over policies --into a.xlsx --into a.html
  qa grid questions.txt --over leases --json           print JSON Lines, a cell a line
  qa grid questions.txt --over leases --receipts proofs      then: qa verify proofs/*.json

exit status: 0 done, also if nothing was found; 1 an error; 2 wrong usage; 130 stopped"""

_SHOWN = 20  # questions on a terminal
_NAMED = 5  # documents in a note
_INTERRUPTED = 130  # as of any command that Ctrl-C ended
_SAVED = (
    "All cells are saved in {state!r}: the same command with --force writes all files, and asks "
    "nothing again. Delete {state!r} if you do not need them."
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa grid``.

    Args:
        parser: of this command.
    """
    parser.add_argument("questions", type=Path, metavar="QUESTIONS", help="file of the questions")
    asking = parser.add_argument_group("what to ask")
    asking.add_argument(
        "--over",
        nargs="+",
        action="extend",
        metavar="DOCS",
        help="documents of the index, folders, or patterns such as '2024/*.pdf'",
    )
    asking.add_argument(
        "--question-column",
        type=text,
        metavar="NAME",
        help="column of the questions: its name, letter or number (default: found automatically)",
    )
    add_index(asking)
    add_evidence_model(asking)
    writing = parser.add_argument_group("what to print and save")
    writing.add_argument(
        "--into",
        type=Path,
        action="append",
        metavar="FILE",
        help="write the table here: .xlsx, .docx, .pdf, .csv, .jsonl or .html; repeat it for more "
        "(default: QUESTIONS.grid.xlsx)",
    )
    writing.add_argument("--force", action="store_true", help="overwrite existing files")
    writing.add_argument(
        "--receipts",
        type=Path,
        metavar="FOLDER",
        help="save a receipt of each quote in this new folder, for qa verify",
    )
    writing.add_argument(
        "--base-url",
        type=text,
        metavar="URL",
        default="",
        help="address of the documents on the web, for links (default: links to their files)",
    )
    add_json(writing)


def run(options: Namespace) -> int:
    """Fill the grid, write it, print it in short, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.grids.questionnaire.reading import read_questionnaire
    from qa.grids.saving import (
        check_outputs,
        check_receipts,
        check_room,
        save_receipts,
    )

    outputs: list[Path] = options.into or []
    if not outputs and not options.json:
        outputs = [Path(f"{options.questions.stem}.grid.xlsx")]
    check_outputs(outputs, [options.questions], overwrite=options.force)
    if options.receipts:
        check_receipts(options.receipts)
    questionnaire = read_questionnaire(options.questions, options.question_column)

    from qa.cli.grid_links import links
    from qa.cli.named_documents import named_documents
    from qa.grids.asking import Run
    from qa.pipeline import load

    root = index_of(options)
    index = load(root)
    over = None if options.over is None else named_documents(index, root, options.over)
    begun = Run.of(index, questionnaire, over, options.evidence_model)
    check_room(outputs, begun.planned.questions, len(begun.planned.columns))
    print_notes(begun.notes)
    state = _state(outputs)
    filled = _filled(begun, state, overwrite=options.force)
    if filled is None:
        return _INTERRUPTED
    refused = _write(filled, outputs, lambda at: links(index, root, at, options.base_url))
    if refused and len(refused) == len(outputs):
        again = "All cells are saved. Run the same command again and add one more --into."
        raise QAError(" ".join([*refused.values(), again]))
    if options.receipts and not refused:  # written with them, by the run that writes all files
        number = save_receipts(filled, options.receipts)
        print(f"{counted(number, 'receipts')} in {options.receipts}", file=sys.stderr)
    if not refused:
        begun.forget(state)
    _show(filled, [path for path in outputs if path not in refused], options)
    if refused:
        print_error(" ".join([*refused.values(), _SAVED.format(state=str(state))]))
    return 1 if refused else 0


def _state(outputs: Sequence[Path]) -> Path | None:
    from qa.grids.state import SUFFIX

    return outputs[0].with_name(f"{outputs[0].name}{SUFFIX}") if outputs else None


def _filled(begun: Run, state: Path | None, *, overwrite: bool) -> Grid | None:
    """Return the filled grid; None if it was interrupted, and cells are saved."""
    from qa.progress import ProgressBar

    cells: list[GridCell] = []
    total = len(begun.planned.questions) * len(begun.planned.columns)
    try:
        with ProgressBar() as bar:
            for cell in begun.cells(state, bar, overwrite=overwrite):
                if not cells:
                    _say_what_is_saved(begun)
                cells.append(cell)
    except KeyboardInterrupt:
        if state is not None:
            print(file=sys.stderr)
            done = f"{len(cells):,} of {counted(total, 'cells')} are saved in {str(state)!r}"
            print_error(f"stopped. {done}. Run the same command again to continue.")
            return None
        raise
    return begun.planned.grid(cells, begun.notes)


def _say_what_is_saved(begun: Run) -> None:
    saved = begun.saved
    if saved is None or not (saved.cells or saved.changed or saved.gone):
        return
    notes = _notes(saved)
    begun.notes.extend(notes)
    reused = f"{counted(len(saved.cells), 'cells')} reused from the run that was stopped."
    print_notes([reused, *notes])


def _notes(saved: Saved) -> list[str]:
    """Return what a reader of the table must know of saved cells."""
    from qa.grids.records import ALL

    notes = []
    if saved.changed == (ALL,):
        notes.append("The documents changed since then, so every question is asked again.")
    elif saved.changed:
        notes.append(f"{_named(saved.changed, 'changed since then and asked again')}.")
    elif saved.is_other_index and saved.cells:
        notes.append("The index is a different one now, but these documents have not changed.")
    if saved.gone:
        notes.append(f"{_named(saved.gone, 'removed from the index since then and left out')}.")
    return notes


def _named(documents: Sequence[str], what: str) -> str:
    more = " and more" if len(documents) > _NAMED else ""
    return f"{counted(len(documents), 'documents')} {what}: {', '.join(documents[:_NAMED])}{more}"


def _write(
    filled: Grid, outputs: Sequence[Path], links: Callable[[Path], Callable[[Quote], str]]
) -> dict[Path, str]:
    """Write the outputs, and return why some could not be written."""
    from qa.grids.saving import save

    refused: dict[Path, str] = {}
    for path in outputs:
        try:
            save(filled, path, links(path.parent))
        except QAError as error:
            refused[path] = str(error)
        except OSError as error:
            refused[path] = f"{str(path)!r} cannot be written ({error.strerror})."
    return refused


def _show(filled: Grid, outputs: Sequence[Path], options: Namespace) -> None:
    from qa.grids.outputs.entries import no_link
    from qa.grids.outputs.lines import to_jsonl
    from qa.grids.outputs.summary import to_summary
    from qa.rendering.layout import Layout
    from qa.terminal import has_styles, line_width, print_styled

    if options.json:
        sys.stdout.write(to_jsonl(filled, no_link).decode())
    elif is_terminal(sys.stdout):
        print_styled(to_summary(filled, Layout(line_width(), has_styles()), _SHOWN))
    else:
        print(to_summary(filled))
    for path in outputs:
        print(f"written to {path}", file=sys.stderr if options.json else sys.stdout)
