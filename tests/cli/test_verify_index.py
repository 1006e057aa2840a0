"""``qa verify-index``: a sound index, and a damaged one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.main import main

if TYPE_CHECKING:
    import pytest

    from tests.support.indexes import Library


def test_a_sound_index_is_called_sound(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its counts, and what else was checked."""
    library.build(a="An apple.", b="A bird.")
    assert main(["verify-index", "--index", str(library.root)]) == 0
    shown = capsys.readouterr().out
    assert "is sound: 2 documents, 2 passages, 2 sentences." in shown
    assert "also checked: " in shown


def test_one_changed_byte_is_an_error(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, with exit status 1."""
    generation = library.build(a="An apple.", b="A bird.").generation
    file = max(generation.path.iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert main(["verify-index", "--index", str(library.root)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("qa: The index at ")
