"""A grid has a cell for each question and document, filled once and in the documents' words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.errors import QAError, QuestionError
from qa.grids.asking import Run, grid
from qa.grids.questionnaire.reading import as_questions
from qa.grids.questionnaire.records import Questionnaire
from tests.grids.conftest import QUESTIONS, built

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.grids.records import Grid
    from qa.index.search import Index


def run_of(index: Index) -> Run:
    """Return a run over all documents that has not begun."""
    return Run.of(index, Questionnaire(as_questions(QUESTIONS)), ["*"])


def test_a_cell_quotes_its_own_document(filled: Grid, leases: Index) -> None:
    """The words are the document's, to the character; another document has no say."""
    assert [column.doc_id for column in filled.columns] == [
        "harbour.md",
        "mill.txt",
        "policies/security.txt",
    ]
    for cell in filled.cells:
        if cell.quote:
            citation = cell.quote.citation
            assert citation.doc_id == cell.doc_id
            text = leases.document(cell.doc_id).text
            assert text[citation.start : citation.end] == cell.quote.text
            assert text[: citation.start].endswith(cell.before)
            assert text[citation.end :].startswith(cell.after)


def test_a_cell_is_filled_where_its_document_answers(filled: Grid) -> None:
    """Both leases have a rent; one policy has backups; nobody has a world cup."""
    found = [[bool(cell.quote) for cell in filled.row(i)] for i in range(len(QUESTIONS))]
    assert found[0][:2] == [True, True]
    assert found[1] == [False, False, True]
    assert found[3] == [False, False, False]
    assert all(0 <= cell.probability <= 1 for cell in filled.cells)


def test_all_documents_are_one_column(leases: Index) -> None:
    """Without documents, a question is answered from the collection, as ``qa.ask`` does."""
    one = grid(list(QUESTIONS[:2]), leases)
    assert [column.doc_id for column in one.columns] == [""]
    assert one.cells[1].quote is not None
    assert one.cells[1].quote.citation.doc_id == "policies/security.txt"


def test_the_same_grid_whatever_the_number_of_threads(leases: Index) -> None:
    """Cells come in one order, and are the same."""
    alone = list(run_of(leases).cells(threads=1))
    together = list(run_of(leases).cells(threads=3))
    assert alone == together
    assert [cell.doc_id for cell in alone[:5]] == ["harbour.md"] * 4 + ["mill.txt"]


def test_a_run_that_was_stopped_continues(leases: Index, filled: Grid, tmp_path: Path) -> None:
    """What was done is not asked again, a half-written line is; the result is that of one run."""
    state = tmp_path / "answers.xlsx.part"
    first = run_of(leases).cells(state)
    done = [next(first) for _ in range(5)]
    first.close()
    with state.open("ab") as file:
        file.write(b'{"question": "half a li')

    second = run_of(leases)
    cells = list(second.cells(state))

    assert second.saved is not None
    assert list(second.saved.cells.values()) == done
    assert second.planned.grid(cells).cells == filled.cells
    third = run_of(leases)
    list(third.cells(state))
    assert third.saved is not None
    assert len(third.saved.cells) == len(filled.cells)


def test_two_runs_do_not_write_one_table(leases: Index, tmp_path: Path) -> None:
    """The second is refused before it asks anything, and what the first has saved stays."""
    state = tmp_path / "answers.csv.part"
    first = run_of(leases).cells(state)
    next(first)
    before = state.read_bytes()
    with pytest.raises(QAError, match=r"Another qa grid is filling '.*answers\.csv'\. Wait"):
        next(run_of(leases).cells(state))
    assert state.read_bytes() == before
    first.close()
    next(run_of(leases).cells(state))


def test_cells_without_a_place_in_the_grid_are_not_deleted(leases: Index, tmp_path: Path) -> None:
    """With other questions, documents or another reader, a run needs leave to delete them."""
    state = tmp_path / "answers.csv.part"
    first = run_of(leases).cells(state)
    done = [next(first) for _ in range(5)]  # four of harbour.md, one of mill.txt
    first.close()
    before = state.read_bytes()
    fewer, same = Questionnaire(as_questions(QUESTIONS[:1])), Questionnaire(as_questions(QUESTIONS))
    others = [
        (Run.of(leases, fewer, ["*"]), "3 cells of a run"),
        (Run.of(leases, same, ["mill.txt"]), "4 cells of a run"),
        (Run.of(leases, same), "5 cells of a run"),
        (Run.of(leases, same, ["*"], "none"), "5 cells of a run"),
    ]
    for other, number in others:
        with pytest.raises(QAError, match=f"{number}.* add --force"):
            next(other.cells(state))
        assert state.read_bytes() == before
    more = Run.of(leases, Questionnaire(as_questions([*QUESTIONS, "Who may keep a cat?"])), ["*"])
    next(more.cells(state))  # all fit
    assert more.saved is not None
    assert list(more.saved.cells.values()) == done
    forced, _ = others[0]
    next(forced.cells(state, overwrite=True))
    assert forced.saved is not None
    assert list(forced.saved.cells.values()) == [done[0], done[4]]


def test_a_document_that_changed_is_asked_again(tmp_path: Path, real_embedder: Embedder) -> None:
    """One that was removed is left out; the cells of the others are those of the run before.

    Where nothing else of that run is left, it is not deleted: it may be of other documents.
    """
    state, alone = tmp_path / "answers.html.part", tmp_path / "harbour.html.part"
    before = built(tmp_path, real_embedder)
    list(run_of(before).cells(state))
    questionnaire = Questionnaire(as_questions(QUESTIONS))
    list(Run.of(before, questionnaire, ["harbour.md"]).cells(alone))

    after = built(tmp_path, real_embedder, "The rent is paid to the miller.", "harbour.md")
    run = run_of(after)
    cells = list(run.cells(state))

    assert run.saved is not None
    assert run.saved.changed == ("mill.txt",)
    assert run.saved.gone == ("harbour.md",)
    assert {doc_id for _, doc_id in run.saved.cells} == {"policies/security.txt"}
    assert len(cells) == 2 * len(QUESTIONS)
    saved = alone.read_bytes()
    with pytest.raises(QAError, match=r"4 cells of a run.* add --force"):
        next(run_of(after).cells(alone))
    assert alone.read_bytes() == saved


def test_words_that_are_in_no_document_are_not_taken_over(leases: Index, tmp_path: Path) -> None:
    """Someone may have edited the file of saved cells."""
    state = tmp_path / "answers.csv.part"
    list(run_of(leases).cells(state))
    forged = state.read_bytes().replace(b"900 euros a month", b"999 euros a month")
    state.write_bytes(forged)

    run = run_of(leases)
    cells = list(run.cells(state))

    assert run.saved is not None
    assert (0, "mill.txt") not in run.saved.cells
    quotes = [cell.quote.text for cell in cells if cell.quote]
    assert any("900 euros" in text for text in quotes)
    assert not any("999 euros" in text for text in quotes)


def test_a_file_of_the_user_is_no_earlier_run(leases: Index, tmp_path: Path) -> None:
    """It is not written over, whatever its name."""
    state = tmp_path / "answers.csv.part"
    for content in (b"mine", b'{"a": 1}\n', b""):
        state.write_bytes(content)
        with pytest.raises(QAError, match="no file of an earlier run"):
            grid(list(QUESTIONS[:1]), leases, "mill.txt", into=tmp_path / "answers.csv")
        assert state.read_bytes() == content


def test_a_grid_is_written_once(leases: Index, tmp_path: Path) -> None:
    """A file of the user is never overwritten unless asked, and the saved cells are gone."""
    output = tmp_path / "answers.csv"
    grid(list(QUESTIONS[:1]), leases, "mill.txt", into=output)
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]
    with pytest.raises(QAError, match="exists"):
        grid(list(QUESTIONS[:1]), leases, "mill.txt", into=output)
    before = output.read_bytes()
    grid(list(QUESTIONS[:1]), leases, "mill.txt", into=output, overwrite=True)
    assert output.read_bytes() == before


def test_what_cannot_be_asked_is_said(leases: Index, tmp_path: Path) -> None:
    """No question, no such document, no such format; a question that is too long has its row."""
    with pytest.raises(QuestionError, match="1 to 20,000"):
        grid([], leases)
    with pytest.raises(QuestionError, match="no document"):
        grid(list(QUESTIONS), leases, "absent.txt")
    with pytest.raises(QAError, match=r"must end in \.xlsx"):
        grid(list(QUESTIONS), leases, into=tmp_path / "answers.odt")
    file = tmp_path / "questions.txt"
    file.write_text(f"{'why ' * 3_000}\nHow much is the rent?\n", encoding="utf-8")
    cells = grid(file, leases, "mill.txt").cells
    assert cells[0].label == "not_asked"
    assert cells[1].quote is not None
    sheet = tmp_path / "questions.csv"
    sheet.write_text("Question\nHow much is the rent?\n", encoding="utf-8")
    with pytest.raises(QAError, match="has the questions"):
        grid(sheet, leases, into=sheet, overwrite=True)
