"""Readers lease the live index; a generation that a build replaced is closed by its last reader."""

from __future__ import annotations

import gc
import shutil
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexNotFoundError
from qa.index.calibration import Calibration, write_calibration
from qa.indexing.build import build_with_report
from qa.pipeline import ask
from qa.stores.live import current_index, live_generation, live_version, loaded_embedder
from qa.verification.checking import check
from tests.support.indexes import AxisEmbedder, deleted_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.indexes import Library

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="/proc lists what is open")


@pytest.fixture
def counting_nothing() -> Iterator[None]:
    """The garbage collector is off, so that it cannot close what a reader forgot."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def asked(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library whose embedder is found for its folder."""
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: library.embedder)
    library.build(a="A bird sings.").generation.close()
    return library


@needs_proc
def test_builds_leave_no_deleted_file_open(asked: Library, counting_nothing: None) -> None:
    """While others ask and check all the time; none of their questions fails."""
    stop = threading.Event()
    failures: list[Exception] = []
    answered = [0, 0]

    def reading(number: int) -> None:
        while not stop.is_set():
            try:
                if number % 2:
                    assert check("A bird sings.", asked.root).verdict == "exact"
                else:
                    assert ask("bird", asked.root, evidence_model="none").nearest is not None
            except Exception as error:  # noqa: BLE001 - whatever it is, the test names it
                failures.append(error)
                return
            answered[number % 2] += 1

    threads = [threading.Thread(target=reading, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        for number in range(8):
            asked.write(a="A bird sings.", b=f"Apple number {number}.")
            report = build_with_report([asked.corpus], into=asked.root, embedder=asked.embedder)
            report.index.generation.close()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert min(answered) > 0
    ask("bird", asked.root, evidence_model="none")  # the next reader closes the one before
    assert deleted_files(asked.root) == []


def test_a_replaced_generation_stays_open_for_its_readers(asked: Library) -> None:
    """It is closed by the last of them, not by the build and not by the first."""
    with live_generation(asked.root) as first:
        with live_generation(asked.root) as same:
            assert same is first
        asked.build(b="An apple falls.")
        with live_generation(asked.root) as second:
            assert [document.doc_id for document in second.documents()] == ["b.txt"]
        assert first.document("a.txt").text == "A bird sings."
        held = first
    with pytest.raises(Exception, match="closed"):
        held.document("a.txt")


def test_a_question_and_a_check_share_what_is_open(asked: Library) -> None:
    """One generation is opened, however it is read."""
    with current_index(asked.root) as index, live_generation(asked.root) as generation:
        assert index.generation is generation


def test_a_lease_ends_with_an_error_too(asked: Library) -> None:
    """What a reader raises passes through, and the generation is closed once it is replaced."""
    with pytest.raises(ZeroDivisionError), live_generation(asked.root) as first:
        raise ZeroDivisionError
    asked.build(b="An apple falls.")
    with live_generation(asked.root) as second:
        assert second is not first
    with pytest.raises(Exception, match="closed"):
        first.document("a.txt")


def test_a_deleted_index_is_not_kept_open(asked: Library) -> None:
    """The first reader who finds it gone lets go of it."""
    with live_generation(asked.root) as first:
        pass
    shutil.rmtree(asked.root)
    with pytest.raises(IndexNotFoundError), live_generation(asked.root):
        pass
    with pytest.raises(Exception, match="closed"):
        first.document("a.txt")


def test_reading_documents_loads_no_model(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither to list them, nor to read one, nor to check a quotation."""
    library.build(a="A bird sings.").generation.close()
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: pytest.fail("loaded"))
    with live_generation(library.root) as generation:
        assert [facts.doc_id for facts in generation.facts()] == ["a.txt"]
        assert generation.document("a.txt").text == "A bird sings."
    assert check("A bird sings.", library.root).verdict == "exact"
    assert loaded_embedder(library.root) is None


def test_indexes_with_the_same_model_share_it(
    asked: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server with several collections has it in memory once; another model is another one."""
    loaded: list[Path] = []

    def load(_: object, root: Path, *__: object) -> object:
        loaded.append(root)
        return asked.embedder

    monkeypatch.setattr("qa.stores.attachments.embedder_of", load)
    second, third = tmp_path / "second", tmp_path / "third"
    shutil.copytree(asked.root, second)
    for root in (asked.root, second):
        with current_index(root) as index:
            assert index.embedder is asked.embedder
    assert loaded == [asked.root]
    asked.embedder = AxisEmbedder(("other",))
    (tmp_path / "a.txt").write_text("A bird sings.")
    built = build_with_report([tmp_path / "a.txt"], into=third, embedder=asked.embedder)
    built.index.generation.close()
    with current_index(third) as index:
        assert index.embedder is asked.embedder
    assert loaded == [asked.root, third]


def test_a_model_is_loaded_once_and_again_for_another_one(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build with the same model changes the index and not the model."""
    loaded: list[object] = []

    def load(*_: object) -> object:
        loaded.append(library.embedder)
        return library.embedder

    monkeypatch.setattr("qa.stores.attachments.embedder_of", load)
    indexes = []
    for text in ("A bird sings.", "An apple falls."):
        library.build(a=text)
        for _ in range(2):
            with current_index(library.root) as index:
                indexes.append(index)
    assert indexes[0] is indexes[1]
    assert indexes[1] is not indexes[2]
    assert loaded == [library.embedder]
    assert loaded_embedder(library.root) is library.embedder
    library.embedder = AxisEmbedder(("other",))
    library.build(a="A bird sings.")
    with current_index(library.root) as index:
        assert index.embedder is library.embedder
    assert len(loaded) == 2


def test_a_new_calibration_is_used_at_once(asked: Library) -> None:
    """It is a new version of the index, although no build has run."""
    with current_index(asked.root) as index:
        assert index.calibration is None
    before = live_version(asked.root)
    fitted = Calibration("none", 0.5, 0.25, 0.75)
    write_calibration(asked.root, fitted)
    assert live_version(asked.root) != before
    with current_index(asked.root) as index:
        assert index.calibration == fitted
