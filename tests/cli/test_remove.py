"""``qa remove``: documents leave the index, or are only listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main

if TYPE_CHECKING:
    from tests.support.indexes import AxisEmbedder, Library


@pytest.fixture(autouse=True)
def _axes(monkeypatch: pytest.MonkeyPatch, embedder: AxisEmbedder) -> None:
    """The embedder of the library, which has no name that could be loaded."""
    monkeypatch.setattr("qa.indexing.removal.embedder_of", lambda *_: embedder)


def test_documents_are_removed_by_patterns(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """The counts of what is left are printed, and the index that is left is sound."""
    library.build(a="An apple.", b="A bird.", c="A cloud.")
    root = str(library.root)
    assert main(["remove", "a*", "c.txt", "--index", root]) == 0
    assert capsys.readouterr().out.startswith("1 document, 1 passage, 1 sentence left\n")
    assert main(["verify-index", "--index", root]) == 0


def test_a_dry_run_lists_and_changes_nothing(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of the paths."""
    library.build(a="An apple.", b="A bird.", c="A cloud.")
    root = str(library.root)
    assert main(["remove", "c.txt", "a*", "--dry-run", "--index", root]) == 0
    assert capsys.readouterr().out == (
        "would remove a.txt\nwould remove c.txt\n2 documents; nothing was changed\n"
    )
    assert main(["info", "--index", root]) == 0
    assert "documents    3\n" in capsys.readouterr().out


def test_a_document_that_is_not_in_the_index_is_named(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is removed then."""
    library.build(a="An apple.")
    assert main(["remove", "b.txt", "--index", str(library.root)]) == 1
    assert "'b.txt'" in capsys.readouterr().err
