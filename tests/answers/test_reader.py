"""The reader: which sentence of a passage answers, and whether one does."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sentence_transformers import CrossEncoder

from qa import ask
from qa.answers.page import Page
from qa.answers.reader import LONGEST, SHIPPED, OnnxReader, load_reader
from qa.embedders.sentence_transformer import model_folder
from qa.errors import ModelError
from qa.records import Span
from qa.settings import DEFAULT_MODEL
from qa.text.sentences import sentence_spans

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index

TEXT = (
    "The bridge was opened in 1932 by the mayor of the town. It is painted grey. "
    "Some 40,000 cars cross it every day. The toll was abolished after a long dispute."
)


def page(text: str = TEXT) -> Page:
    """Return a page of sentences."""
    return Page(text, tuple(sentence_spans(text)))


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("When was the bridge opened?", 0),
        ("Who opened the bridge?", 0),
        ("What colour is the bridge?", 1),
        ("How many cars use the bridge daily?", 2),
    ],
)
def test_the_answering_sentence_has_the_highest_log_odds(question: str, best: int) -> None:
    """In words of its own, too."""
    reader = load_reader("default")
    assert reader is not None
    (odds,) = reader.read(question, [page()])
    assert odds.shape == (4,)
    assert int(odds.argmax()) == best
    (missing,) = reader.read("Who designed the cathedral of Reims?", [page()])
    assert missing.max() < odds.max()


def test_pages_are_read_together_as_they_are_alone() -> None:
    """By a reader that remembers none of them."""
    together, alone = OnnxReader("default", SHIPPED), OnnxReader("default", SHIPPED)
    question = "When was the bridge opened?"
    pages = [page(), page("Grey paint is cheap. It lasts."), page(TEXT * 2)]
    read = together.read(question, pages)
    for i in reversed(range(len(pages))):
        np.testing.assert_array_equal(alone.read(question, [pages[i]])[0], read[i])


def test_a_page_that_was_just_read_is_not_read_again_to_point_at_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another question, or another page, is."""
    reader = OnnxReader("default", SHIPPED)
    session, runs = reader._session, []

    class Counting:
        def run(self, *inputs: object) -> object:
            runs.append(inputs)
            return session.run(*inputs)

    monkeypatch.setattr(reader, "_session", Counting())
    reader.read("When was the bridge opened?", [page()])
    found = reader.pinpoint("When was the bridge opened?", page(), page().sentences[0])
    assert found
    assert "1932" in TEXT[found.start : found.end]
    assert len(runs) == 1
    reader.pinpoint("Who opened the bridge?", page(), page().sentences[0])
    assert len(runs) == 2


def test_what_is_beyond_its_reach_is_not_taken_for_an_answer() -> None:
    """A page of more word pieces than it reads; a question of ten thousand characters."""
    reader = load_reader("default")
    assert reader is not None
    long = page("The grey bridge stands here. " * LONGEST)
    (odds,) = reader.read("What stands here?", [long])
    assert len(odds) == len(long.sentences)
    assert odds[-1] == -20
    (odds,) = reader.read("bridge " * 1_400, [page()])
    assert np.isfinite(odds).all()


@pytest.mark.parametrize(
    "filler", ["桥是什么时候开放的", "I.", "A'", "x@", "1,", "a_", "가나 ", "ᾂ ", "q", "é", "😀 "]
)
def test_a_question_of_any_length_and_script_is_read_to_its_end(filler: str) -> None:
    """Its end counts, and leaves room for the passage, with or without spaces between words."""
    reader = load_reader("default")
    assert isinstance(reader, OnnxReader)
    question = f"{filler * 3_000} When was the bridge opened?"
    (odds,) = reader.read(question, [page()])
    assert odds.shape == (4,)
    assert odds[0] > -20
    reader.pinpoint(question, page(), page().sentences[0])


def test_a_reader_is_loaded_once() -> None:
    """However its threads are left to it: loading takes a fifth of a second, and 70 MB."""
    assert load_reader("default") is load_reader("default", None)
    assert load_reader("default") is load_reader("default", threads=None)


def test_none_stands_for_no_reader(article_index: Index) -> None:
    """The answer comes from the cheap features alone."""
    assert load_reader("none") is None
    question = "How many EVs did Xiaomi deliver in October 2024?"
    answer = ask(question, article_index, evidence_model="none")
    assert answer.found
    assert "delivered 20,000 EVs" in answer.quotes[0].text


def test_a_folder_with_a_reader_is_read(tmp_path: Path, article_index: Index) -> None:
    """It answers like the shipped one, being the same."""
    shutil.copytree(SHIPPED, tmp_path / "mine")
    question = "Who opposed the tariffs?"
    mine = ask(question, article_index, evidence_model=str(tmp_path / "mine"))
    assert mine.quotes == ask(question, article_index).quotes


def test_any_cross_encoder_takes_its_place(tmp_path: Path, article_index: Index) -> None:
    """Here the default backbone with a head that was never trained: it is asked, not trusted."""
    folder = tmp_path / "cross"
    CrossEncoder(str(model_folder(DEFAULT_MODEL)), num_labels=1).save_pretrained(str(folder))
    reader = load_reader(str(folder))
    assert reader is not None
    pages = [page(), Page("Grey.", (Span(0, 5),))]
    first, second = reader.read("When was the bridge opened?", pages)
    assert (first.shape, second.shape) == ((4,), (1,))
    answer = ask("Who opposed the tariffs?", article_index, evidence_model=str(folder))
    assert answer.quotes or answer.nearest


def test_a_reader_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A name that nothing has; a damaged file."""
    with pytest.raises(ModelError, match="No CrossEncoder 'nobody/nothing' on this machine"):
        load_reader("nobody/nothing")
    (tmp_path / "reader.onnx").write_bytes(b"nonsense")
    with pytest.raises(ModelError, match="--evidence-model none"):
        load_reader(str(tmp_path))
