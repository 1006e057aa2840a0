"""What the tests of the commands share: the article, its index, and a receipt from it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.fixture
def _model(monkeypatch: pytest.MonkeyPatch, real_embedder: Embedder) -> None:
    """The real model, without loading it again for each command."""
    monkeypatch.setattr("qa.indexing.model_choice.embedder_for", lambda *_: real_embedder)
    monkeypatch.setattr("qa.indexing.removal.embedder_of", lambda *_: real_embedder)
    monkeypatch.setattr("qa.stores.attachments.embedder_of", lambda *_: real_embedder)


@pytest.fixture
def index(article_index: Index, _model: None) -> str:
    """The folder of the article's index."""
    return str(article_index.generation.path.parent.parent)


@pytest.fixture
def corpus(article: Path, tmp_path: Path) -> Path:
    """A copy of the article's folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(article, folder)
    return folder


@pytest.fixture
def receipt(index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The receipt of an answer from the article."""
    path = tmp_path / "receipt.json"
    assert main(["ask", XIAOMI, "--index", index, "-k", "1", "--receipt", str(path)]) == 0
    capsys.readouterr()
    return path
