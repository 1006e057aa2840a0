"""What may not be read is called that; nobody is told that it is damaged or gone."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.privileges import give_up_privileges

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
QUESTION = "When is the lamp trimmed?"
ASK = ("ask", QUESTION, "--index", "index")
VERIFY = ("verify", "receipts/lamp.json", "--source", "corpus")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="rights of Linux"),
]


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command without root's privileges; return its status and all that it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=give_up_privileges if os.getuid() == 0 else None,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents, their index, a receipt, a question set and a list of users."""
    folder = tmp_path_factory.mktemp("rights")
    (folder / "corpus" / "more").mkdir(parents=True)
    (folder / "receipts").mkdir()
    (folder / "corpus" / "lamp.md").write_text("# Lamp\n\nThe keeper trims the lamp at dusk.\n")
    (folder / "corpus" / "more" / "fees.md").write_text("# Fees\n\nBoats pay forty euros.\n")
    (folder / "set.jsonl").write_text('{"question": "Who paints?", "answers": []}')
    assert run(folder, "build", "corpus", "--into", "index")[0] == 0
    assert run(folder, *ASK, "--receipt", "receipts/lamp.json")[0] == 0
    return folder


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """Let nobody read, write or enter it."""
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(mode)


def assert_refused(output: str) -> None:
    """It is a sentence about rights."""
    assert "Permission denied" in output
    for wrong in ("Traceback", "damaged", "Delete", "Build it again", "gone"):
        assert wrong not in output


@pytest.mark.parametrize("name", ["index", "index/CURRENT", "index/generations"])
def test_an_index_that_may_not_be_read_is_not_damaged(folder: Path, name: str) -> None:
    """Neither as a whole nor in its pointer."""
    with closed(folder / name):
        status, output = run(folder, *ASK)
    assert status == 1
    assert_refused(output)


def test_neither_is_any_of_its_files(folder: Path) -> None:
    """Whichever it is, and whichever library would read it."""
    (generation,) = (folder / "index" / "generations").iterdir()
    files = [generation, *sorted(generation.iterdir())]
    assert len(files) > 5
    for file in files:
        with closed(file):
            status, output = run(folder, *ASK)
        assert status == 1, file.name
        assert_refused(output)


def test_what_may_not_be_read_is_restored_from_nothing(folder: Path) -> None:
    """CURRENT stays as it is: another generation would answer without need."""
    current = folder / "index" / "CURRENT"
    before = current.read_bytes()
    (generation,) = (folder / "index" / "generations").iterdir()
    restore, build = ("restore-index", "--index", "index"), ("build", "corpus", "--into", "index")
    for file, arguments in (
        (current, restore),
        (generation / "store.sqlite", restore),
        (current, build),
    ):
        with closed(file):
            status, output = run(folder, *arguments)
        assert status == 1
        assert_refused(output)
        assert current.read_bytes() == before


def test_an_encoder_is_not_to_be_deleted(folder: Path) -> None:
    """Where this user may not read it."""
    (encoder,) = (folder / "index" / "encoders").iterdir()
    with closed(encoder / "encoder.onnx"):
        assert_refused(run(folder, *ASK)[1])


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("receipts", VERIFY),
        ("receipts/lamp.json", VERIFY),
        ("receipts/lamp.json", ("replay", "receipts/lamp.json", "--index", "index")),
        ("corpus", VERIFY),
        ("corpus/lamp.md", VERIFY),
        ("corpus", ("build", "corpus", "--into", "other")),
        ("corpus/lamp.md", ("build", "corpus", "--into", "other")),
        ("corpus/more", ("build", "corpus/more/fees.md", "--into", "other")),
        ("set.jsonl", ("eval", "set.jsonl", "--index", "index")),
        ("receipts", ("eval", "receipts/set.jsonl", "--index", "index")),
        ("receipts", ("serve", "--corpus", "receipts/none", "--port", "0", "--index", "index")),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value,
)
def test_neither_are_documents_and_receipts_gone(
    folder: Path, name: str, arguments: tuple[str, ...]
) -> None:
    """Nor is there a traceback, from whatever command."""
    with closed(folder / name):
        status, output = run(folder, *arguments)
    assert status == 1, output
    assert_refused(output)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("CURRENT", ("restore-index", "--index", "index")),
        ("CURRENT", ("build", "corpus", "--into", "index")),
        ("generations/000001/store.sqlite", ("restore-index", "--index", "index")),
    ],
)
def test_nothing_is_restored_over_an_index_that_may_not_be_read(
    folder: Path, name: str, command: tuple[str, ...]
) -> None:
    """Which generation is live, and whether it is sound, nobody knows then."""
    current = folder / "index" / "CURRENT"
    before = current.read_bytes(), current.stat().st_ino
    with closed(folder / "index" / name):
        status, output = run(folder, *command)
    assert status == 1
    assert_refused(output)
    assert (current.read_bytes(), current.stat().st_ino) == before
