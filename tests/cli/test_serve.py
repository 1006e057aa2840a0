"""``qa serve``: what it refuses, which folder the page may change, and where the page is."""

from __future__ import annotations

import argparse
import json
import logging
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from qa.cli.main import main
from qa.cli.serve import _corpus, add_arguments
from qa.web.monitoring.logs import JsonLines

ROOT = Path(__file__).parents[2]


def options(*arguments: str) -> argparse.Namespace:
    """Return the options of ``qa serve``."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def test_a_network_address_without_a_token_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence, with exit status 1, before anything listens."""
    monkeypatch.delenv("QA_TOKEN", raising=False)
    assert main(["serve", "--host", "0.0.0.0", "--port", "0"]) == 1
    assert "needs an access token" in capsys.readouterr().err


def test_a_token_can_not_be_given_on_the_command_line() -> None:
    """There, every user of the machine could read it."""
    with pytest.raises(SystemExit):
        options("--token", "0123456789abcdef")


def test_the_folder_of_another_index_is_not_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Building it from a folder that happens to be there would lose what is in it."""
    monkeypatch.chdir(tmp_path)
    assert _corpus(options()) is None
    (tmp_path / "corpus").mkdir()
    assert _corpus(options()) == Path("corpus")
    assert _corpus(options("--read-only")) is None
    assert _corpus(options("--index", "other")) is None
    assert _corpus(options("--index", "other", "--corpus", "papers")) == Path("papers")
    monkeypatch.setenv("QA_INDEX", "other")
    assert _corpus(options()) is None


def test_a_line_of_the_log_is_json() -> None:
    """With the fields of an event, and the traceback of an error."""
    record = logging.LogRecord("quoth.questions", logging.INFO, "", 0, "a %s", ("b",), None)
    record.fields = {"event": "question", "seconds": 0.1}
    line = json.loads(JsonLines().format(record))
    assert (line["message"], line["event"], line["level"]) == ("a b", "question", "INFO")


def test_the_address_of_the_page_is_printed(index: str) -> None:
    """Once the page can be opened; Ctrl-C ends it."""
    command = [sys.executable, "-m", "qa", "serve", "--port", "0", "--index", index]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            address = line.removeprefix("Quoth is running. Open ").strip()
            with urllib.request.urlopen(address, timeout=30) as page:
                assert page.status == 200
                assert b"Quoth" in page.read()
        finally:
            process.send_signal(signal.SIGINT)
    assert line.startswith("Quoth is running. Open http://127.0.0.1:")
