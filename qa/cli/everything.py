"""``qa ask --all``: prints everything that answers, document by document as it is found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from qa.cli.arguments import index_of
from qa.cli.exporting import export, is_exported

if TYPE_CHECKING:
    from argparse import Namespace

    from qa.index.search import Index
    from qa.records import DocumentAnswers


def print_everything(options: Namespace, index: Index, question: str) -> None:
    """Print all quotes that answer, how many more may be missed, and save them if wanted.

    Args:
        options: of ``qa ask``.
        index: to search.
        question: as typed.
    """
    from qa.answers.everything import MOST_READ
    from qa.cli.last_answer import remember
    from qa.cli.showing import is_watched
    from qa.pipeline import ask_all
    from qa.rendering.all_answers import document_text, summary_text
    from qa.rendering.layout import PLAIN, Layout
    from qa.terminal import BOLD, has_styles, is_terminal, line_width, print_styled, to_json_text

    layout = Layout(line_width(), has_styles()) if is_terminal(sys.stdout) else PLAIN
    number = 1

    def show(found: DocumentAnswers) -> None:
        nonlocal number
        if not options.json:
            print_styled(document_text(found, number, layout) + "\n")
            sys.stdout.flush()
        number += len(found.quotes)

    def begin(part: str) -> None:
        if not options.json:
            print_styled(layout.block(part, style=BOLD) + "\n")

    answers = ask_all(
        question,
        index,
        documents=options.documents,
        min_score=options.min_confidence,
        most_read=options.read or MOST_READ,
        evidence_model=options.evidence_model,
        on_found=show,
        on_question=begin,
    )
    if options.json:
        print(to_json_text(answers.to_dict(), indent=2))
    else:
        print(summary_text(answers))
    answer = answers.to_answer()
    if is_watched():
        remember(answer, index_of(options))
    if is_exported(options):
        export(options, answer, index)
