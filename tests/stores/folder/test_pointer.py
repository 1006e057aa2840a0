"""CURRENT names one generation, and no damage makes it name another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import IndexCorruptError, IndexNotFoundError
from qa.stores.folder.generations import open_current
from qa.stores.folder.pointer import pointed_at, pointer_to

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.indexes import Library

OLD, NEW = "The old apple.", "The new bird."


@pytest.mark.parametrize("name", ["000001", "000012", "999999999999"])
def test_it_names_a_generation(name: str) -> None:
    """One line, with check digits; a name alone, as earlier versions wrote it, is read too."""
    assert pointed_at(pointer_to(name).encode()) == name
    assert pointer_to(name).startswith(f"{name} ")
    assert pointed_at(f"{name}\n".encode()) == name


@pytest.mark.parametrize("name", ["000001", "000003", "123456"])
def test_no_flipped_bit_makes_it_name_another(name: str) -> None:
    """It is refused, or what it contains is not the name of a generation."""
    data = pointer_to(name).encode()
    for bit in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        try:
            found = pointed_at(bytes(damaged))
        except ValueError:
            continue
        assert not found.isdecimal()


def test_without_an_index_it_is_said_how_to_build_one(tmp_path: Path) -> None:
    """Of a folder that is there, what it lacks is named too."""
    for root, lacks in ((tmp_path, r" \(no CURRENT file\)"), (tmp_path / "missing", "")):
        said = rf"^No index at '[^']*'{lacks}\. Build it with: qa build FOLDER --into "
        with pytest.raises(IndexNotFoundError, match=said):
            open_current(root)


@pytest.mark.parametrize(
    ("pointer", "reason"),
    [
        (b"", "names the generation '', which does not exist"),
        (b"000007\n", "names the generation '000007', which does not exist"),
        (b"../generations/000001", r"names the generation '\.\./generations/000001'"),
        (b".", "names the generation '.', which does not exist"),
        (b"000001\n000002", "which does not exist"),
        (b"\xff\xfe\x00", r"CURRENT cannot be read \("),
        (b"\x00" * 7, "which does not exist"),
        (b"9" * 5000, r"CURRENT cannot be read \(it has more than 100 bytes"),
        (b"000001 00000000\n", "'000001' does not match its check digits"),
    ],
)
def test_a_damaged_pointer_is_noticed(library: Library, pointer: bytes, reason: str) -> None:
    """It is never followed outside the index; a new build repairs it."""
    library.build(text=OLD)
    (library.root / "CURRENT").write_bytes(pointer)
    with pytest.raises(IndexCorruptError, match=reason):
        open_current(library.root)
    library.build(text=NEW)
    assert [document.text for document in library.load().documents()] == [NEW]


def test_a_pointer_that_is_a_folder_is_noticed(library: Library) -> None:
    """It cannot be read."""
    (library.root / "CURRENT").mkdir(parents=True)
    with pytest.raises(IndexCorruptError, match=r"CURRENT cannot be read \(.*Is a directory"):
        open_current(library.root)
