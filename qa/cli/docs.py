"""``qa docs``: the documents of an index as a list, with what is known of each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, add_json, index_of
from qa.cli.output import counted
from qa.errors import QAError, QuestionError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from qa.errors import DocumentError
    from qa.index.protocol import Searchable
    from qa.records import DocumentFacts

NAME = "docs"
HELP = "list the documents"
DESCRIPTION = """\
List the documents of an index: name, title, pages, passages and state. The state is

  ready       answers are quoted from it
  no text     nothing in it can be quoted
  N notes     something was left out of it or is doubtful; qa info DOC shows what
  skipped     not in the index; the last build could not read the file

In a pipe, each document is a line of these five columns, separated by tabs: no headings, nothing
shortened, plain numbers. --json names them, and has more."""
EXAMPLES = """\
examples:
  qa docs
  qa docs contracts              those in a folder
  qa docs "*.pdf"                those that match a pattern
  qa docs lease                  those with these letters in their name or title
  qa docs --json"""

_COLUMNS = ("Name", "Title", "Pages", "Passages", "State")
_SHORTEST = 12  # columns of a name or title


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa docs``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "filter",
        nargs="?",
        metavar="FILTER",
        help="a document, a folder, a pattern, or letters of a name or title (default: all)",
    )
    add_index(parser)
    add_json(parser)


def run(options: Namespace) -> int:
    """List documents, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.indexing.skipped import named_as_documents, read_skipped
    from qa.stores.live import live_generation
    from qa.terminal import is_terminal, to_json_text

    root = index_of(options)
    left_out = read_skipped(root)
    with live_generation(root) as generation:
        documents = generation.facts()
        skipped = named_as_documents(root, generation.manifest.documents, left_out)
        # Two files may be shown by one name.
        files = {id(one): whole.path for one, whole in zip(skipped, left_out, strict=True)}
        places = generation.manifest.places()
        if options.filter is not None:
            documents, skipped = _filtered(generation, documents, skipped, options.filter)
    if options.json:
        plain = {
            "documents": [_plain(one, places.get(one.doc_id, ())) for one in documents],
            "skipped": [
                {
                    "name": one.path.as_posix(),
                    "path": str(files[id(one)]),
                    "reason": one.reason,
                }
                for one in skipped
            ],
        }
        print(to_json_text(plain, indent=1))
        return 0
    if is_terminal(sys.stdout):
        _print_table([_row(one, "{:,}") for one in documents])
        if skipped:
            _print_skipped(skipped)
        print(counted(len(documents), "documents") + _skipped_words(skipped))
    else:
        rows = [_row(one, "{}") for one in documents]
        left = ((_in_line(one.path.as_posix()), one.reason) for one in skipped)
        rows += [(name, "", "", "", f"skipped: {reason}") for name, reason in left]
        for row in rows:
            print("\t".join(row))
    return 0


def _filtered(
    generation: Searchable,
    documents: Sequence[DocumentFacts],
    skipped: Sequence[DocumentError],
    wanted: str,
) -> tuple[list[DocumentFacts], list[DocumentError]]:
    """Return the documents that a filter matches: as everywhere in Quoth, or by their letters."""
    from qa.index.document_filter import matching_documents

    letters = wanted.casefold()
    left_out = [one for one in skipped if letters in str(one.path).casefold()]
    try:
        doc_ids = set(matching_documents(generation.manifest, [wanted]))
        found = [one for one in documents if one.doc_id in doc_ids]
    except QuestionError:
        found = [one for one in documents if letters in f"{one.doc_id}\n{one.title}".casefold()]
    if not found and not left_out:
        msg = f"No document matches {wanted!r}. 'qa docs' lists all documents."
        raise QAError(msg)
    return found, left_out


def _plain(document: DocumentFacts, places: Sequence[str]) -> dict[str, object]:
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "media_type": document.media_type,
        "characters": document.characters,
        "pages": document.pages,
        "passages": document.passages,
        "state": _state(document),
        "notes": list(document.notes),
        "places": list(places),
    }


def _row(document: DocumentFacts, number: str) -> tuple[str, ...]:
    """Return the columns of a document, with numbers in a format."""
    pages = number.format(document.pages) if document.pages else ""
    name, title = _in_line(document.doc_id), _in_line(document.title)
    return name, title, pages, number.format(document.passages), _state(document)


def _state(document: DocumentFacts) -> str:
    if not document.passages:
        return "no text"
    return counted(len(document.notes), "notes") if document.notes else "ready"


def _in_line(text: str) -> str:
    return " ".join(text.split())


def _skipped_words(skipped: Sequence[DocumentError]) -> str:
    return f", {len(skipped):,} skipped" if skipped else ""


def _print_skipped(skipped: Sequence[DocumentError]) -> None:
    """Print each file that was left out, and below it the reason, wrapped to the terminal."""
    from qa.rendering.layout import Layout
    from qa.terminal import line_width, print_styled

    layout = Layout(line_width())
    print("\nSkipped by the last build:")
    for one in skipped:
        print_styled(layout.block(one.path.as_posix()))
        print_styled(layout.block(one.reason, "  "))
    print()


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows below the names of the columns; long names lose their middle, titles their end."""
    from shutil import get_terminal_size

    from qa.rendering.lines import columns, cut_end, cut_middle, padded
    from qa.terminal import BOLD, has_styles, print_styled, shown, styled

    rows = [tuple(map(shown, row)) for row in (_COLUMNS, *rows)]
    name, title, pages, passages, state = (
        max(columns(row[at]) for row in rows) for at in range(len(_COLUMNS))
    )
    free = get_terminal_size().columns - pages - passages - state - 2 * len(_COLUMNS)
    name = min(name, max(_SHORTEST, free - min(title, free // 2)))
    title = min(title, max(_SHORTEST, free - name))
    for number, row in enumerate(rows):
        cells = (
            padded(cut_middle(row[0], name), name),
            padded(cut_end(row[1], title), title),
            row[2].rjust(pages),
            row[3].rjust(passages),
            row[4],
        )
        line = "  ".join(cells).rstrip()
        print_styled(styled(line, BOLD) if not number and has_styles() else line)
