"""Arguments that are not UTF-8: paths work, words are refused in a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
BYTES = b"na\xefve"
QUESTION = "When is the lamp trimmed?"
SENTENCE = "The keeper trims the lamp at dusk."


def run(folder: Path, *arguments: str | bytes, typed: bytes = b"") -> tuple[int, str]:
    """Run a command as installed; return its status and all that it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=typed,
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents, an index of them, a receipt and a question set, all with names of such bytes."""
    folder = tmp_path_factory.mktemp("bytes")
    try:
        (folder / os.fsdecode(BYTES)).mkdir()
    except OSError:
        pytest.skip("this file system takes no such names")
    (folder / os.fsdecode(BYTES) / "a.md").write_text(f"# Light\n\n{SENTENCE}\n")
    (folder / os.fsdecode(b"q" + BYTES)).write_text('{"question": "Who paints?", "answers": []}')
    assert run(folder, "build", BYTES, "--into", b"i" + BYTES)[0] == 0
    receipt = ("--receipt", b"r" + BYTES)
    assert run(folder, "ask", QUESTION, "--index", b"i" + BYTES, *receipt)[0] == 0
    return folder


INDEX = ("--index", b"i" + BYTES)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", QUESTION, *INDEX), SENTENCE),
        (("ask", QUESTION, *INDEX, "--json"), SENTENCE),
        (("check", SENTENCE, *INDEX), "exact"),
        (("verify", b"r" + BYTES, "--source", BYTES), "exact"),
        (("verify", b"r" + BYTES, "--source", BYTES, "--json"), "exact"),
        (("replay", b"r" + BYTES, *INDEX, "--junit", b"j" + BYTES), "1 of 1"),
        (("eval", b"q" + BYTES, *INDEX, "--plot", BYTES + b".png"), "1 far"),
        (("eval", b"q" + BYTES, "--corpus", BYTES, "--keep", b"k" + BYTES), "1 far"),
        (("verify-index", *INDEX), "is sound"),
        (("info", *INDEX), "a.md"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_path_is_any_bytes(folder: Path, arguments: tuple[str | bytes, ...], said: str) -> None:
    """Every command reads and writes files whatever their names are."""
    status, output = run(folder, *arguments)
    assert status == 0, output
    assert said in output


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("build", b"no" + BYTES), 1),
        (("build", BYTES, "--into", "other", "--model", b"no" + BYTES), 1),
        (("build", BYTES, "--into", "other", "--store", b"milvus://" + BYTES), 1),
        (("build", BYTES, "--into", "other", "--workers", b"ray" + BYTES), 1),
        (("ask", b"Who is " + BYTES + b"?", *INDEX), 2),
        (("ask", QUESTION, *INDEX, "--base-url", BYTES, "--format", "html"), 2),
        (("ask", QUESTION, *INDEX, "--in", BYTES), 1),
        (("ask", QUESTION, *INDEX, "--evidence-model", b"no" + BYTES), 1),
        (("ask", QUESTION, "--index", b"no" + BYTES), 1),
        (("check", b"is " + BYTES, *INDEX), 2),
        (("check", "--file", b"no" + BYTES, *INDEX), 1),
        (("verify", b"no" + BYTES), 1),
        (("replay", b"no" + BYTES, *INDEX), 1),
        (("eval", b"no" + BYTES, *INDEX), 1),
        (("serve", *INDEX, "--port", "0", "--host", b"no" + BYTES), 1),
        (("serve", *INDEX, "--port", "0", "--users", b"no" + BYTES), 1),
        (("remove", b"no" + BYTES, *INDEX), 1),
        ((b"no" + BYTES,), 2),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, tuple) else "",
)
def test_what_can_not_be_used_is_refused(
    folder: Path, arguments: tuple[str | bytes, ...], status: int
) -> None:
    """With the argument or its byte, in words for people."""
    ended, output = run(folder, *arguments)
    assert ended == status, output
    assert "Traceback" not in output
    assert "codec" not in output
    assert "ve" in output or "0xEF" in output


def test_words_from_standard_input_do_no_harm(folder: Path) -> None:
    """A question or a claim that a program of another encoding wrote."""
    words = b"When does the " + BYTES + b" keeper trim the lamp?"
    receipt = folder / "receipt.json"
    status, output = run(folder, "ask", "-", *INDEX, "--receipt", str(receipt), typed=words)
    assert (status, SENTENCE in output) == (0, True), output
    assert json.loads(receipt.read_bytes())["question"] == (
        "When does the na\ufffdve keeper trim the lamp?"
    )
    status, output = run(folder, "check", "-", *INDEX, typed=words)
    assert (status, "Traceback" in output) == (1, False), output
