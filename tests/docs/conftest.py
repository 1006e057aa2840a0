"""What the tests of the documentation share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index


@pytest.fixture
def new_folder(article: Path, tmp_path: Path) -> Path:
    """Return a folder as a reader begins with it: the article in ``corpus``, and no index."""
    (tmp_path / "corpus").mkdir()
    shutil.copy(article, tmp_path / "corpus")
    return tmp_path


@pytest.fixture
def indexed_folder(article_index: Index, new_folder: Path) -> Path:
    """Return the same folder with the index of the article in ``index``."""
    shutil.copytree(article_index.generation.path.parents[1], new_folder / "index")
    return new_folder
