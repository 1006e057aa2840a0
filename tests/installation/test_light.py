"""Questions need no PyTorch, and hardly a machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa.index.search import Index

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
NOBODY = 65534
XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "onnx",
    "sklearn",
    "matplotlib",
)

_WITHOUT = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {heavy}:
            raise ImportError(f"{{name}} must not be imported")
sys.meta_path.insert(0, Refuse())
"""
_ASKED = f"from qa import ask; print(ask({XIAOMI!r}).quotes[0].text)"
_COMMAND = "from qa.cli.main import main; sys.exit(main({arguments}))"


@pytest.fixture
def root(article_index: Index) -> Path:
    """The folder of the article's index."""
    return article_index.generation.path.parent.parent


def run(
    code: str, root: Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in a process where nothing heavy can be imported."""
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT.format(heavy=HEAVY) + code],
        cwd=ROOT,
        env={**os.environ, "QA_INDEX": str(root)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
    )


@pytest.mark.parametrize(
    "code",
    [
        _ASKED,
        _COMMAND.format(arguments=["ask", XIAOMI]),
        _COMMAND.format(arguments=["info"]),
        _COMMAND.format(arguments=["check", "which delivered 20,000 EVs in October 2024"]),
        _COMMAND.format(arguments=["verify-index"]),
    ],
    ids=["ask() in Python", "ask", "info", "check", "verify-index"],
)
def test_what_asks_imports_nothing_heavy(code: str, root: Path) -> None:
    """Neither PyTorch nor what brings it."""
    done = run(code, root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["verify", "--help"], ["ask", "--help"]])
def test_neither_does_help(arguments: list[str], root: Path) -> None:
    """It is there at once."""
    done = run(_COMMAND.format(arguments=arguments), root)
    assert (done.returncode, done.stderr) == (0, "")


def test_neither_does_a_build_that_finds_nothing_new(root: Path) -> None:
    """It needs no model."""
    # The same files as before: other tests have this index too, and it knows where it read them.
    arguments = ["build", str(root.parent / "corpus"), "--quiet"]
    done = run(_COMMAND.format(arguments=arguments), root)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_not_installed_is_named(root: Path) -> None:
    """As Gradio on a machine that only answers in the shell."""
    code = "import sys\nsys.modules['gradio'] = None\n" + _COMMAND.format(arguments=["serve"])
    done = run(code, root)
    assert done.returncode == 1
    assert done.stderr == "qa: The package 'gradio' is not installed. Run: pip install gradio\n"


def test_a_receipt_is_verified_without_anything_heavy(root: Path, tmp_path: Path) -> None:
    """Written by one process, read by another."""
    asked = ["ask", XIAOMI, "--receipt", str(tmp_path / "receipt.json")]
    assert run(_COMMAND.format(arguments=asked), root).returncode == 0
    verify = ["verify", str(tmp_path / "receipt.json"), "--source", "corpus"]
    done = run(_COMMAND.format(arguments=verify), root)
    assert (done.returncode, done.stderr) == (0, "")


def test_questions_are_answered_in_two_gigabytes(root: Path) -> None:
    """Of address space, which is more than what is in use; with the reader, on one processor."""
    resource = pytest.importorskip("resource")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    done = run(_ASKED, root, limit)
    assert (done.returncode, done.stderr) == (0, "")
    assert "20,000 EVs" in done.stdout


def test_an_index_that_may_only_be_read_is_asked(root: Path) -> None:
    """By someone who has no rights and no home."""
    if not hasattr(os, "fork") or os.getuid() != 0:
        pytest.skip("only root can give up its rights")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(root, Path(folder) / "index"))
        for path in (Path(folder), copy, *copy.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        # Asked once before, for the libraries may lie where only root can read.
        code = f"""
import os
from qa.answers import reader
from qa.stores import live
{_ASKED}
live._slots.clear()
reader._loaded.cache_clear()
os.setuid({NOBODY})
os.environ.pop("HOME", None)
{_ASKED}
"""
        done = run(code, copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert "20,000 EVs" in done.stdout
