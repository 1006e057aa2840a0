"""A generation is a numbered folder; nothing else in an index is taken for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.stores.folder.layout import (
    checkpoint_files,
    checkpoint_path,
    complete_generations,
    draft_path,
    generation_number,
    generations_folder,
    is_generation_name,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["000001", "123456", "1234567", "999999999999"])
def test_numbers_of_six_to_twelve_digits_are_generations(name: str) -> None:
    """More than any index will have."""
    assert is_generation_name(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "1", "00001", "1" * 13, ".building", "000001\n", "١٢٣٤٥٦"]
)
def test_other_names_are_none(name: str) -> None:
    """A damaged pointer must not lead out of the folder."""
    assert not is_generation_name(name)


def test_generations_come_oldest_first(tmp_path: Path) -> None:
    """By their numbers, not by their names; drafts and files are none."""
    assert complete_generations(tmp_path) == []
    folder = generations_folder(tmp_path)
    for name in ("1000000", "999999", "000002"):
        (folder / name).mkdir(parents=True)
    draft_path(tmp_path).mkdir()
    (folder / "000003").write_text("")
    names = [path.name for path in complete_generations(tmp_path)]
    assert names == ["000002", "999999", "1000000"]
    assert generation_number(folder / "000002") == 2


def test_a_checkpoint_is_all_files_of_its_name(tmp_path: Path) -> None:
    """Whatever follows."""
    generations_folder(tmp_path).mkdir()
    checkpoint = checkpoint_path(tmp_path)
    written = {checkpoint.with_name(f"{checkpoint.name}.{kind}") for kind in ("a", "b")}
    for path in written:
        path.write_text("")
    assert set(checkpoint_files(tmp_path)) == written
