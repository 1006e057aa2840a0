"""``qa restore-index``: CURRENT is written anew, or nothing is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.cli.main import main

if TYPE_CHECKING:
    import pytest

    from tests.support.indexes import Library


def test_a_lost_pointer_is_restored(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    """Then there is nothing more to restore."""
    library.build(a="An apple.")
    (library.root / "CURRENT").unlink()
    command = ["restore-index", "--index", str(library.root)]
    assert main(command) == 0
    assert capsys.readouterr().out.endswith("CURRENT names it again.\n")
    assert main(command) == 0
    assert capsys.readouterr().out.endswith("CURRENT names it: nothing to restore.\n")


def test_without_any_generation_nothing_can_be_restored(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error says so, with exit status 1."""
    assert main(["restore-index", "--index", str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err
