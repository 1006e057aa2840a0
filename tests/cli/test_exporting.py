"""``qa ask --export`` and ``--annotate``: files of every format, none of them overwritten."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from qa.cli.exporting import SUFFIXES
from qa.cli.main import main
from qa.rendering.transcripts.formats import format_of
from tests.support.pdfs import numbered

if TYPE_CHECKING:
    from pathlib import Path

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.fixture
def pdf(tmp_path: Path, _model: None, capsys: pytest.CaptureFixture[str]) -> Path:
    """A PDF, and its index next to it."""
    path = tmp_path / "docs" / "report.pdf"
    path.parent.mkdir()
    path.write_bytes(bytes(numbered(1).output()))
    assert main(["build", str(path.parent), "--into", str(tmp_path / "index")]) == 0
    capsys.readouterr()
    return path


def ask(path: Path, *more: str) -> int:
    """Ask the index next to a PDF."""
    return main(["ask", "Is the apple red?", "--index", str(path.parents[1] / "index"), *more])


def test_an_answer_is_saved_in_every_format(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The ending says which, and the answer is printed as ever."""
    names = [f"answer{suffix}" for suffix in SUFFIXES if suffix != ".annotated.zip"]
    options = [word for name in names for word in ("--export", str(tmp_path / "new" / name))]
    assert main(["ask", XIAOMI, "--index", index, "-k", "1", *options]) == 0
    assert "delivered 20,000 EVs" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(names)
    assert all(format_of(name) for name in names)
    found = json.loads((tmp_path / "new" / "answer.hypothesis.json").read_text(encoding="utf-8"))
    assert "delivered 20,000 EVs" in found["annotations"][0]["target"][0]["selector"][1]["exact"]


def test_a_file_that_exists_stays(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless it is to be overwritten."""
    path = tmp_path / "answer.md"
    path.write_text("mine", encoding="utf-8")
    new = tmp_path / "new.md"
    asked = ["ask", XIAOMI, "--index", index, "--export", str(new), "--export", str(path)]
    assert main(asked) == 1
    assert not new.exists()
    assert "exists. Name another file, or overwrite it with --force." in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"
    assert main([*asked, "--force"]) == 0
    assert XIAOMI.rstrip("?") in path.read_text(encoding="utf-8")


def test_an_unknown_ending_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is searched; the message lists the known ones."""
    with pytest.raises(SystemExit) as ended:
        main(["ask", XIAOMI, "--export", "answer.odt"])
    assert ended.value.code == 2
    assert "none of the endings .pdf, .docx" in capsys.readouterr().err


def test_a_copy_of_the_quoted_pdf_is_annotated(
    pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder of its own; the file itself stays."""
    before = pdf.read_bytes()
    assert ask(pdf, "--annotate", str(tmp_path / "marked")) == 0
    copy = tmp_path / "marked" / "report.annotated.pdf"
    assert f"saved {str(copy)!r}" in capsys.readouterr().err
    (page,) = PdfReader(BytesIO(copy.read_bytes())).pages
    annotations: Any = page["/Annots"]
    assert annotations[0].get_object()["/Contents"].startswith("Is the apple red?")
    assert pdf.read_bytes() == before
    assert ask(pdf, "--annotate", str(tmp_path / "marked")) == 1


def test_a_pdf_that_has_changed_is_not_annotated(
    pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its words may be elsewhere; a folder with the old file can be named."""
    moved = tmp_path / "old"
    moved.mkdir()
    shutil.copy(pdf, moved)
    pdf.write_bytes(bytes(numbered(2).output()))
    assert ask(pdf, "--annotate", str(tmp_path / "marked")) == 1
    shown = capsys.readouterr()
    assert "the file has changed since it was indexed" in shown.err
    assert "No quote of these answers is from a PDF that can be annotated." in shown.err
    assert "apple number 1 is red" in shown.out  # the answer is printed all the same
    assert ask(pdf, "--annotate", str(tmp_path / "marked"), "--source", str(moved)) == 0


def test_everything_that_answers_is_printed_and_saved(
    index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbered below its document, with a summary; as JSON it is the record."""
    question = "Which companies make electric cars?"
    path = tmp_path / "all.md"
    assert main(["ask", question, "--index", index, "--all", "--export", str(path)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("china-tech-industry.txt (")
    assert "1. “" in shown
    assert " in 1 document. " in shown
    assert "BYD" in path.read_text(encoding="utf-8")
    assert main(["ask", question, "--index", index, "--all", "--read", "1", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["read"] == 1
    assert record["question"] == question


@pytest.mark.parametrize("more", [["--receipt", "r.json"], ["-k", "3"], ["--format", "html"]])
def test_all_goes_with_few_options(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A receipt, a number of quotes and other formats are of one answer."""
    with pytest.raises(SystemExit) as ended:
        main(["ask", XIAOMI, "--all", *more])
    assert ended.value.code == 2
    assert "--all goes with --json, --export and --annotate only" in capsys.readouterr().err
