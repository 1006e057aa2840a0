"""A line of the log is one event, even if it contains text from outside."""

from __future__ import annotations

import json
import logging

import pytest

from qa.web.monitoring.logs import JsonLines, PlainLines, log_as_text

HOSTILE = "a\nERROR: forged\r\x1b[2J\x1b]0;title\x07\x7f\x9b31m\u2028b\u202ec\ud800"
FORMATTERS = [PlainLines("%(levelname)s: %(message)s"), JsonLines()]


def record(
    message: str, *arguments: object, error: BaseException | None = None
) -> logging.LogRecord:
    """Return an event."""
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("quoth", logging.ERROR, "", 0, message, arguments, info)


def unseen(text: str) -> list[str]:
    """Return the characters of a text that a terminal obeys instead of showing."""
    return [char for char in text if not char.isprintable() and char != "\n"]


@pytest.mark.parametrize("formatter", FORMATTERS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("position", ["message", "argument"])
def test_nothing_from_outside_begins_a_line_or_moves_the_cursor(
    formatter: logging.Formatter, position: str
) -> None:
    """Neither with C0, DEL or C1, nor with the controls that Unicode adds."""
    event = record(HOSTILE) if position == "message" else record("GET %s failed", HOSTILE)
    line = formatter.format(event)
    assert len(line.splitlines()) == 1
    assert unseen(line) == []
    line.encode()


@pytest.mark.parametrize("formatter", FORMATTERS, ids=lambda one: type(one).__name__)
def test_no_line_of_a_traceback_looks_like_an_event(formatter: logging.Formatter) -> None:
    """The message of an error may contain what a user sent."""
    with pytest.raises(ValueError, match="forged") as raised:
        int(HOSTILE)
    shown = formatter.format(record("failed", error=raised.value))
    assert unseen(shown) == []
    assert not [line for line in shown.splitlines()[1:] if not line.startswith("  | ")]


def test_the_fields_of_an_event_are_escaped_in_json() -> None:
    """And comes back as it was."""
    event = record("asked")
    event.fields = {"question": HOSTILE}
    line = JsonLines().format(event)
    assert unseen(line) == []
    assert json.loads(line)["question"] == HOSTILE


def test_plain_words_stay_as_they_are() -> None:
    """In every script."""
    words = "Größe, 北京, مرحبا, 🦓 – “said”"
    assert FORMATTERS[0].format(record(words)) == f"ERROR: {words}"


def test_the_log_of_a_library_is_guarded_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the program has set up no log; that of uvicorn goes the same way."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    log_as_text()
    logging.getLogger("uvicorn.error").warning("bad %s", HOSTILE)
    shown = capsys.readouterr().err
    assert shown.startswith("WARNING: bad a\\nERROR: forged")
    assert unseen(shown) == []
    assert len(shown.splitlines()) == 1
