"""A build uses the model that its user names, or that of the index."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from qa.errors import ModelError
from qa.indexing.build import build_with_report
from tests.support.indexes import Library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import AxisEmbedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one document."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text("A bird sings in the morning.\n", encoding="utf-8")
    return folder


def test_an_index_is_built_again_with_its_own_model(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not something is new; unless another one is named."""
    into = tmp_path / "index"
    build_with_report([folder], into=into, model="static")
    same = build_with_report([folder], into=into)
    assert (same.index.embedder.identity.name, same.embedded) == ("static", 0)
    (folder / "b.txt").write_text("A cloud.\n", encoding="utf-8")
    assert build_with_report([folder], into=into).index.embedder.identity.name == "static"
    monkeypatch.setenv("QA_MODEL", "no-such-model")
    with pytest.raises(ModelError, match="no-such-model"):
        build_with_report([folder], into=into)
    named = build_with_report([folder], into=into, model="all-MiniLM-L6-v2")
    assert named.index.embedder.identity.name == "all-MiniLM-L6-v2"


def test_a_model_of_the_index_that_is_missing_is_named(
    tmp_path: Path, embedder: AxisEmbedder
) -> None:
    """With what to do; the index stays as it is."""
    library = Library(tmp_path, embedder)
    before = library.build(a="An apple.").fingerprint
    with pytest.raises(ModelError, match=r"built with the model 'axes'.*--model all-MiniLM-L6-v2"):
        build_with_report([library.corpus], into=library.root)
    assert library.load().fingerprint == before


def test_an_index_of_another_version_is_built_with_its_model(folder: Path, tmp_path: Path) -> None:
    """All of it is embedded again, which takes hours with a slower one."""
    into = tmp_path / "index"
    built = build_with_report([folder], into=into, model="static").index.generation.path
    manifest = (built / "manifest.json").read_text(encoding="utf-8")
    older = re.sub(r'"format": \d+', '"format": 1', manifest)
    assert older != manifest
    (built / "manifest.json").write_text(older, encoding="utf-8")
    assert build_with_report([folder], into=into).index.embedder.identity.name == "static"


def test_a_damaged_index_is_built_with_the_default_model(folder: Path, tmp_path: Path) -> None:
    """What it was built with cannot be read."""
    into = tmp_path / "index"
    (into / "generations").mkdir(parents=True)
    (into / "CURRENT").write_text("nonsense", encoding="utf-8")
    report = build_with_report([folder], into=into)
    assert report.index.embedder.identity.name == "all-MiniLM-L6-v2"
