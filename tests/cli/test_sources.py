"""The file of a document is found where it was indexed, or where the user says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.cli.sources import file_of
from qa.errors import QAError

if TYPE_CHECKING:
    from pathlib import Path

    from qa.records import Document
    from tests.support.indexes import Library


@pytest.fixture
def document(library: Library) -> Document:
    """A document of an index."""
    return library.build(a="An apple.", b="A bird.").document("b.txt")


def test_it_is_where_the_last_build_read_it(library: Library, document: Document) -> None:
    """Nothing is noted then."""
    assert file_of(document, library.root) == (library.corpus / "b.txt", [])


def test_a_change_since_then_is_noted(library: Library, document: Document) -> None:
    """The quote may not be in the file any more."""
    (library.corpus / "b.txt").write_text("Another bird.")
    path, notes = file_of(document, library.root)
    assert path == library.corpus / "b.txt"
    assert notes == [f"{str(path)!r} has changed since it was indexed"]


def test_a_file_that_is_gone_is_noted(library: Library, document: Document) -> None:
    """With how to name its folder."""
    (library.corpus / "b.txt").unlink()
    path, notes = file_of(document, library.root)
    assert path is None
    assert notes == ["the file of 'b.txt' was not found; name its folder with --source"]


def test_the_user_may_name_the_folder_or_the_file(
    library: Library, document: Document, tmp_path: Path
) -> None:
    """The folder as it is called in the names, too; a folder without the file is an error."""
    moved = tmp_path / "moved"
    library.corpus.rename(moved)
    assert file_of(document, library.root, moved) == (moved / "b.txt", [])
    assert file_of(document, library.root, moved / "b.txt") == (moved / "b.txt", [])
    with pytest.raises(QAError, match="is not in"):
        file_of(document, library.root, tmp_path)
