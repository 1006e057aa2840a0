"""The tasks of Ray's workers, run in this process."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.embedders.protocol import PassageText
from qa.errors import EmbeddingError
from qa.index.generations.manifest import DATABASE
from qa.indexing.drafts.draft import Draft
from qa.indexing.drafts.workers import Gap
from qa.indexing.ray.shipping import shipped
from qa.indexing.ray.tasks import (
    Beginnings,
    Encoder,
    FetchTexts,
    Reader,
    fetch_file,
    gap_of,
    row_of,
)
from qa.indexing.splitting.contexts import new_passages
from qa.records import Span
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
PYTHONPATH = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"


def first_try(worker: str, part: object) -> int:
    """Return that no worker began a part before."""
    return 1


def answer(worker: Any, row: dict[str, Any]) -> Any:
    """Return the answer of a worker to a row."""
    result = worker(row)
    assert result["failed"] == ""
    return pickle.loads(result["answer"])


def test_a_gap_travels_as_plain_data() -> None:
    """And is the same after that."""
    gap = Gap(slice(2, 5), np.array([True, False, True]), np.array([False, True]))
    again = gap_of(row_of(gap))
    assert again.passages == gap.passages
    np.testing.assert_array_equal(again.missing, gap.missing)
    np.testing.assert_array_equal(again.missing_sentences, gap.missing_sentences)


def test_a_file_is_fetched_and_read(tmp_path: Path) -> None:
    """Its documents come with their passages; its path is not needed by the reader."""
    path = tmp_path / "apples.txt"
    path.write_text("An apple falls. A bird sings.")
    row = fetch_file({"name": "apples.txt", "path": os.fsencode(path)})
    path.unlink()
    reader = Reader(lambda: shipped(AxisEmbedder()), first_try)
    (((read, passages),), notes) = answer(reader, row)
    assert (read.doc_id, read.text, notes) == (
        "apples.txt",
        "An apple falls. A bird sings.",
        (),
    )
    assert [len(new.passage.sentences) for new in passages] == [2]
    reader._sandbox.close()


@pytest.mark.parametrize(
    ("name", "why"), [("song.mp3", "is not supported"), ("gone.txt", "No such file")]
)
def test_a_file_that_cannot_be_fetched_is_refused_with_the_reason(
    tmp_path: Path, name: str, why: str
) -> None:
    """Which the reader passes on."""
    row = fetch_file({"name": name, "path": os.fsencode(tmp_path / name)})
    assert why in row["refused"]
    reader = Reader(lambda: shipped(AxisEmbedder()), first_try)
    assert answer(reader, row) == row["refused"]


@pytest.mark.parametrize("worker", [Reader, Encoder])
def test_a_part_over_which_workers_die_is_not_tried_for_ever(worker: Any) -> None:
    """The fifth worker refuses it."""
    row = {"path": b"a.txt", "name": "a.txt", "data": b"", "refused": "", "first": 0, "end": 2}
    result = worker(lambda: shipped(AxisEmbedder()), lambda *_: 5)(row)
    said = result["failed"] or pickle.loads(result["answer"])
    assert said.startswith("4 workers died while")


def test_beginnings_counts_the_workers_that_did_not_go_on() -> None:
    """One that begins another part has ended the one before."""
    beginnings = Beginnings()
    assert beginnings.begin("one", "a.txt") == 1
    assert beginnings.begin("two", "a.txt") == 2
    assert beginnings.begin("one", "b.txt") == 1
    assert beginnings.begin("three", "a.txt") == 2


def test_the_texts_of_a_gap_are_fetched_and_embedded(tmp_path: Path) -> None:
    """Only those that are missing; sentences in 8 bits."""
    text = document("Apple. Bird.", pages=(0, 7))
    embedder = AxisEmbedder()
    with closing(Draft(tmp_path / "draft")) as draft:
        draft.add(text, new_passages(text, embedder))
        draft.commit()
        gap = Gap(slice(0, 2), np.array([False, True]), np.array([True, False]))
        fetch = FetchTexts(f"{(draft.folder / DATABASE).as_uri()}?mode=ro")
        row = fetch(row_of(gap))
    assert pickle.loads(row["texts"]) == [
        PassageText("Nasty\nApple.", (Span(6, 12),), is_wanted=False, sentences_wanted=(True,)),
        PassageText("Nasty\nBird.", (Span(6, 11),), sentences_wanted=(False,)),
    ]
    vectors, sentences = answer(Encoder(lambda: shipped(embedder), first_try), row)
    np.testing.assert_array_equal(vectors, embedder.embed_passages(["Nasty\nBird."]))
    np.testing.assert_array_equal(sentences, [[127, 0, 0, 0]])
    assert (vectors.dtype, sentences.dtype) == (np.float32, np.int8)


class Failing(AxisEmbedder):
    """Fails over the word bird."""

    def embed_passages(self, texts: Any) -> Any:
        """Return what an :class:`AxisEmbedder` does, or fail."""
        if any("Bird" in text for text in texts):
            raise ZeroDivisionError
        return super().embed_passages(texts)


def test_a_text_that_cannot_be_embedded_is_the_answer() -> None:
    """The build then goes on without its file."""
    texts = ["Apple.", "Bird."]
    row = {"first": 0, "end": 1, "texts": pickle.dumps([PassageText(text, ()) for text in texts])}
    found = answer(Encoder(lambda: shipped(Failing()), first_try), row)
    assert isinstance(found, EmbeddingError)
    assert list(found.reasons) == ["Bird."]


@pytest.mark.skipif(sys.platform != "linux", reason="asks the C library of Linux")
def test_a_worker_that_hangs_while_it_exits_is_ended() -> None:
    """By the system: where Ray's exit handlers wait for ever, no Python runs any more."""
    hanging = (
        "import atexit, ctypes; from qa.indexing.ray import tasks; library = ctypes.CDLL(None);"
        "library.on_exit(library.pause, None);"
        "tasks._EXIT_S = 1; atexit.register(tasks.end_soon)"
    )
    done = subprocess.run(
        [sys.executable, "-c", hanging],
        env=os.environ | {"PYTHONPATH": PYTHONPATH},
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGALRM
