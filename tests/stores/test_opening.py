"""An index is opened once, with its model, and again when a newer one was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.answers.asker import new_asker
from qa.errors import IndexMismatchError, IndexNotFoundError, ModelError
from qa.index.calibration import Calibration, write_calibration
from qa.stores.live import current_index, open_index
from tests.support.indexes import AxisEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import Library


def test_a_newer_generation_is_picked_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The live index is kept in memory until a newer one is built."""
    monkeypatch.setattr("qa.indexing.model_choice.embedder_for", lambda *_: library.embedder)
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: library.embedder)
    library.build(a="A bird sings.")
    with current_index(library.root) as first:
        with current_index(library.root) as again:
            assert again is first
        library.build(a="A bird sings.", b="An apple falls.")
        with current_index(library.root) as second:
            assert [document.doc_id for document in second.documents()] == ["a.txt", "b.txt"]
        assert [document.doc_id for document in first.documents()] == ["a.txt"]


def test_a_calibration_that_is_written_later_is_picked_up(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same model."""
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: library.embedder)
    library.build(a="A bird sings.")
    with current_index(library.root) as before:
        assert before.calibration is None
    fitted = Calibration("none", 1.5, 0.25, 0.75)
    write_calibration(library.root, fitted)
    with current_index(library.root) as after:
        assert after.calibration == fitted
        assert after.embedder is before.embedder


def test_an_index_is_opened_with_the_model_it_was_made_with(library: Library) -> None:
    """Another one is refused."""
    library.build(a="A bird sings.")
    assert open_index(library.root, embedder=library.embedder).embedder is library.embedder
    with pytest.raises(IndexMismatchError, match="was made with the model 'axes'"):
        open_index(library.root, embedder=AxisEmbedder(("other",)))
    with pytest.raises(ModelError, match="axes"):
        open_index(library.root)  # nobody ships that one


def test_a_model_that_is_set_must_be_the_one_of_the_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``QA_MODEL`` counts as if it were named in the call."""
    library.build(a="A bird sings.")
    monkeypatch.setenv("QA_MODEL", "no-such-model")
    with pytest.raises(ModelError, match="no-such-model"):
        open_index(library.root)


def test_without_an_index_there_is_nothing_to_lease(tmp_path: Path) -> None:
    """Which is said before a model is loaded."""
    with pytest.raises(IndexNotFoundError), current_index(tmp_path / "index"):
        pass


@pytest.mark.parametrize(
    ("k", "confidence", "why"),
    [(0, None, "at least 1, not 0"), (1, 1.5, "0 to 1, not 1.5"), (1, float("nan"), "not nan")],
)
def test_an_asker_takes_only_sensible_numbers(
    library: Library, k: int, confidence: float | None, why: str
) -> None:
    """The error has the number."""
    with pytest.raises(ValueError, match=why):
        new_asker(library.build(a="A bird sings."), k, confidence)


def test_the_reader_is_that_of_the_environment(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the call names one; the asker records which."""
    index = library.build(a="A bird sings.")
    monkeypatch.setenv("QA_EVIDENCE_MODEL", "none")
    assert (new_asker(index).reader, new_asker(index).evidence_model) == (None, "none")
    assert new_asker(index, evidence_model="default").reader is not None
