"""How much of what answers is found by ``qa ask --all``, on questions for lists.

    python -m tests.benchmarks.everything ../shared/eval

Questions of own_words that ask for a list. An answer is found if a quote overlaps it, and a quote
is right if it overlaps an answer. Other documents may answer too, and nobody has marked where, so
the share of right quotes is a lower bound; it is also counted of the question's own document alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from qa.embedders.selection import embedder_for
from qa.evaluation.question_sets import CORPUS, QUESTIONS, read_corpus, read_questions
from qa.indexing.build import index_documents
from qa.pipeline import ask_all
from qa.progress import ProgressBar, silent
from qa.records import Span
from qa.settings import Settings
from qa.stores.folder import building

if TYPE_CHECKING:
    from qa.evaluation.question_sets import Gold
    from qa.records import Quote

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Ask, count and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("sets", type=Path, nargs="?", default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--name", default="own_words", help="the set")
    parser.add_argument("--kind", default="list", help="of question")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "everything")
    options = parser.parse_args()
    folder = options.sets / options.name
    documents = read_corpus(folder / CORPUS)
    settings = Settings.current()
    with building(options.work):
        embedder = embedder_for(settings.model, settings.index)
        index, _ = index_documents(documents, options.work, embedder, silent)
    texts = {document.doc_id: document.text for document in documents}
    questions = [
        one
        for one in read_questions(folder / QUESTIONS, texts)
        if one.gold and one.kind == options.kind
    ]
    answers = found = quoted = right = own = 0
    expected = 0.0
    with ProgressBar() as bar:
        for number, question in enumerate(questions, start=1):
            all_answers = ask_all(question.question, index)
            expected += all_answers.missed
            quotes = list(all_answers)
            answers += len(question.gold)
            found += sum(any(_answers(quote, gold) for quote in quotes) for gold in question.gold)
            quoted += len(quotes)
            right += sum(any(_answers(quote, gold) for gold in question.gold) for quote in quotes)
            own += sum(quote.citation.doc_id == question.source for quote in quotes)
            bar("asking", number, len(questions))
    print(
        f"{len(questions)} questions, {answers} answers, {found} found. {quoted} quotes, {right} "
        f"right; {own} of the question's own document. Expected to be missed: {expected:.0f}."
    )


def _answers(quote: Quote, gold: Gold) -> bool:
    return gold.overlaps(quote.citation.doc_id, Span(quote.citation.start, quote.citation.end))


if __name__ == "__main__":
    main()
