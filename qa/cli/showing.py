"""Prints an answer: wrapped and with styles on a terminal, plain in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from qa.answers.highlights import pinpoint
from qa.rendering.layout import Layout
from qa.rendering.text import to_text
from qa.terminal import has_styles, is_terminal, line_width, print_styled

if TYPE_CHECKING:
    from qa.answers.reader import Reader
    from qa.index.search import Index
    from qa.records import Answer, Quote, Span


def print_answer(answer: Answer, index: Index, reader: Reader | None) -> None:
    """Print an answer on standard output.

    Args:
        answer: to show.
        index: that answered.
        reader: finds the answering words within a quote; None marks none.
    """
    if not is_terminal(sys.stdout):
        print(to_text(answer))
        return

    def answering(part: Answer, quote: Quote) -> Span | None:
        document = index.document(quote.citation.doc_id)
        return pinpoint(reader, part.searched, quote, document)

    is_styled = has_styles()
    layout = Layout(line_width(), is_styled, answering) if is_styled else Layout(line_width())
    print_styled(to_text(answer, layout))


def is_watched() -> bool:
    """Return whether a person runs the command: one of its streams is a terminal.

    So it is in ``qa ask … | less``, and not in a script that runs at night.
    """
    return any(is_terminal(stream) for stream in (sys.stdin, sys.stdout, sys.stderr) if stream)
