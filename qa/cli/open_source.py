"""``qa open``: the source of a quote of the last answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import positive
from qa.cli.output import counted, print_notes
from qa.errors import QAError
from qa.records.description import page_or_line

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from qa.cli.last_answer import LastAnswer, Place
    from qa.records import Document

NAME = "open"
HELP = "open the source of a quote of the last answer"
DESCRIPTION = """\
Open the document that quote N of the last answer is from, at its page if your program for such
files allows it. If the document cannot be opened from here, print the quote with the text around
it.

After each answer in a terminal, Quoth saves where its quotes are, in a file that only you can read.
The file has names of documents and numbers, but neither the question nor any quote. QA_STATE=none
turns this off."""
EXAMPLES = """\
examples:
  qa open 2
  qa open 2 --print              print the quote with the text around it
  qa open 2 --source ~/papers    the documents are there now"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa open``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "number",
        nargs="?",
        type=positive,
        default=1,
        metavar="N",
        help="number of the quote (default: 1)",
    )
    parser.add_argument(
        "--print", action="store_true", help="print the quote with the text around it; open nothing"
    )
    parser.add_argument(
        "--source",
        metavar="PATH",
        help="the folder of the documents, or the document (default: where it was indexed)",
    )


def run(options: Namespace) -> int:
    """Open the source of a quote, or print it, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.cli.last_answer import last_answer

    source = Path(options.source) if options.source else None
    open_quote(last_answer(), options.number, source, only_print=options.print)
    return 0


def open_quote(
    answer: LastAnswer, number: int, source: Path | None = None, *, only_print: bool = False
) -> None:
    """Open the source of a quote, or print the quote with the text around it.

    Args:
        answer: the last one.
        number: of the quote, from 1 on.
        source: the folder of the documents, or the document (default: where it was indexed).
        only_print: whether to open nothing.

    Raises:
        QAError: there is no such quote, or its document has changed in the index.
    """
    from qa.cli.opening import open_file
    from qa.cli.sources import file_of

    place = _place(answer, number)
    document = _document(Path(answer.index), place)
    path, notes = file_of(document, Path(answer.index), source)
    page = page_or_line(place.page, place.line, document.media_type)
    if not only_print and path and open_file(path, place.page):
        print(f"Opened {str(path)!r}{f': the quote is on {page}' if page else ''}.")
    else:
        _print(document, place, f"{path or place.doc_id}{f', {page}' if page else ''}")
    print_notes(notes)


def _place(answer: LastAnswer, number: int) -> Place:
    if number > len(answer.places):
        count = counted(len(answer.places), "quotes")
        msg = f"There is no quote {number}: the last answer has {count}."
        raise QAError(msg)
    return answer.places[number - 1]


def _document(index: Path, place: Place) -> Document:
    """Return the document of a quote as it is in the index, if its words are where they were."""
    from qa.files.hashing import sha256_of_text
    from qa.stores.live import live_generation

    with live_generation(index) as generation:
        document = None
        if place.doc_id in generation.manifest.documents:
            document = generation.document(place.doc_id)
    words = document.text[place.start : place.end] if document else ""
    if document is None or sha256_of_text(words) != place.sha256:
        msg = f"{place.doc_id!r} has changed in the index since that answer. Ask again."
        raise QAError(msg)
    return document


def _print(document: Document, place: Place, where: str) -> None:
    from qa.rendering.excerpt import excerpt
    from qa.rendering.layout import PLAIN, Layout
    from qa.terminal import has_styles, is_terminal, line_width, print_styled

    layout = PLAIN
    if is_terminal(sys.stdout):
        layout = Layout(line_width(), has_styles())
    print_styled(excerpt(document, place.start, place.end, where, layout))
