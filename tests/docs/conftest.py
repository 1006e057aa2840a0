"""What the tests of the documentation share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from qa.index.search import Index


@pytest.fixture
def asked_article(article_index: Index, tmp_path: Path) -> Path:
    """Return a folder with the article in ``corpus`` and its index in ``index``."""
    built = article_index.generation.path.parents[1]
    shutil.copytree(built.parent / "corpus", tmp_path / "corpus")
    shutil.copytree(built, tmp_path / "index")
    return tmp_path
