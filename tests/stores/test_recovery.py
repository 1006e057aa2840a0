"""A lost ``CURRENT`` costs no generation: the newest sound one is the live one again."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main
from qa.errors import IndexCorruptError, IndexNotFoundError, IndexStoreError
from qa.indexing.build import index_documents
from qa.stores.folder import building, current_path, verify
from qa.stores.recovery import restore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.indexes import Library

pytestmark = pytest.mark.long

LOSSES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda current: current.unlink(),
    "emptied": lambda current: current.write_bytes(b""),
    "garbage": lambda current: current.write_bytes(b"\xff\x00{"),
    "endless": lambda current: current.write_bytes(bytes(1 << 20)),
    "names none": lambda current: current.write_text("000099\n"),
}


@pytest.fixture
def library(library: Library) -> Library:
    """A library with the generations 000002 and 000003."""
    for number in range(1, 4):
        library.build(a=f"Bird {number}.", b="A cloud.")
    assert names(library) == ["000002", "000003"]
    return library


def names(library: Library) -> list[str]:
    """Return the names of the generations there."""
    return sorted(path.name for path in (library.root / "generations").iterdir())


def damage(library: Library, generation: str) -> None:
    """Flip a byte of a generation's texts."""
    path = library.root / "generations" / generation / "store.sqlite"
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_build_without_a_pointer_deletes_no_generation(library: Library, loss: str) -> None:
    """It goes on from the newest sound one, which stays live where nothing has changed."""
    LOSSES[loss](library.root / "CURRENT")
    library.embedder.embedded.clear()
    report = library.report(a="Bird 3.", b="A cloud.")
    assert names(library) == ["000002", "000003"]
    assert library.live.name == "000003"
    assert library.embedder.embedded == []
    assert any("CURRENT names 000003 again" in note for note in report.notes)
    LOSSES[loss](library.root / "CURRENT")
    library.build(a="Bird 4.", b="A cloud.")
    assert names(library) == ["000002", "000003", "000004"]
    assert library.embedder.embedded == ["A\nBird 4.", "Bird 4."]
    assert library.report(a="Bird 4.", b="A cloud.").notes == ()
    assert names(library) == ["000003", "000004"]


@pytest.mark.parametrize("loss", LOSSES)
def test_a_lost_pointer_is_restored_by_a_command(
    library: Library, loss: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which the error names; it points to the newest sound generation and says so."""
    LOSSES[loss](library.root / "CURRENT")
    with pytest.raises(IndexCorruptError, match=r"generations: 000002, 000003.* qa restore-index"):
        library.load()
    assert main(["restore-index", "--index", str(library.root)]) == 0
    said = capsys.readouterr()
    assert "000003' is sound: 2 documents, " in said.out
    assert said.out.endswith("CURRENT names it again.\n")
    assert "CURRENT" in said.err
    assert len(said.err) < 1000
    assert library.doc_ids() == ["a.txt", "b.txt"]
    assert main(["restore-index", "--index", str(library.root)]) == 0
    assert "nothing to restore" in capsys.readouterr().out


def test_a_damaged_generation_is_passed_over_and_stays_for_one_build(library: Library) -> None:
    """It is named, and cleared away by the next build that ends well, and by no other."""
    damage(library, "000003")
    (library.root / "CURRENT").unlink()
    restored = restore(library.root)
    assert restored.path == library.live == library.root / "generations" / "000002"
    assert [path.name for path in restored.damaged] == ["000003"]
    assert "000003' is damaged and was left as it is" in " ".join(restored.notes)
    assert names(library) == ["000002", "000003"]
    library.write(a=" ")
    with suppress(Exception):
        library.build_as_it_is()
    assert names(library) == ["000002", "000003"]
    library.build(a="Bird 5.")
    assert names(library) == ["000002", "000004"]
    verify(library.root)


def test_a_live_generation_that_is_damaged_gives_way_to_one_that_is_sound(
    library: Library,
) -> None:
    """Where CURRENT names it too."""
    damage(library, "000003")
    restored = restore(library.root)
    assert restored.path
    assert restored.path.name == library.live.name == "000002"
    assert "store.sqlite has been changed" in restored.lost
    said = "\n".join(restored.notes)
    assert said.count("store.sqlite has been changed") == 1
    assert "qa build FOLDER" not in said  # it is sound again


def test_going_back_to_an_older_generation_is_said(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """For what was indexed since is not in it."""
    damage(library, "000003")
    assert main(["restore-index", "--index", str(library.root)]) == 0
    assert "older than the damaged one" in capsys.readouterr().out


def test_where_no_generation_is_sound_nothing_is_changed(library: Library) -> None:
    """Every reason is given; a build makes a new one and keeps the others once more."""
    for name in ("000002", "000003"):
        damage(library, name)
    (library.root / "CURRENT").unlink()
    with pytest.raises(IndexCorruptError, match=r"No generation .* is sound") as caught:
        restore(library.root)
    assert str(caught.value).count("store.sqlite has been changed") == 2
    report = library.report(a="Bird 6.")
    assert names(library) == ["000002", "000003", "000004"]
    assert library.doc_ids() == ["a.txt"]
    assert sum("was left as it is" in note for note in report.notes) == 2
    library.build(a="Bird 6.")
    assert names(library) == ["000003", "000004"]


def test_without_an_index_there_is_nothing_to_restore(tmp_path: Path) -> None:
    """Nor is a folder made."""
    with pytest.raises(IndexNotFoundError, match="qa build FOLDER"):
        restore(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_pointer_that_cannot_be_written_is_said(library: Library) -> None:
    """In a sentence, and no generation goes."""
    (library.root / "CURRENT").unlink()
    (library.root / "CURRENT").mkdir()
    with pytest.raises(IndexStoreError, match=r"CURRENT in .* cannot be written"):
        restore(library.root)
    with pytest.raises(IndexStoreError, match=r"CURRENT in .* cannot be written"):
        library.build_as_it_is()
    assert names(library) == ["000002", "000003"]


def test_documents_that_are_indexed_without_files_delete_no_generation_either(
    library: Library,
) -> None:
    """As question sets are: the pointer was lost, so nobody knows which generation was live."""
    documents = list(library.load().documents())
    (library.root / "CURRENT").unlink()
    with building(library.root):
        index_documents(documents, library.root, library.embedder, lambda *_: None)
    assert names(library) == ["000002", "000003", "000004"]


def test_a_generation_whose_folder_is_gone_is_not_offered(library: Library) -> None:
    """Where all are, there is no index."""
    shutil.rmtree(library.root / "generations")
    with pytest.raises(IndexStoreError, match="qa build FOLDER"):
        current_path(library.root)
