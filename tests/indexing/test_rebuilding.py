"""A build costs what changed, and forgets what was removed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

import qa
from qa.asking import current_index
from tests.support.library import AxisEmbedder, Library

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"one": "Apple one. Apple two.", "two": "Bird one. Bird two."}


def test_the_same_corpus_has_the_same_fingerprint_anywhere(tmp_path: Path) -> None:
    """Neither the folders nor the order of builds matter; a changed letter does."""
    here, there = Library(tmp_path / "here"), Library(tmp_path / "there")
    there.build(two="Cloud.")
    fingerprint = here.build(**FILES).fingerprint
    assert there.build(**FILES).fingerprint == fingerprint
    assert there.build(**{**FILES, "two": "Bird one. Bird two!"}).fingerprint != fingerprint


def test_two_builds_of_the_same_corpus_give_the_same_answers(tmp_path: Path) -> None:
    """Also where one of them took over vectors from an older index."""
    here, there = Library(tmp_path / "here"), Library(tmp_path / "there")
    there.build(two="Bird one. Cloud.")
    answers = [qa.ask("Which bird is two?", one.build(**FILES)) for one in (here, there)]
    assert answers[0] == answers[1]


def test_building_again_does_nothing(library: Library) -> None:
    """No text is embedded and no generation made."""
    assert library.report(**FILES).embedded == 6
    library.embedder.embedded.clear()
    report = library.report(**FILES)
    assert report.embedded == 0
    assert library.embedder.embedded == []
    assert [path.name for path in (library.root / "generations").iterdir()] == ["000001"]


def test_only_what_changed_is_embedded(library: Library) -> None:
    """The passage that changed and its new sentence; the rest is taken over as it is."""
    library.build(**FILES)
    library.embedder.embedded.clear()
    report = library.report(one="Apple one. Cloud two.", two=FILES["two"])
    assert library.embedder.embedded == ["One\nApple one. Cloud two.", "Cloud two."]
    assert report.embedded == 2
    fresh = AxisEmbedder().embed_passages(["One Apple one. Cloud two.", "Two Bird one. Bird two."])
    np.testing.assert_array_equal(report.index.generation.passage_vectors([0, 1]), fresh)


def test_a_renamed_document_keeps_its_sentences_vectors(library: Library) -> None:
    """Its title is new, so its passage is embedded anew."""
    library.build(**FILES)
    library.embedder.embedded.clear()
    library.build(one=FILES["one"], deux=FILES["two"])
    assert library.embedder.embedded == ["Deux\nBird one. Bird two."]


def test_another_embedder_embeds_everything(library: Library) -> None:
    """Vectors of two models are never mixed."""
    library.build(**FILES)
    library.embedder = AxisEmbedder(("zebra",))
    assert library.report(**FILES).embedded == 6
    assert library.load().generation.passage_vectors([0]).shape == (1, 2)


def test_a_removed_document_is_gone(library: Library) -> None:
    """Its text, its terms, its name and its vectors are in no file of the new generation."""
    library.embedder.words = (*library.embedder.words[:2], "zanzibar")
    library.build(keep="A bird sings.", secret="Zanzibar zanzibar zanzibar zanzibar.")
    before = library.load()
    assert before.generation.passages_with(["zanzibar"]) == {"zanzibar": 1}
    assert before.generation.nearest(before.query("zanzibar").vector, 1)[0][1] > 0.9
    after = library.build(keep="A bird sings.")
    assert after.generation.path.name == "000002"
    for path in after.generation.path.iterdir():
        content = path.read_bytes().lower()
        assert b"zanzibar" not in content
        assert b"secret" not in content
    assert after.generation.passages_with(["zanzibar"]) == {"zanzibar": 0}
    assert after.generation.nearest(before.query("zanzibar").vector, 9) == [(0, 0.0)]
    assert after.generation.manifest.counts == {"documents": 1, "passages": 1, "sentences": 1}


def test_a_running_program_notices_an_index_that_was_deleted_and_built_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although its generation has the number of the old one."""
    monkeypatch.setattr("qa.indexing.build.embedder_for", lambda *_: library.embedder)
    monkeypatch.setattr("qa.asking.embedder_of", lambda *_: library.embedder)
    library.build(old="An apple.")
    with current_index(library.root) as index:
        assert [document.doc_id for document in index.documents()] == ["old.txt"]
    shutil.rmtree(library.root)
    library.build(new="A bird.")
    assert library.live.name == "000001"
    with current_index(library.root) as index:
        assert [document.doc_id for document in index.documents()] == ["new.txt"]


@pytest.mark.parametrize("name", ["manifest.json", "store.sqlite", "sentences.npy"])
def test_building_again_repairs_a_damaged_index(library: Library, name: str) -> None:
    """Nothing of it is taken over."""
    fingerprint = library.build(**FILES).fingerprint
    (library.live / name).write_bytes(b"damaged")
    report = library.build_as_it_is()
    assert report.embedded == 6
    assert report.index.fingerprint == fingerprint
    assert library.live.name == "000002"
