"""What is read from a file is checked block by block, each once."""

from __future__ import annotations

import random
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from qa.files.block_checksums import BLOCK, CheckedBlocks, blocks_of, checksums

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 300 * BLOCK + 17


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of 301 blocks, the last of them short."""
    (tmp_path / "a").write_bytes(random.Random(1).randbytes(SIZE))
    return tmp_path / "a"


def damage(path: Path, place: int) -> None:
    """Flip a bit of one byte."""
    data = bytearray(path.read_bytes())
    data[place] ^= 4
    path.write_bytes(data)


def test_a_checksum_is_the_crc_that_everybody_uses(tmp_path: Path) -> None:
    """CRC-32 of "123456789" is cbf43926; an empty file has no block."""
    (tmp_path / "a").write_bytes(b"123456789")
    assert checksums(tmp_path / "a").tolist() == [0xCBF43926]
    (tmp_path / "a").write_bytes(b"")
    assert len(checksums(tmp_path / "a")) == blocks_of(0) == 0


@pytest.mark.parametrize("place", [0, BLOCK - 1, BLOCK, 150 * BLOCK, 256 * BLOCK, SIZE - 1])
def test_damage_is_noticed_where_it_is_read_and_nowhere_else(path: Path, place: int) -> None:
    """The error names the file."""
    expected = checksums(path)
    damage(path, place)
    begin, end = place // BLOCK * BLOCK, (place // BLOCK + 1) * BLOCK
    with closing(CheckedBlocks(path, expected)) as blocks:
        blocks.check(0, begin)
        blocks.check(end, SIZE)
        for first, last in ((place, place + 1), (begin, end), (0, SIZE), (place - 9, place + 9)):
            with pytest.raises(ValueError, match="a has been changed near byte"):
                blocks.check(max(first, 0), last)
        with pytest.raises(ValueError, match="a has been changed"):
            blocks.check_all()


def test_a_cut_file_is_noticed(path: Path) -> None:
    """At its last block."""
    expected = checksums(path)
    path.write_bytes(path.read_bytes()[:-1])
    with closing(CheckedBlocks(path, expected)) as blocks:
        blocks.check(0, 300 * BLOCK)
        with pytest.raises(ValueError, match="a has been changed"):
            blocks.check(SIZE - 1, SIZE)


def test_a_block_is_read_once(path: Path) -> None:
    """What was checked before costs nothing, even when the file is closed."""
    blocks = CheckedBlocks(path, checksums(path))
    blocks.check(5 * BLOCK, 5 * BLOCK + 1)
    blocks.check(2 * BLOCK, 9 * BLOCK)
    blocks.close()
    blocks.check(2 * BLOCK, 9 * BLOCK)
    blocks.check(7, 7)
    with pytest.raises(ValueError, match="closed"):
        blocks.check(9 * BLOCK, 9 * BLOCK + 1)


def test_blocks_that_another_thread_checks_at_the_same_moment_are_sound(path: Path) -> None:
    """Between the look at what is left to check and the list of it."""

    class CheckedMeanwhile(bytearray):
        def find(self, *where: int) -> int:  # type: ignore[override]
            found = super().find(*where)
            self[:] = b"\1" * len(self)
            return found

    with closing(CheckedBlocks(path, checksums(path))) as blocks:
        blocks._sound = CheckedMeanwhile(blocks._sound)
        blocks.check(0, SIZE)


def test_without_checksums_nothing_is_read(tmp_path: Path) -> None:
    """The file was checked as a whole; it is not even opened."""
    blocks = CheckedBlocks(tmp_path / "none")
    blocks.check(0, 1 << 40)
    blocks.check_all()
    blocks.close()
