"""``qa replay``: which saved answers hold, and what was edited in those that do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.cli.main import main
from qa.receipts import read_receipt

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_last_line_counts_the_answers_that_hold(
    receipt: Path, index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JUnit XML is written too; a receipt that cannot be read does not hold."""
    junit = tmp_path / "replay.xml"
    assert main(["replay", str(receipt), "--index", index, "--junit", str(junit)]) == 0
    assert capsys.readouterr().out.endswith("1 of 1 answers still hold\n")
    assert '<testsuite name="' in junit.read_text(encoding="utf-8")
    none = str(tmp_path / "none.json")
    assert main(["replay", str(receipt), none, "--index", index]) == 1
    shown = capsys.readouterr()
    assert "1 of 2 answers still hold" in shown.out
    assert main(["replay", none, "--index", index]) == 1
    assert "answers" not in capsys.readouterr().out
    assert "none.json': does not exist" in shown.err


def test_what_was_edited_is_named(
    receipt: Path, index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The index shows what no document does, such as the confidence."""
    made = read_receipt(receipt)
    path = receipt.with_name("forged.json")
    path.write_text(replace(made, confidence=0.5).to_json(), encoding="utf-8")
    assert main(["replay", str(path), "--index", index]) == 1
    assert "! confidence is 0.5 in the receipt, and " in capsys.readouterr().out
    path.write_text(replace(made, index="0" * 16, found=False).to_json(), encoding="utf-8")
    assert main(["replay", str(path), "--index", index]) == 1
    assert "note: the receipt was made with another index" in capsys.readouterr().out


def test_exact_quotes_are_printed_if_asked_for(
    receipt: Path, index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Otherwise only what differs."""
    assert main(["replay", str(receipt), "--index", index]) == 0
    assert "  exact " not in capsys.readouterr().out
    assert main(["replay", str(receipt), "--index", index, "--verbose"]) == 0
    assert "  exact    china-tech-industry.txt 5746–5925" in capsys.readouterr().out


def test_junit_that_cannot_be_written_is_an_error(
    receipt: Path, index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the path and the reason, after the results."""
    junit = tmp_path / "none" / "replay.xml"
    assert main(["replay", str(receipt), "--index", index, "--junit", str(junit)]) == 1
    shown = capsys.readouterr()
    assert "1 of 1 answers still hold" in shown.out
    assert f"{str(junit)!r}: cannot be written (No such file" in shown.err
