"""Nothing in a document, a file name or a question commands a terminal."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.cli.main import main
from qa.terminal import SafeStream, shown, to_json_text

ROOT = Path(__file__).parents[1]
COMMANDS = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
} - {"\n", "\t"}
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x7f\x08\x0b\x0c\x9b31m\x85\x90\u202e\u2066\u2069"
SENTENCE = f"The lighthouse {HOSTILE} keeper trims the lamp at dusk."
QUESTION = f"When does the keeper {HOSTILE} trim the lamp?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over hostile files, a receipt of a hostile question, and questions to evaluate."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / f"cor{HOSTILE}pus"
    corpus.mkdir()
    row = {"id": f"li{HOSTILE}ght", "title": f"Li{HOSTILE}ght", "text": SENTENCE}
    (corpus / f"fi{HOSTILE}le.jsonl").write_text(json.dumps(row))
    (corpus / f"dam{HOSTILE}aged.pdf").write_bytes(b"%PDF-1.4 \x1b[2J broken")
    question = {"question": QUESTION, "answers": []}
    (folder / f"set{HOSTILE}.jsonl").write_text(json.dumps(question))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["build", corpus.name, "--into", "index"]) == 1
        assert main(["ask", QUESTION, "--index", "index", "--receipt", f"r{HOSTILE}.json"]) == 0
    return folder


FORMATS = ("text", "markdown", "json", "html", "csl-json", "bibtex", "annotations")


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", f"cor{HOSTILE}pus", "--into", "index"],
        ["build", f"no{HOSTILE}where"],
        *(["ask", QUESTION, "--format", name, "--index", "index"] for name in FORMATS),
        ["ask", QUESTION, "--in", f"no{HOSTILE}ne", "--index", "index"],
        ["ask", QUESTION, "--index", f"no{HOSTILE}ne"],
        ["check", f"The lighthouse {HOSTILE} keeper trims", "--index", "index"],
        ["check", f"keeper trims {HOSTILE} no lamp", "--json", "--index", "index"],
        ["verify", f"r{HOSTILE}.json", "--source", f"cor{HOSTILE}pus"],
        ["verify", f"r{HOSTILE}.json", "--source", f"cor{HOSTILE}pus", "--json"],
        ["verify", f"no{HOSTILE}ne.json"],
        ["replay", f"r{HOSTILE}.json", "--verbose", "--index", "index"],
        ["eval", f"set{HOSTILE}.jsonl", "--index", "index"],
        ["eval", f"set{HOSTILE}.jsonl", "--json", "--index", "index"],
        ["info", "--index", "index"],
        ["verify-index", "--index", "index"],
        ["remove", f"no{HOSTILE}ne", "--index", "index"],
        [f"no{HOSTILE}ne"],
        ["ask", QUESTION, "-k", f"{HOSTILE}"],
        ["serve", "--users", f"no{HOSTILE}ne", "--index", "index"],
    ],
    ids=lambda arguments: " ".join(re.sub(r"\W", "", part.partition(" ")[0]) for part in arguments),
)
def test_no_command_lets_a_control_character_through(
    folder: Path,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Neither to standard output nor to standard error, nor from the processes it starts."""
    monkeypatch.chdir(folder)
    with suppress(SystemExit):
        main(arguments)
    out, err = capfd.readouterr()
    assert out + err
    assert COMMANDS & set(out) == set()
    assert COMMANDS & set(err) <= {"\r"}  # of progress bars, which say our words only


def test_json_holds_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Escaped on the way, and the same when it is read."""
    monkeypatch.chdir(folder)
    main(["ask", QUESTION, "--json", "--index", "index"])
    answer = json.loads(capsys.readouterr().out)
    assert [quote["text"] for quote in answer["quotes"]] == [SENTENCE]


def test_what_commands_is_shown_and_the_rest_is_the_same() -> None:
    """Pictures for ASCII's, the replacement character for others; tabs and newlines stay."""
    assert shown("a\x1b[0m\x7f\x9b\u202eb\n\tß €\u200f") == "a␛[0m␡\ufffd\ufffdb\n\tß €\u200f"


@given(st.text())
def test_no_text_commands(text: str) -> None:
    """Whatever it holds; JSON of it is read as it was, and neither does its JSON."""
    assert COMMANDS & set(shown(text)) == set()
    assert len(shown(text)) == len(text)
    written = to_json_text({"text": text}, indent=1)
    assert COMMANDS & set(written) == set()
    assert json.loads(written) == {"text": text}


def test_a_stream_sends_no_colours() -> None:
    """It is not a terminal, whatever it wraps; all else is the wrapped stream's."""
    stream = io.StringIO()
    safe = SafeStream(stream)
    safe.writelines(["a\x1b", "b"])
    assert (stream.getvalue(), safe.isatty(), safe.readable()) == ("a␛b", False, True)


def test_a_terminal_gets_none_either(folder: Path) -> None:
    """A real one, of which the command knows that it is one."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "qa", "ask", QUESTION, "--index", str(folder / "index")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, stdout=theirs, stderr=theirs, env=environment, check=False)
    os.close(theirs)
    written = b""
    while chunk := _read(ours):
        written += chunk
    os.close(ours)
    assert done.returncode == 0
    assert "keeper trims the lamp" in written.decode()
    assert COMMANDS & set(written.decode()) <= {"\r"}  # which the terminal puts before newlines


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # how Linux reports the end of a terminal
        return b""
