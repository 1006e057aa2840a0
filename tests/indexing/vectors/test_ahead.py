"""Vectors made while files are read are those that would be made afterwards."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from qa.index.generations.manifest import SENTENCES
from qa.indexing.drafts.draft import Draft, NewTexts
from qa.indexing.splitting.contexts import new_passages
from qa.indexing.splitting.prepared import prepared
from qa.indexing.vectors import ahead as module
from qa.indexing.vectors.ahead import Ahead
from qa.indexing.vectors.writing import write_vectors
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from qa.embedders.protocol import Embedder
    from qa.indexing.splitting.prepared import Prepared

TEXT = "\n\n".join(f"Apple {number} is red. Bird {number} sings." for number in range(40))


def ready(embedder: Embedder) -> Prepared:
    """A document, with its passages."""
    text = document(TEXT)
    return prepared(text, new_passages(text, embedder))


def test_the_vectors_are_the_same_however_many_are_made_ahead(
    real_embedder: Embedder, tmp_path: Path
) -> None:
    """To the byte, and each is made and reported once."""
    made = []
    for number, most in enumerate((0, 80)):
        folder, saved = tmp_path / f"draft{number}", tmp_path / f"saved{number}"
        reports: list[tuple[int, int]] = []
        with closing(Draft(folder)) as draft, closing(Ahead(saved)) as ahead:
            if most:
                ahead.start(real_embedder)
            item = ready(real_embedder)
            ahead.add(item, draft.store(item))
            while most and not ahead.embedded:
                assert not ahead._is_over.is_set()  # else it waits for ever
                time.sleep(0.01)
            ahead.close()
            vectors, embedded = write_vectors(
                draft,
                saved,
                real_embedder,
                lambda _, done, total, reports=reports: reports.append((done, total)),
                ahead=ahead.embedded,
            )
            assert embedded == draft.passages + draft.sentences
            assert reports[-1] == (embedded, embedded)
            assert reports == sorted(set(reports))
        made.append((vectors.tobytes(), (folder / SENTENCES).read_bytes()))
    assert made[0] == made[1]


def test_texts_that_a_generation_or_a_checkpoint_has_are_left_out(
    real_embedder: Embedder, tmp_path: Path
) -> None:
    """They are known already."""
    item = ready(real_embedder)
    passages = len(item.passages)
    sentences = sum(len(counted.new.passage.sentences) for counted in item.passages)
    new = NewTexts(np.ones(passages, bool), np.ones(sentences, bool))
    with closing(Ahead(tmp_path / "saved")) as ahead:
        ahead.start(real_embedder)
        ahead.add(item, new)
        while not ahead.embedded:
            assert not ahead._is_over.is_set()
            time.sleep(0.01)
    made = ahead.embedded
    with closing(Ahead(tmp_path / "saved")) as ahead:
        ahead.start(real_embedder)
        ahead.add(item, new)
        ahead.add(item, NewTexts(~new.passages, ~new.sentences))
    # A passage more would be the next group.
    assert module._TOGETHER <= made < module._TOGETHER + 1 + len(item.passages[0].new.sentence_keys)
    assert ahead.embedded == 0


def test_where_too_many_wait_the_others_are_embedded_later(
    real_embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that memory does not grow with the corpus."""
    monkeypatch.setattr(module, "_MOST_WAITING", 0)
    item = ready(real_embedder)
    with closing(Draft(tmp_path / "draft")) as draft, closing(Ahead(tmp_path / "saved")) as ahead:
        ahead.start(real_embedder)
        ahead.add(item, draft.store(item))
    assert ahead.embedded == 0


def test_a_model_whose_vectors_depend_on_their_neighbours_waits(tmp_path: Path) -> None:
    """The index would depend on what finishes first."""
    embedder = AxisEmbedder()
    item = ready(embedder)
    with closing(Draft(tmp_path / "draft")) as draft, closing(Ahead(tmp_path / "saved")) as ahead:
        ahead.start(embedder)
        ahead.add(item, draft.store(item))
    assert ahead.embedded == 0
    assert embedder.embedded == []
