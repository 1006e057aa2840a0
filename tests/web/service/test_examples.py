"""Examples are words of the documents that the documents answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from qa.indexing.build import build_with_report
from qa.pipeline import ask
from qa.web import strings
from qa.web.service.examples import EXAMPLES, Examples, answered_examples
from tests.support.webs import WordEmbedder, ready_service

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index
    from qa.web.service.starting_points import StartingPoint

RULES = """# House rules

## Quiet hours in the building

Quiet hours are from 22:00 to 07:00. Music must not be heard in other flats.

## Laundry room

A wash costs 2 euros. The Mill Lane Laundry is open from 08:00 to 20:00.
"""
FAQ = """Who repairs a broken heating?

The caretaker repairs the heating within two days. Call him at any time of the day.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Index:
    folder = tmp_path_factory.mktemp("examples")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "rules.md").write_text(RULES, encoding="utf-8")
    (folder / "corpus" / "faq.txt").write_text(FAQ, encoding="utf-8")
    report = build_with_report([folder / "corpus"], into=folder / "index", embedder=real_embedder)
    return report.index


def test_every_example_is_in_its_document_and_is_answered_by_it(index: Index) -> None:
    """Questions and headings; no word of them is made up."""
    found = list(answered_examples(index))
    assert [(each.question, each.title) for each in found] == [
        ("Who repairs a broken heating?", ""),
        ("Quiet hours in the building", "House rules"),
    ]
    assert len(found) <= EXAMPLES
    for example in found:
        assert example.question in index.document(example.doc_id).text
        answer = ask(example.question, index)
        assert answer.likely
        assert answer.quotes[0].citation.doc_id == example.doc_id


def test_the_article_s_questions_are_answered_but_for_one(article_index: Index) -> None:
    """That one shows the reply to a question that the documents do not answer."""
    found = [example.question for example in answered_examples(article_index)]
    assert tuple(found) == strings.ARTICLE_QUESTIONS
    assert not ask(strings.ARTICLE_UNANSWERED, article_index).found


def test_examples_are_looked_for_once_for_each_generation(tmp_path: Path) -> None:
    """Until they are found there are none; a build makes the next visit look again."""
    service = ready_service(tmp_path)
    examples = Examples(service.live)
    assert examples.ready() is None
    found = awaited(examples)
    assert examples.ready() is found
    (tmp_path / "corpus" / "new.md").write_text("# New\n\nA new document.\n", encoding="utf-8")
    build_with_report([tmp_path / "corpus"], into=service.live.root, embedder=WordEmbedder())
    assert examples.ready() is None
    assert awaited(examples) is not None


def awaited(examples: Examples) -> tuple[StartingPoint, ...]:
    """Return the examples once they are found."""
    for _ in range(200):
        if (found := examples.ready()) is not None:
            return found
        time.sleep(0.05)
    pytest.fail("no examples were found in ten seconds")


def test_without_an_index_none_are_looked_for(tmp_path: Path) -> None:
    """The greeting says what to do instead."""
    examples = Examples(ready_service(tmp_path).live)
    examples._live.root = tmp_path / "nowhere"
    assert examples.ready() is None
