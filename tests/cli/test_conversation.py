"""Questions one after the other, on a real terminal."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.terminals import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pty")
XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


def test_a_follow_up_takes_what_it_lacks_from_the_answer_before(index: str, tmp_path: Path) -> None:
    """Until ``new``; ``?`` shows help, ``open`` the source, and errors do not end it."""
    typed = [XIAOMI, "and NIO?", "?", "open 1", "open 99", "?!", "", "new", "and NIO?", "exit"]
    environment = {"QA_STATE": str(tmp_path / "state"), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    seen = on_terminal("ask", "--index", index, "-k", "1", typed=typed, environment=environment)
    assert seen.status == 0
    begin, xiaomi, nio, help_shown, opened, missing, wordless, _, _, alone, end = re.split(
        r"qa> ", seen.plain
    )
    assert begin.startswith("Ask 1 document. “?” shows help, “exit” ends.")
    assert "Likely answer." in xiaomi
    assert "1. china-tech-industry.txt" in xiaomi
    assert "Searched for: How many EVs did NIO deliver in October 2024?" in nio
    assert "open 2    open the source of quote 2" in help_shown
    assert "\n> " in opened
    assert "qa: There is no quote 99" in missing
    assert "qa: " in wordless
    assert "Xiaomi" not in alone.partition("\n\n")[0]
    assert "Searched for: How many" not in alone
    assert end == "exit\n"
    assert json.loads((tmp_path / "state" / "last-answer.json").read_text())["index"] == index


def test_ctrl_d_ends_it_and_arrow_up_recalls(index: str) -> None:
    """As in other programs that read lines."""
    pytest.importorskip("readline")
    seen = on_terminal("ask", "--index", index, "-k", "1", typed=[XIAOMI, "\x1b[A"])
    assert seen.status == 0
    assert seen.plain.count("delivered 20,000 EVs") == 2


def test_without_a_terminal_a_question_is_required(index: str) -> None:
    """A script does not wait for somebody to type; a receipt is of one answer."""
    seen = on_terminal("ask", "--index", index, "--receipt", os.devnull)
    assert seen.status == 2
    assert "--receipt saves one answer: name the question" in seen.plain


@pytest.mark.parametrize("width", [60, 80, 140])
def test_an_answer_fits_the_terminal(index: str, width: int) -> None:
    """No line is wider; the answering words are marked, also over the end of a line."""
    seen = on_terminal("ask", XIAOMI, "--index", index, width=width)
    assert max(map(len, seen.plain.split("\n"))) <= width
    marked = " ".join(re.findall("\x1b\\[1;32m(.*?)\x1b\\[0m", seen.text))
    assert marked.startswith("Likely answer. ")
    assert "20,000" in marked


def test_progress_is_drawn_on_a_terminal_and_wiped_away(corpus: Path, tmp_path: Path) -> None:
    """What is left is the summary."""
    seen = on_terminal("build", str(corpus), "--into", str(tmp_path / "into"))
    assert seen.status == 0
    assert "\rReading …" in seen.text
    assert "of 88 (" in seen.text
    assert re.search(r"\r +\r1 document, 23 passages", seen.text)
