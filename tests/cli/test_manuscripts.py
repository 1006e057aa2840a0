"""``qa check --file``: manuscripts, reports, copies with comments, and exit statuses."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docx
import pytest

from qa.cli.main import main
from qa.manuscripts.records import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TRUE = "which delivered 20,000 EVs in October 2024, mere months after launching its first car"
FALSE = TRUE.replace("20,000", "30,000")


@pytest.fixture
def essay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a true and a false quotation, in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "essay.md"
    path.write_text(f"It says “{TRUE}”.\n\nOr “{FALSE}” (China Tech Industry, p. 1).\n", "utf-8")
    return path


def _check(index: str, *arguments: str) -> int:
    return main(["check", "--index", index, *arguments])


def test_each_quotation_is_shown_with_verdict_source_and_words(
    index: str, essay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what differs."""
    assert _check(index, "--file", "essay.md") == 1
    shown = capsys.readouterr().out
    assert "essay.md, line 1: exact “which" in shown
    assert "essay.md, line 3: altered “which" in shown
    assert "  claimed source: China Tech Industry, p. 1\n" in shown
    assert "number: the claim has “30,000”, the document “20,000”" in shown


def test_json_has_region_sources_and_message(
    index: str, essay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Next to the fields of a finding."""
    _check(index, "--file", "essay.md", "--json")
    exact, altered = json.loads(capsys.readouterr().out)
    assert (exact["verdict"], exact["where"]) == ("exact", "essay.md, line 1")
    assert altered["claim"] == FALSE
    assert altered["sources"] == [{"words": "China Tech Industry, p. 1", "pages": [1, 1]}]
    assert altered["documents"] == ["china-tech-industry.txt"]
    assert altered["region"]["line"] == 3
    assert altered["message"].startswith("Altered. “30,000” stands for “20,000” (number).")
    assert altered["places"][0]["text"] == TRUE


def _names(results: Sequence[dict[str, object]]) -> list[object]:
    return [result["ruleId"] for result in results]


def test_sarif_has_what_the_standard_requires(
    index: str, essay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule for each verdict, and a region whose characters are the quotation."""
    assert _check(index, "--file", "essay.md", "gone.md", "--format", "sarif") == 1
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) == len(WORDS) - 1
    assert all(rule["id"] and rule["fullDescription"]["text"] for rule in rules)
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "quotation/altered"
    assert (result["level"], bool(result["message"]["text"])) == ("error", True)
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "essay.md"}
    region, text = place["region"], essay.read_text("utf-8")
    assert text[region["charOffset"] :][: region["charLength"]] == FALSE
    line = text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == FALSE
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "gone.md" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_annotations_are_commands_in_one_line(
    index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Signs that would end one are escaped; a source that is not there is a warning."""
    monkeypatch.chdir(tmp_path)
    odd = tmp_path / "odd, name:100%.md"
    odd.write_text(f"“{FALSE}”\n\n> words that no document has at all (Ghost 1999)\n", "utf-8")
    assert _check(index, "--file", odd.name, "--format", "github") == 1
    first, other = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=odd%2C name%3A100%25.md,line=1,endLine=1,col=2,")
    assert "::Altered. “30,000” stands for" in first
    assert other.startswith("::warning file=odd")


def test_junit_counts_cases_failures_and_errors(
    index: str, essay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be read is an error."""
    assert _check(index, "--file", "essay.md", "gone.md", "--format", "junit") == 1
    root = ET.fromstring(capsys.readouterr().out)
    counts = [[suite.get(name) for name in ("tests", "failures", "errors")] for suite in root]
    assert counts == [["2", "1", "0"], ["1", "0", "1"]]
    (failure,) = root.iter("failure")
    assert failure.get("type") == "altered"


def test_the_report_is_one_file_without_scripts(
    index: str, essay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words of a manuscript are no mark-up in it; what differs is marked."""
    essay.write_text(f"“{FALSE} <script>alert(1)</script>” or “a term”.\n", "utf-8")
    _check(index, "--file", "essay.md", "--format", "html")
    page = capsys.readouterr().out
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<mark>20,000</mark>" in page
    assert "Terms and titles in quotation marks, not checked: 1<" in page
    assert "http:" not in page


def test_a_copy_with_comments_never_replaces_anything(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """But for --force; other files and sound ones have no copy."""
    document = docx.Document()
    document.add_paragraph(f"“{FALSE}” it says.")
    saved = io.BytesIO()
    document.save(saved)
    paper, copy = tmp_path / "paper.docx", tmp_path / "paper.checked.docx"
    paper.write_bytes(saved.getvalue())
    assert _check(index, "--file", str(paper), "--comments") == 1
    assert [one.author for one in docx.Document(str(copy)).comments] == ["Quoth"]
    assert _check(index, "--file", str(paper), "--comments") == 1
    assert "overwrite it with --force" in capsys.readouterr().err
    copy.write_bytes(b"")
    assert _check(index, "--file", str(paper), "--comments", "--force") == 1
    assert copy.read_bytes()
    essay = tmp_path / "essay.md"
    essay.write_text(f"“{TRUE}”", "utf-8")
    assert _check(index, "--file", str(essay), "--comments") == 0
    assert "it is not a Word file" in capsys.readouterr().err
    assert paper.read_bytes() == saved.getvalue()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--file"], "name one file or more"),
        (["one", "two"], "put the quotation in quotation marks"),
        (["one", "--comments"], "--comments: needs --file"),
        (["one", "--only-cited"], "--only-cited: needs --file"),
        (["one", "--format", "sarif"], "sarif needs --file"),
        (["--file", "a.md", "--json", "--format", "html"], "not allowed with --format html"),
        (["--file", "a.md", "--format", "xml"], "invalid choice"),
    ],
)
def test_wrong_usage_has_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a sentence on it."""
    with pytest.raises(SystemExit, match="2"):
        main(["check", *arguments])
    assert message in capsys.readouterr().err


def test_files_may_be_named_behind_other_options(
    index: str, essay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As programs do that add them at the end; a file twice is checked once."""
    assert main(["check", "--file", "--index", index, "essay.md", "essay.md"]) == 1
    assert "2 quotations: " in capsys.readouterr().out


def test_one_bad_file_ends_no_check_of_the_others(
    index: str, essay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has a line on standard error, and the status 1; so has a missing index."""
    essay.write_text(f"“{TRUE}”", "utf-8")
    assert _check(index, "--file", "gone.docx", "essay.md") == 1
    shown = capsys.readouterr()
    assert "gone.docx" in shown.err
    assert shown.out.endswith("1 quotation: 1 exact\n")
    assert _check("nowhere", "--file", "essay.md") == 1
    assert "No index at 'nowhere'" in capsys.readouterr().err
