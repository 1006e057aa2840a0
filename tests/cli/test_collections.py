"""``--collection`` stands for the folders of a collection, in every command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qa.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "[leases]\ntitle = Leases\ncorpus = leases\n\n[old]\nindex = archive\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with two collections of which one has documents."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "collections.ini").write_text(TEXT)
    (tmp_path / "leases").mkdir()
    (tmp_path / "leases" / "lease.txt").write_text("The deposit is 1,800 euros.")
    return tmp_path


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What ``qa serve`` would serve."""
    seen: dict[str, Any] = {}

    def serve(index: object, **options: object) -> None:
        seen.update(options, index=index)

    monkeypatch.setattr("qa.web.serve", serve)
    return seen


@pytest.mark.usefixtures("_model")
def test_a_collection_is_built_asked_and_described(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the command or after it."""
    assert main(["build", "--collection", "leases"]) == 0
    assert (folder / "leases-index" / "CURRENT").exists()
    for command in (
        ["--collection", "leases", "ask", "How much is the deposit?"],
        ["ask", "How much is the deposit?", "--collection", "leases"],
        ["check", "The deposit is 1,800 euros.", "--collection", "leases"],
        ["info", "--collection", "leases"],
        ["verify-index", "--collection", "leases"],
    ):
        assert main(command) == 0, command
    receipt = str(folder / "receipt.json")
    asked = ["ask", "How much is the deposit?", "--collection", "leases", "--receipt", receipt]
    assert main(asked) == 0
    capsys.readouterr()
    assert main(["verify", receipt, "--collection", "leases"]) == 0
    assert main(["replay", receipt, "--collection", "leases"]) == 0


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["ask", "Why?", "--collection", "new"], "It names: leases, old"),
        (["build", "--collection", "old"], "No folder of documents is named"),
        (["verify", "a.json", "--collection", "old"], "No folder of documents is named"),
        (["build", "more", "--collection", "leases"], "has its documents in its own folder"),
        (["serve", "--collection", "leases", "--corpus", "x"], "Leave out --index and --corpus"),
        (["serve", "--collections", "collections.ini", "--index", "x"], "Leave out --index"),
        (["serve", "--collections", "nothing.ini"], "Cannot read the collections"),
    ],
)
def test_what_cannot_be_meant_is_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str], command: list[str], sentence: str
) -> None:
    """In a sentence, with exit status 1."""
    assert folder.is_dir()
    assert main(command) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["ask", "Why?", "--collection", "leases", "--index", "x"],
        ["--collection", "leases", "ask", "Why?", "--index", "x"],
        ["--collection", "leases", "build", "--into", "x"],
        ["--collection", "leases", "verify", "a.json", "--source", "x"],
    ],
)
def test_a_collection_and_a_folder_exclude_each_other(folder: Path, command: list[str]) -> None:
    """That is wrong usage."""
    assert folder.is_dir()
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == 2


@pytest.mark.usefixtures("folder")
def test_all_collections_are_served_or_one_or_an_index(served: dict[str, Any]) -> None:
    """An index or a folder on the command line is served as if there were no file."""
    named: Callable[[], list[tuple[str, Path | None]]] = lambda: [  # noqa: E731
        (one.name, one.corpus) for one in served["index"]
    ]
    assert main(["serve"]) == 0
    assert named() == [("leases", Path("leases")), ("old", None)]
    assert main(["serve", "--collection", "leases"]) == 0
    assert named() == [("leases", Path("leases"))]
    assert main(["serve", "--read-only"]) == 0
    assert named() == [("leases", None), ("old", None)]
    assert main(["serve", "--index", "mine"]) == 0
    assert served["index"] == Path("mine")
    assert main(["serve", "--corpus", "leases"]) == 0
    assert (served["index"], served["corpus"]) == (Path("index"), Path("leases"))
