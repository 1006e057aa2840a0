"""A build costs what changed, and forgets what was removed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

import qa
from qa.errors import EmptyCorpusError, IndexNotFoundError, IndexStoreError
from qa.indexing.build import build_with_report
from qa.stores.live import current_index
from tests.support.indexes import AxisEmbedder, Library

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


def test_an_index_is_the_same_to_the_byte_however_many_files_are_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With files that are read at last, the same, damaged, or empty."""
    made = []
    for at_once in (1, 3):
        monkeypatch.setattr("qa.indexing.reading.most_at_once", lambda found=at_once: found)
        library = Library(tmp_path / str(at_once))
        library.write(
            a="Apple. " * 5_000,
            **{f"b{number}": f"Bird {number % 7} sings. Apple {number}." for number in range(20)},
            c="",
        )
        (library.corpus / "b3.pdf").write_bytes(b"%PDF-1.7 no more")
        report = library.build_as_it_is()
        files = {path.name: path.read_bytes() for path in sorted(library.live.iterdir())}
        made.append((files, [(error.path.name, error.reason) for error in report.skipped]))
    assert made[0] == made[1]
    assert [name for name, _ in made[0][1]] == ["b3.pdf", "c.txt"]


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
    assert before.generation.document_frequencies(["zanzibar"]) == {"zanzibar": 1}
    assert before.generation.nearest(before.query("zanzibar").vector, 1)[0][1] > 0.9
    after = library.build(keep="A bird sings.")
    assert after.generation.path.name == "000002"
    for path in after.generation.path.iterdir():
        content = path.read_bytes().lower()
        assert b"zanzibar" not in content
        assert b"secret" not in content
    assert after.generation.document_frequencies(["zanzibar"]) == {"zanzibar": 0}
    assert after.generation.nearest(before.query("zanzibar").vector, 9) == [(0, 0.0)]
    assert after.generation.manifest.counts == {"documents": 1, "passages": 1, "sentences": 1}


def test_a_running_program_notices_an_index_that_was_deleted_and_built_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although its generation has the number of the old one."""
    monkeypatch.setattr("qa.indexing.model_choice.embedder_for", lambda *_: library.embedder)
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: library.embedder)
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


AWAY = "milvus://127.0.0.1:9"
"""A cluster that nobody runs: every request to it fails."""


def test_a_corpus_without_text_is_named_with_all_reasons(library: Library) -> None:
    """Nothing is built; each file's reason is given."""
    library.write(empty="", blank=" \n ")
    (library.corpus / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(EmptyCorpusError) as caught:
        library.build_as_it_is()
    message = str(caught.value)
    assert message.count("is empty (0 bytes)") == message.count("has no text") == 1
    assert "is of a type that is not supported (.png)" in message
    with pytest.raises(IndexNotFoundError):
        library.load()


def test_bad_files_are_skipped_and_the_rest_indexed(library: Library) -> None:
    """The report names each file once, with its reason."""
    library.write(good="A bird sings.", empty="")
    (library.corpus / "noise.txt").write_bytes(bytes(range(256)))
    report = library.build_as_it_is()
    assert [document.doc_id for document in report.index.documents()] == ["good.txt"]
    assert sorted(error.path.name for error in report.skipped) == ["empty.txt", "noise.txt"]


def test_an_index_does_not_hold_itself(library: Library) -> None:
    """A folder that holds the index too is indexed without it."""
    library.root = library.corpus / "index"
    library.write(a="A bird sings.")
    for _ in range(2):
        report = library.build_as_it_is()
        assert [document.doc_id for document in report.index.documents()] == ["a.txt"]
        assert report.skipped == ()


def test_progress_reaches_its_end_in_every_stage(library: Library) -> None:
    """Reading, embedding and writing each count up to their total."""
    library.write(a="A bird sings.", b="An apple falls.")
    heard: dict[str, list[tuple[int, int]]] = {}
    build_with_report(
        [library.corpus],
        into=library.root,
        embedder=library.embedder,
        progress=lambda stage, done, total: heard.setdefault(stage, []).append((done, total)),
    )
    assert list(heard) == ["Reading", "Embedding", "Writing"]
    for steps in heard.values():
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


def test_a_build_publishes_only_to_a_cluster_that_it_names(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``QA_STORE`` says where questions go; a note says what was built and how to publish it."""
    monkeypatch.setenv("QA_STORE", AWAY)
    report = library.report(a="A bird sings.", b="An apple falls.")
    (note,) = report.notes
    assert "questions go to the cluster at milvus://127.0.0.1:9, index 'quoth'" in note
    assert repr(str(library.root)) in note
    assert note.endswith(f"qa build --store {AWAY}")
    monkeypatch.delenv("QA_STORE")
    assert library.doc_ids() == ["a.txt", "b.txt"]
    monkeypatch.setattr("qa.stores.milvus.client.WAIT_S", 0)
    library.store = AWAY
    pytest.importorskip("pymilvus", reason="make test-cluster installs it")
    with pytest.raises(IndexStoreError, match="does not answer"):
        library.build_as_it_is()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nonsense", "is not the address of a store"),
        ("milvus://ann:secret@host", "A password in an"),
    ],
)
def test_an_address_that_is_wrong_ends_a_build_before_it_begins(
    library: Library, address: str, why: str
) -> None:
    """Not after every file was read and embedded."""
    library.store = address
    with pytest.raises(IndexStoreError, match=why):
        library.build(a="A bird sings.")
    assert not library.root.exists()


def test_an_address_that_is_none_does_not_end_a_build(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For nothing is published; asking says what is wrong."""
    monkeypatch.setenv("QA_STORE", "nonsense")
    assert library.report(a="A bird sings.", b="An apple.").notes == ()
    library.remove("a.txt")
    with pytest.raises(IndexStoreError, match="is not the address of a store"):
        library.load()
