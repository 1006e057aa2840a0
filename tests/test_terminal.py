"""Nothing in a document, a file name or a question commands a terminal."""

from __future__ import annotations

import io
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.cli.main import main
from qa.terminal import BOLD, SafeStream, print_styled, shown, styled, to_json_text
from tests.support.terminals import on_terminal

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
        ["docs", "--index", "index"],
        ["docs", "--index", "index", "--json"],
        ["docs", f"no{HOSTILE}ne", "--index", "index"],
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


def test_a_terminal_gets_styles_of_ours_and_nothing_else(folder: Path) -> None:
    """A real one: bold, faint and green begin and end; with NO_COLOR there is not even that."""
    pytest.importorskip("pty")
    asked = ("ask", QUESTION, "--index", str(folder / "index"))
    seen = on_terminal(*asked)
    assert seen.status == 0
    assert "\x1b[1mfi␛" in seen.text
    assert COMMANDS & set(re.sub("\x1b\\[(?:0|1|2|1;32)m", "", seen.text)) <= {"\r"}
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert COMMANDS & set(on_terminal(*asked, environment=plain).text) <= {"\r"}


def test_only_styles_of_ours_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """What else would command the terminal is shown, wherever it comes from."""
    print_styled(f"{styled('bold', BOLD)}\x1b[2J\x1b[31m\x07")
    assert capsys.readouterr().out == "\x1b[1mbold\x1b[0m␛[2J␛[31m␇\n"
    assert styled("plain", "") == "plain"
