"""A question set is opened with the index that its questions are asked of."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

import pytest

from qa.cli.question_sets import QuestionSets
from qa.errors import QuestionSetError
from qa.progress import silent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import AxisEmbedder, Library

TEXT = "Herons eat fish. Finches eat seeds. Owls eat mice."


def options(**values: Any) -> Namespace:
    """Return the options of ``qa eval``, with these values."""
    defaults = {"calibrate": False, "corpus": None, "far": None, "index": None, "sample": None}
    return Namespace(**{"collection": None} | defaults | values)


@pytest.fixture(autouse=True)
def _axes(monkeypatch: pytest.MonkeyPatch, embedder: AxisEmbedder) -> None:
    """An embedder that needs no model."""
    monkeypatch.setattr("qa.cli.question_sets.embedder_for", lambda *_: embedder)
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: embedder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two answerable questions with their corpus, and three from elsewhere."""
    folder = tmp_path / "birds"
    folder.mkdir()
    (folder / "corpus.jsonl").write_text(json.dumps({"doc_id": "b", "text": TEXT}))
    rows = [
        {"question": f"What do {bird} eat?", "answers": [{"doc_id": "b", "start": a, "end": b}]}
        for bird, a, b in (("herons", 0, 16), ("finches", 17, 35))
    ]
    rows += [{"question": f"Who sank ship {i}?", "answers": []} for i in range(3)]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def test_a_folder_is_asked_with_the_corpus_in_it(folder: Path, tmp_path: Path) -> None:
    """Its index is built in the folder of indexes; the file of questions means the same."""
    sets = QuestionSets(options(), tmp_path / "indexes", silent)
    for path in (folder, folder / "questions.jsonl"):
        index, questions = sets.open(path)
        assert [document.text for document in index.documents()] == [TEXT]
        assert len(questions) == 5
    assert len(list((tmp_path / "indexes").iterdir())) == 1


def test_an_index_that_is_named_wins(folder: Path, tmp_path: Path, library: Library) -> None:
    """Its documents are asked, and the answers are checked against them."""
    library.build(b="A bird.")
    sets = QuestionSets(options(index=str(library.root)), tmp_path, silent)
    with pytest.raises(QuestionSetError, match="line 1: there is no document 'b'"):
        sets.open(folder)


def test_a_sample_is_drawn_of_each_kind_and_is_the_same_every_time(
    folder: Path, tmp_path: Path
) -> None:
    """In the order of the file."""
    drawn = [QuestionSets(options(sample=1), tmp_path / "i", silent).open(folder) for _ in "ab"]
    (first, second) = ([question.question for question in questions] for _, questions in drawn)
    assert first == second
    assert [words.split()[0] for words in first] == ["What", "Who"]


def test_more_questions_from_elsewhere_are_added(folder: Path, tmp_path: Path) -> None:
    """After those of the set."""
    far = tmp_path / "far.jsonl"
    far.write_text(json.dumps({"question": "Who sank the Titanic?"}))
    _, questions = QuestionSets(options(far=far), tmp_path / "i", silent).open(folder)
    assert [question.question for question in questions][-1] == "Who sank the Titanic?"


def test_a_corpus_that_does_not_exist_is_named(folder: Path, tmp_path: Path) -> None:
    """Before anything is built."""
    none = tmp_path / "none"
    with pytest.raises(QuestionSetError, match="there are no such documents") as caught:
        QuestionSets(options(corpus=none), tmp_path / "i", silent).open(folder)
    assert caught.value.path == none
