"""Examples are words of the documents that the documents answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from qa.indexing.build import build_with_report
from qa.pipeline import ask
from qa.records import Heading
from qa.web import strings
from qa.web.service.examples import EXAMPLES, Examples, answered_examples, phrases
from tests.support.webs import WordEmbedder, document, ready_service

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

RULES = """# House rules

Quiet hours are from 22:00 to 07:00. Music must not be heard in other flats.

# Laundry and waste

A wash costs 2 euros. The Mill Lane Laundry is open from 08:00 to 20:00.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Index:
    folder = tmp_path_factory.mktemp("examples")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "rules.md").write_text(RULES, encoding="utf-8")
    notes = "The R&D budget of the Northern Harbour Board was 4.2 million euros in 2023."
    (folder / "corpus" / "notes.txt").write_text(notes, encoding="utf-8")
    report = build_with_report([folder / "corpus"], into=folder / "index", embedder=real_embedder)
    return report.index


def test_every_example_is_in_the_documents_and_is_answered(index: Index) -> None:
    """Facts and headings, of each document; no word of them is made up."""
    found = list(answered_examples(index))
    assert 2 <= len(found) <= EXAMPLES
    texts = [document.text for document in index.generation.documents()]
    for example in found:
        assert any(example in text for text in texts)
        assert ask(example, index).found
    of_notes = [example for example in found if example in texts[0]]
    assert of_notes
    assert set(found) - set(of_notes)


def test_the_article_s_questions_are_answered_but_for_one(article_index: Index) -> None:
    """That one shows the reply to a question that the documents do not answer."""
    assert tuple(answered_examples(article_index)) == strings.ARTICLE_QUESTIONS
    assert not ask(strings.ARTICLE_UNANSWERED, article_index).found


def test_a_phrase_is_of_words_side_by_side_names_first() -> None:
    """Neither headings nor halves of words are taken."""
    text = f"Great Big Title\n{RULES.partition('waste')[2]} The R&D budget of Ms Ada King grew."
    title = (Heading(0, 15, 1, "Great Big Title"),)
    found = phrases(document(text, title))
    assert found[0] in {"Mill Lane Laundry", "Ms Ada King"}
    assert "wash costs 2 euros" in found
    assert not [phrase for phrase in found if phrase.startswith("D ") or "Title" in phrase]


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


def awaited(examples: Examples) -> tuple[str, ...]:
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
