"""How far work is: one line of a terminal, or a line of a log now and then."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from qa.progress import ProgressBar, progress_line

if TYPE_CHECKING:
    from collections.abc import Callable


class Terminal(io.StringIO):
    """Standard error of a terminal."""

    def isatty(self) -> bool:
        """Return True: it can be overwritten."""
        return True


def new_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 80 columns as standard error."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    return terminal


def clock(*times: float) -> Callable[[], float]:
    """Return a clock that shows these times, the last for ever."""
    left = list(times)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_a_terminal_has_one_line_that_is_wiped_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A shorter report leaves nothing of a longer one, and nothing goes to standard output."""
    terminal = new_terminal(monkeypatch)
    with ProgressBar(clock=clock(0, 1, 2, 3)) as bar:
        bar("Reading", 1, 30)
        bar("Reading", 12, 30)
        bar("Writing", 0, 1)
    assert capsys.readouterr().out == ""
    assert terminal.getvalue() == (
        "\rReading 1 of 30 (3%)"
        "\rReading 12 of 30 (40%), 11 a second, 2 s left"
        "\rWriting …                                    "
        "\r         \r"
    )


def test_the_line_never_becomes_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal it is cut."""
    terminal = new_terminal(monkeypatch)
    monkeypatch.setenv("COLUMNS", "20")
    with ProgressBar(clock=clock(0, 1, 2)) as bar:
        bar("Reading", 1, 30)
        bar("Reading", 12, 30)
    assert "\rReading 12 of 30 (4\r" in terminal.getvalue()


def test_quick_reports_are_not_all_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal would be slower than the work."""
    terminal = new_terminal(monkeypatch)
    with ProgressBar(clock=clock(0, 1, 1.01, 1.02, 1.03, 1.2)) as bar:
        for done in range(1, 6):
            bar("Reading", done, 5)
    assert [line.split()[1] for line in terminal.getvalue().split("\r")[1:3]] == ["1", "5"]


def test_a_pipe_or_a_file_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    """Short work writes none; nothing is overwritten."""
    with ProgressBar(clock=clock(0, 1, 9, 11, 12, 30)) as bar:
        bar("Reading", 100, 1000)
        bar("Reading", 200, 1000)
        bar("Reading", 300, 1000)
        bar("Reading", 310, 1000)
        bar("Embedding", 5, 50)
    assert capsys.readouterr().err == (
        "Reading 300 of 1,000 (30%), 20 a second, 35 s left\nEmbedding 5 of 50 (10%)\n"
    )


def test_a_terminal_that_cannot_overwrite_counts_as_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Such as the shell of an editor."""
    terminal = new_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    with ProgressBar(clock=clock(0, 20)) as bar:
        bar("Reading", 1, 30)
    assert terminal.getvalue() == "Reading 1 of 30 (3%)\n"


def test_a_hidden_bar_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """For ``--quiet``, on a terminal too."""
    terminal = new_terminal(monkeypatch)
    with ProgressBar(hidden=True) as bar:
        bar("Reading", 1, 2)
        bar("Embedding", 1, 1)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    ("done", "total", "new", "seconds", "says"),
    [
        (0, 1, 0, 0, "Reading …"),
        (0, 0, 0, 0, "Reading …"),
        (2, 8, 0, 5, "Reading 2 of 8 (25%)"),
        (2, 8, 2, 60, "Reading 2 of 8 (25%), 2 a minute, 3 min 0 s left"),
        (8, 8, 8, 2, "Reading 8 of 8 (100%), 4 a second"),
        (1_000, 100_000, 1_000, 100, "Reading 1,000 of 100,000 (1%), 10 a second, 2 h 45 min left"),
    ],
)
def test_a_report_has_rate_and_time_left(
    done: int, total: int, new: int, seconds: float, says: str
) -> None:
    """Where they are known."""
    assert progress_line("Reading", done, total, new, seconds) == says
