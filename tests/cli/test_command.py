"""``python -m qa`` in a process of its own: pipes and bytes as shells hand them over."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.index.search import Index
    from tests.support.library import Library

ROOT = Path(__file__).parents[2]


def run(
    *arguments: str | bytes | Path, typed: bytes = b"", encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    """Run the command with these arguments."""
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )


def test_an_error_is_one_line_without_a_traceback(tmp_path: Path) -> None:
    """On standard error, with exit status 1."""
    done = run("info", "--index", tmp_path / "none")
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.decode() == (
        f"qa: No index at '{tmp_path / 'none'}' (no CURRENT file). Build it with: qa build corpus\n"
    )


def test_a_reader_that_has_gone_is_no_error(library: Library) -> None:
    """As when the output is piped into ``head``: nothing is said."""
    library.build(a="Bird.")
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "qa", "info", "--index", library.root],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        assert process.stderr
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_bytes_that_are_no_utf8_come_through_a_pipe(tmp_path: Path) -> None:
    """They are read; what is missing here is the index only."""
    done = run("ask", "-", "--index", tmp_path, typed=b"Who \xff opposed the tariffs?")
    assert done.stderr.startswith(b"qa: No index at ")


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
def test_no_byte_of_an_argument_and_no_terminal_is_in_the_way(article_index: Index) -> None:
    """A byte that is no UTF-8 is refused in words; a terminal may know ASCII only."""
    index = ("--index", article_index.generation.path.parent.parent)
    refused = run("ask", b"Who \xff opposed the tariffs?", *index, encoding="ascii")
    assert refused.returncode == 2
    assert b"UTF-8" in refused.stderr
    done = run("ask", "Who opposed the tariffs?", "--json", "-k", "1", *index, encoding="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["quotes"][0]["text"].startswith("This directive followed a vote")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_a_watching_build_follows_the_documents(tmp_path: Path) -> None:
    """A new file, a corpus without any, and files again; Ctrl-C ends it."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    first = corpus / "a.txt"
    first.write_text("An apple is red.")
    into = str(tmp_path / "index")
    command = [sys.executable, "-m", "qa", "build", str(corpus), "--into", into, "--watch"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell lets what it starts in the background ignore Ctrl-C, and its children too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread yet
    ) as process:
        assert process.stdout
        assert process.stderr
        stuck = threading.Timer(90, process.kill)
        stuck.start()
        try:
            assert process.stdout.readline().startswith("1 document, ")
            assert process.stdout.readline().startswith("fingerprint ")
            (corpus / "b.txt").write_text("A bird sings.")
            assert process.stdout.readline().startswith("2 documents, ")
            assert process.stdout.readline().startswith("fingerprint ")
            first.rename(tmp_path / "a.txt")
            (corpus / "b.txt").unlink()
            while "No document with text" not in process.stderr.readline():
                assert process.poll() is None
            (tmp_path / "a.txt").rename(first)
            assert process.stdout.readline().startswith("1 document, ")
        finally:
            stuck.cancel()
            process.send_signal(signal.SIGINT)
            _, told = process.communicate()
    assert process.returncode == 130
    assert told.endswith("qa: stopped. Nothing that was there before is lost.\n")
