"""``qa grid``: files in and out, and what is never overwritten."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from qa.cli.grid import _notes
from qa.cli.main import main
from qa.grids import saving
from qa.grids.records import GridCell
from qa.grids.state import Saved
from qa.stores.folder import SEEN

if TYPE_CHECKING:
    from pathlib import Path

    from qa.grids.cells import CellAsker
    from qa.grids.filling import Place, Plan

QUESTIONS = "How many EVs did Xiaomi deliver in October 2024?\nWho won the world cup in 1998?\n"


@pytest.fixture
def questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two questions, in the current folder."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "asked.txt"
    file.write_text(QUESTIONS, encoding="utf-8")
    return file


def test_a_grid_is_written_next_to_where_one_is(
    index: str, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a workbook, if nothing else is named; never over a file that is there."""
    assert main(["grid", "asked.txt", "--over", "*", "--index", index]) == 0
    shown = capsys.readouterr().out
    assert "20,000 EVs" in shown
    assert shown.endswith(
        "2 questions × 1 document: 1 likely, 1 not found\nwritten to asked.grid.xlsx\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["asked.grid.xlsx", "asked.txt"]
    assert main(["grid", "asked.txt", "--over", "*", "--index", index]) == 1
    assert "exists" in capsys.readouterr().err
    assert main(["grid", "asked.txt", "--over", "*", "--index", index, "--force"]) == 0


def test_json_is_printed_and_receipts_are_saved(
    index: str, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell a line; a receipt verifies with the documents alone."""
    arguments = ["--over", "*", "--index", index, "--json", "--receipts", "proofs"]
    assert main(["grid", "asked.txt", *arguments]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["label"], second["label"]) == ("likely", "not_found")
    (receipt,) = (tmp_path / "proofs").iterdir()
    assert main(["replay", str(receipt), "--index", index]) == 0
    assert main(["grid", "asked.txt", *arguments, "--into", "a.csv"]) == 1
    assert "has files in it" in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()  # refused before the work, which may take hours


def test_a_file_of_the_corpus_stands_for_its_document(
    index: str, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So does a folder, or a pattern that the shell has left as it is."""
    corpus = f"{index}/../corpus"
    for named in (corpus, f"{corpus}/*"):
        assert main(["grid", "asked.txt", "--over", named, "--index", index, "--json"]) == 0
        assert '"document": "china-tech-industry.txt"' in capsys.readouterr().out
    assert main(["grid", "asked.txt", "--over", str(questions), "--index", index]) == 1
    assert "is not in the index" in capsys.readouterr().err


def test_a_moved_index_knows_its_files_by_their_bytes(
    index: str, questions: Path, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the last build read is another folder, or nothing is known of it."""
    moved, folder = tmp_path / "moved", tmp_path / "papers" / "2024"
    shutil.copytree(index, moved)
    (moved / SEEN).unlink()
    folder.mkdir(parents=True)
    shutil.copy(article, folder)
    (folder / "other.txt").write_text("Another file.\n", encoding="utf-8")
    command = ["grid", "asked.txt", "--index", str(moved), "--json", "--over"]
    for named in (folder.parent, folder / "*.txt", folder / article.name):
        assert main([*command, str(named)]) == 0
        assert '"document": "china-tech-industry.txt"' in capsys.readouterr().out
    assert main([*command, str(folder / "other.txt")]) == 1
    assert "is not in the index" in capsys.readouterr().err


def test_an_interrupt_saves_what_is_done(
    index: str,
    questions: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same command goes on from there."""
    from qa.grids import filling  # noqa: PLC0415 - the module that is interrupted

    asked: list[Place] = []

    def interrupted(planned: Plan, asker: CellAsker, place: Place) -> GridCell:
        asked.append(place)
        # By its place, not by its turn: threads may begin the cells in any order.
        if place[0] == 1 and asked.count(place) == 1:
            raise KeyboardInterrupt
        return real(planned, asker, place)

    real = filling._cell
    monkeypatch.setattr(filling, "_cell", interrupted)
    arguments = ["grid", "asked.txt", "--over", "*", "--index", index, "--into", "a.html"]
    assert main(arguments) == 130
    assert "1 of 2 cells are saved in 'a.html.part'" in capsys.readouterr().err
    assert main(arguments) == 0
    assert "1 cell reused" in capsys.readouterr().err
    assert (tmp_path / "a.html").exists()
    assert not (tmp_path / "a.html.part").exists()
    assert len(asked) == 3


def test_what_became_of_saved_cells_is_said() -> None:
    """In a sentence each, with the first names of many documents."""
    cells = {(0, "a.txt"): GridCell(0, "a.txt", "not_found", 0.1)}
    removed = "removed from the index since then and left out: "
    assert _notes(Saved(cells, gone=("b.txt",))) == [f"1 document {removed}b.txt."]
    gone = tuple(f"{i}.txt" for i in range(7))
    same = "The index is a different one now, but these documents have not changed."
    many = f"7 documents {removed}0.txt, 1.txt, 2.txt, 3.txt, 4.txt and more."
    assert _notes(Saved(cells, is_other_index=True, gone=gone)) == [same, many]
    (every,) = _notes(Saved({}, changed=("",), is_other_index=True))
    assert every == "The documents changed since then, so every question is asked again."
    assert _notes(Saved(cells)) == []


def test_a_grid_is_written_to_be_read(
    index: str, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a Word document and as PDF; in Word, a footnote opens the file from the table's folder."""
    arguments = ["grid", "asked.txt", "--over", "*", "--index", index]
    assert main([*arguments, "--into", "a.docx", "--into", "a.pdf"]) == 0
    with zipfile.ZipFile(tmp_path / "a.docx") as parts:
        assert 'china-tech-industry.txt"' in parts.read("word/footnotes.xml").decode()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_document_of_too_many_pages_is_refused(
    index: str,
    questions: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before anything is asked if that is known; else no cell is lost."""
    arguments = ["grid", "asked.txt", "--over", "*", "--index", index, "--into", "a.docx"]
    monkeypatch.setattr(saving, "page_count", lambda *filled: 900 if filled[2:] else 1)
    assert main(arguments) == 1
    shown = capsys.readouterr().err
    assert "'a.docx' would have about 900 pages" in shown
    assert "Run the same command again and add one more --into" in shown
    assert main([*arguments, "--into", "a.csv"]) == 1
    printed = capsys.readouterr()
    assert "2 cells reused" in printed.err
    assert printed.out.endswith("written to a.csv\n")
    written = sorted(one.name for one in tmp_path.iterdir())
    assert written == ["a.csv", "a.docx.part", "asked.txt"]
    (tmp_path / "a.docx.part").unlink()
    monkeypatch.setattr(saving, "page_count", lambda *_: 900)
    assert main(arguments) == 1
    assert not (tmp_path / "a.docx.part").exists()


def test_an_output_that_cannot_be_written_leaves_the_others(
    index: str, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which it is, and why, is printed; the cells stay saved until every file is written."""
    (tmp_path / "a.csv.new").mkdir()  # in the way of the file that replaces it
    arguments = ["grid", "asked.txt", "--over", "*", "--index", index]
    assert main([*arguments, "--into", "a.csv", "--into", "b.csv"]) == 1
    assert "'a.csv' cannot be written (" in capsys.readouterr().err
    assert (tmp_path / "b.csv").read_text(encoding="utf-8").count("\n") > 1
    (tmp_path / "a.csv.new").rmdir()
    assert main([*arguments, "--into", "a.csv", "--into", "b.csv", "--force"]) == 0
    assert "2 cells reused" in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "asked.txt", "b.csv"]


def test_a_file_that_cannot_be_written_is_named_in_one_sentence(
    index: str, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is asked, where the cells cannot be saved: this name is too long for it."""
    arguments = ["grid", "asked.txt", "--over", "*", "--index", index]
    assert main([*arguments, "--into", f"{'a' * 248}.csv"]) == 1
    shown = capsys.readouterr().err
    assert "cannot be saved as" in shown
    assert "(File name too long)" in shown
    assert shown.count("\n") == 1
