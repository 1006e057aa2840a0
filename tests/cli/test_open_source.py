"""``qa open``: the source of a quote of the last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.cli.last_answer import remember
from qa.cli.main import main
from qa.pipeline import ask

if TYPE_CHECKING:
    from pathlib import Path

    from qa.records import Answer
    from tests.support.indexes import Library

QUESTION = "Which bird sings?"


@pytest.fixture
def answer(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """An answer that was remembered, on a machine without a screen."""
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    index = library.build(a="An apple is red. A bird sings at dawn. A cloud passes.", b="A cloud.")
    answer = ask(QUESTION, index, evidence_model="none", min_confidence=0)
    assert answer
    remember(answer, library.root)
    return answer


def test_the_quote_is_printed_with_the_text_around_it(
    answer: Answer, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """Below the path of its file."""
    assert main(["open"]) == 0
    first, _, *lines = capsys.readouterr().out.rstrip().split("\n")
    assert first == str(library.corpus / "a.txt")
    quoted = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
    assert quoted == answer.quotes[0].text.split("\n")
    assert "An apple is red." in "\n".join(lines)


def test_the_file_is_opened_where_it_can_be(
    answer: Answer,
    library: Library,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And nothing is opened with ``--print``."""
    opened: list[Path] = []

    def open_file(path: Path, page: int | None) -> bool:
        opened.append(path)
        return True

    monkeypatch.setattr("qa.cli.opening.open_file", open_file)
    assert main(["open", "1"]) == 0
    assert capsys.readouterr().out == f"Opened {str(library.corpus / 'a.txt')!r}.\n"
    assert main(["open", "1", "--print"]) == 0
    assert opened == [library.corpus / "a.txt"]


def test_a_number_that_no_quote_has_is_an_error(
    answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says how many there are."""
    assert main(["open", "99"]) == 1
    assert "There is no quote 99: the last answer has " in capsys.readouterr().err


def test_after_a_rebuild_the_words_are_the_same_or_nothing_is_shown(
    answer: Answer, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other words at the same offsets are not passed off as the quote."""
    library.build(a="An apple is red. A bird sings at dawn. A cloud passes.", c="A bird.")
    assert main(["open", "1"]) == 0
    library.build(a="An apple is red. A bird slept at dawn. A cloud passes.")
    capsys.readouterr()
    assert main(["open", "1"]) == 1
    library.build(c="A bird.")
    assert main(["open", "1"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == ("qa: 'a.txt' has changed in the index since that answer. Ask again.\n" * 2)
