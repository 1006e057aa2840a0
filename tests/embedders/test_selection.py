"""A new embedder is a module and a line of the registry."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import qa
from qa.embedders.protocol import EmbedderIdentity
from qa.embedders.selection import EMBEDDERS, embedder_for, embedder_of, model_sha256
from qa.embedders.sentence_transformer import DEFAULT_MODEL_SHA256
from qa.errors import IndexMismatchError, ModelError
from qa.settings import DEFAULT_MODEL
from qa.stores.folder import current_path
from qa.stores.integrity import check_soundness
from tests.support.hashed import HashedEmbedder

if TYPE_CHECKING:
    from pathlib import Path

HASHED = "hashed:256"


@pytest.fixture
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the line to the registry."""
    monkeypatch.setitem(EMBEDDERS, "hashed", "tests.support.hashed:HashedEmbedder")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with two documents."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "harbour.txt").write_text("The north gate of the harbour closes at nine.")
    (folder / "library.txt").write_text("Books may be borrowed for four weeks.")
    return folder


@pytest.mark.usefixtures("_registered")
def test_a_registered_embedder_builds_and_answers(corpus: Path, tmp_path: Path) -> None:
    """The model's name is enough to build; the index is asked with its own embedder."""
    root = tmp_path / "index"
    built = qa.build(str(corpus), into=root, model=HASHED)
    assert isinstance(built.embedder, HashedEmbedder)
    index = qa.load(root)
    assert isinstance(index.embedder, HashedEmbedder)
    assert index.embedder.identity.name == HASHED
    answer = qa.ask("When does the north gate close?", index)
    assert answer.quotes[0].text == "The north gate of the harbour closes at nine."
    assert not (root / "encoders").exists()
    assert check_soundness(root).generation.path == current_path(root)


@pytest.mark.usefixtures("_registered")
def test_an_index_is_not_asked_with_another_embedder(corpus: Path, tmp_path: Path) -> None:
    """Neither with another of its kind nor with a model of sentence-transformers."""
    root = tmp_path / "index"
    qa.build(str(corpus), into=root, model=HASHED)
    for model in ("hashed:128", DEFAULT_MODEL):
        with pytest.raises(IndexMismatchError):
            qa.load(root, model=model)


def test_a_module_is_imported_when_its_embedder_is_first_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A line in the registry costs nothing until then."""
    monkeypatch.delitem(sys.modules, "tests.support.hashed")
    monkeypatch.setitem(EMBEDDERS, "hashed", "tests.support.hashed:HashedEmbedder")
    assert "tests.support.hashed" not in sys.modules
    assert embedder_for("hashed:16", tmp_path).embed_question("a").shape == (16,)
    assert "tests.support.hashed" in sys.modules


@pytest.mark.parametrize("model", ["no-such:model", "C:\\models\\mine", "all-MiniLM-L6-v2:2"])
def test_a_prefix_that_is_no_kind_is_part_of_the_name(model: str, tmp_path: Path) -> None:
    """The name is then one of sentence-transformers, or a folder."""
    with pytest.raises(ModelError, match="on this machine: it is neither a folder") as caught:
        embedder_for(model, tmp_path)
    assert repr(model) in str(caught.value)
    with pytest.raises(ModelError, match="on this machine"):
        embedder_of(EmbedderIdentity(model, "0" * 64, 8), tmp_path)


@pytest.mark.usefixtures("_registered")
def test_the_sha256_of_a_model_is_that_of_its_identity() -> None:
    """Of sentence-transformers, that of the weights."""
    assert model_sha256(HASHED) == HashedEmbedder(HASHED).identity.sha256
    assert model_sha256(DEFAULT_MODEL) == DEFAULT_MODEL_SHA256
