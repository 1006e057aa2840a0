"""``qa check``: verdicts on quotations, one by one and of a whole file."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from qa.cli.main import main
from qa.web import strings

if TYPE_CHECKING:
    from pathlib import Path

TRUE = "which delivered 20,000 EVs in October 2024, mere months after launching its first car"


@pytest.mark.parametrize(
    ("claim", "status", "word"),
    [
        (TRUE, 0, "exact"),
        (TRUE.upper(), 0, "exact"),
        (TRUE.replace("20", "30"), 1, "altered"),
        (TRUE.replace("in October 2024, mere", "…"), 1, "joined"),
        ("Whales are bought by the dozen.", 1, "not found"),
    ],
)
def test_only_an_exact_quotation_has_status_0(
    index: str,
    claim: str,
    status: int,
    word: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The verdict comes first: in text as the page calls it, in JSON by its own name."""
    assert main(["check", claim, "--index", index]) == status
    assert capsys.readouterr().out.startswith(f"{word} “")
    assert main(["check", claim, "--index", index, "--json"]) == status
    (printed,) = json.loads(capsys.readouterr().out)
    assert printed["claim"] == claim
    assert strings.all_words()[f"counted_{printed['verdict']}"] == word


def test_the_name_of_a_file_is_checked_as_words_with_a_hint(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How to check the file; a quotation gets none."""
    draft = tmp_path / "my draft.txt"
    draft.write_text("“Whales are bought.”", encoding="utf-8")
    assert main(["check", str(draft), "--index", index]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("not found “")
    assert f"qa check --file '{draft}'" in shown.err
    assert main(["check", "Whales are bought by the dozen.", "--index", index]) == 1
    assert not capsys.readouterr().err


def test_all_quotations_of_a_file_are_checked(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its line; a file without any has nothing that is wrong."""
    essay = tmp_path / "essay.md"
    essay.write_text(f"It says “{TRUE}”.\n\n> {TRUE.replace('mere', 'many')}\n", encoding="utf-8")
    assert main(["check", "--file", str(essay), "--index", index]) == 1
    shown = capsys.readouterr().out
    assert "essay.md, line 1: exact “which" in shown
    assert "essay.md, line 3: altered “which" in shown
    assert "word: the claim has “many”, the document “mere”" in shown
    assert shown.endswith("\n2 quotations: 1 exact, 1 altered\n")
    essay.write_text("Nothing.")
    assert main(["check", "--file", str(essay), "--index", index]) == 0
    assert "No quotations were found in" in capsys.readouterr().err


def test_what_is_no_claim_is_refused(
    index: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty one, one of 50 MB, and none at all, which is wrong usage."""
    assert main(["check", " ", "--index", index]) == 1
    assert "The claim is empty." in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO("word " * 10_000_000))
    assert main(["check", "-", "--index", index]) == 1
    assert "more than 20,000 characters" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["check"])
