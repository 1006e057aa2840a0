"""``qa build``: what it prints, its exit status, and following changes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from qa.cli.main import main
from qa.loaders.ocr.engines import NoEngine
from tests.support.scans import fake_tesseract, scanned

ROOT = Path(__file__).parents[2]


@pytest.mark.usefixtures("_model")
def test_build_sums_up(tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts, seconds and fingerprint; the second time nothing is embedded."""
    into = str(tmp_path / "index")
    assert main(["build", str(article), "--into", into]) == 0
    first = capsys.readouterr().out
    assert first.startswith("1 document, 23 passages, 65 sentences; 88 texts embedded; ")
    assert main(["build", str(article), "--into", into]) == 0
    second = capsys.readouterr().out
    assert "; 0 texts embedded; " in second
    assert first.split("\n")[1] == second.split("\n")[1]
    assert first.split("\n")[1].startswith("fingerprint ")


@pytest.mark.usefixtures("_model")
def test_a_quiet_build_prints_nothing(
    tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a summary nor progress."""
    assert main(["build", str(article), "--into", str(tmp_path / "index"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("_model")
def test_build_names_and_counts_what_it_skips(
    tmp_path: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard error names each file with the reason, and the exit status is 1."""
    shutil.copy(article, tmp_path / "article.txt")
    (tmp_path / "empty.md").touch()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    assert main(["build", str(tmp_path), "--into", str(tmp_path / ".index")]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("1 document, ")
    assert "skipped " in shown.err
    assert "empty.md': " in shown.err
    assert "scan.pdf': " in shown.err
    assert shown.err.rstrip().endswith("2 skipped")


@pytest.mark.usefixtures("_model")
def test_scanned_pages_are_recognized_as_the_options_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By default where an engine is installed; in the languages that are named; or never."""
    fake_tesseract(tmp_path / "bin", ["The keeper lights the lamp."])
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scanned([None, "Words of its own."]))
    build = ["build", str(scan), "--into", str(tmp_path / "index")]
    assert main(build) == 0
    assert "page 1 recognized by tesseract 5.3.0 (eng); mean" in capsys.readouterr().err
    assert main([*build, "--ocr-languages", "deu+eng"]) == 0
    assert "page 1 recognized by tesseract 5.3.0 (deu+eng); mean" in capsys.readouterr().err
    assert main([*build, "--ocr", "off"]) == 0
    assert "were not recognized: --ocr off asks for that" in capsys.readouterr().err


def test_options_that_no_engine_can_meet_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the build begins: the user asked for it by name."""
    engine = NoEngine("tesseract has no data for xyz")
    monkeypatch.setattr("qa.loaders.ocr.engines.find_engine", lambda: engine)
    for option in (["--ocr", "force"], ["--ocr-languages", "xyz"]):
        assert main(["build", *option]) == 1
        shown = capsys.readouterr().err
        assert "No words can be recognized in pictures: tesseract has no data for xyz." in shown


def test_a_folder_that_does_not_exist_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error has the path."""
    nowhere = str(tmp_path / "nowhere")
    assert main(["build", nowhere, "--into", str(tmp_path / "index")]) == 1
    error = capsys.readouterr().err
    assert "No file or folder at" in error
    assert nowhere in error


@pytest.mark.long
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
            _, errors = process.communicate()
    assert process.returncode == 130
    assert errors == "\nqa: stopped. No data was lost.\n"
