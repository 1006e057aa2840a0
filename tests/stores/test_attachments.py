"""A calibration goes where questions go, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexMismatchError, IndexStoreError
from qa.index.calibration import Calibration, read_calibration
from qa.stores.attachments import check_calibrated_store, index_embedder, store_calibration

if TYPE_CHECKING:
    from tests.support.indexes import Library

HERE, ELSEWHERE = "milvus://here", "milvus://elsewhere"


@pytest.mark.parametrize("questions", ["", HERE])
def test_the_store_of_the_questions_is_right(
    questions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder, or the cluster, under any way to write its address."""
    monkeypatch.setenv("QA_STORE", questions)
    check_calibrated_store(f"{questions}:19530/" if questions else None)


@pytest.mark.parametrize(
    ("questions", "named", "message"),
    [
        (HERE, None, "Name the cluster: --store milvus://here"),
        ("", HERE, "questions go to the folder of the index"),
        (HERE, ELSEWHERE, "--store names milvus://elsewhere:19530, index 'quoth'"),
    ],
)
def test_another_store_is_refused(
    questions: str, named: str | None, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the questions of the set, which take minutes."""
    monkeypatch.setenv("QA_STORE", questions)
    with pytest.raises(IndexMismatchError, match=message):
        check_calibrated_store(named)


def test_a_wrong_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everywhere."""
    monkeypatch.setenv("QA_STORE", "nonsense")
    with pytest.raises(IndexStoreError, match="is not the address of a store"):
        check_calibrated_store("milvus://host")


def test_a_calibration_is_stored_in_the_folder(tmp_path: Path) -> None:
    """The file is named, for who wants to undo it."""
    fitted = Calibration("none", 0.5, 0.25, 0.75)
    where = store_calibration(tmp_path, fitted)
    assert read_calibration(tmp_path) == fitted
    assert Path(where.removesuffix(". Delete it to undo.")).is_file()


def test_an_index_names_its_model(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """``QA_MODEL``, or the model that the caller names, must be that one."""
    manifest = library.build(a="An apple.").generation.manifest
    seen: list[object] = []
    monkeypatch.setenv("QA_MODEL", "of-the-environment")
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *given: seen.append(given[2]))
    index_embedder(library.root, manifest)
    index_embedder(library.root, manifest, "named")
    assert seen == ["of-the-environment", "named"]
