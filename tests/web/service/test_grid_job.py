"""A grid in the background says how far it is, and has its cells in the order of their changes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from qa.errors import QuestionError
from qa.grids.correcting import emptied
from qa.grids.questionnaire.reading import as_questions
from qa.grids.questionnaire.records import Questionnaire
from qa.indexing.build import build_with_report
from qa.web.service import grid_job
from qa.web.service.grid_job import GridJob, GridProgress, Owner
from tests.support.webs import WordEmbedder, ready_service

if TYPE_CHECKING:
    from pathlib import Path

    from qa.web.service.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("grids"))


def job(service: Service, over: list[str] | None) -> GridJob:
    """Return a grid of two questions."""
    questions = Questionnaire(as_questions(["What do zebras eat?", "Who?"]))
    return GridJob(Owner("", None), "animals", service.live, questions, over)


def filled(service: Service) -> GridJob:
    """Return a grid of two cells, filled."""
    one = job(service, ["zebras.md"])
    one.fill(lambda: None)
    return one


def test_nothing_is_filled_before_its_turn(service: Service) -> None:
    """Nor is it a grid that could be written as a file."""
    one = job(service, ["*"])
    assert one.progress() == GridProgress("waiting", 0, 4, None, "", 0)
    assert one.grid() is None
    assert one.cell((0, "zebras.md")) is None
    assert one.changes(0, 10) == []


def test_changes_have_numbers_and_the_latest_is_the_last(service: Service) -> None:
    """A corrected cell is sent again; one that is put back, once more."""
    one = filled(service)
    place = (0, "zebras.md")
    original = one.cell(place)
    assert original is not None
    assert [number for number, _ in one.changes(0, 10)] == [1, 2]
    one.correct(place, emptied(original))
    assert [(number, cell.label) for number, cell in one.changes(2, 10)] == [(3, "emptied")]
    assert [number for number, _ in one.changes(0, 1)] == [2]
    one.restore(place)
    assert one.changes(3, 10) == [(4, original)]
    one.restore(place)  # there is nothing to put back
    assert one.progress().newest == 4
    grid = one.grid()
    assert grid is not None
    assert original in grid.cells


def test_an_estimate_comes_from_the_pace(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once some seconds have passed: two of four cells in ten seconds leave ten."""
    now = 0.0
    monkeypatch.setattr(grid_job, "time", SimpleNamespace(monotonic=lambda: now))
    estimates = []

    def pass_time() -> None:
        nonlocal now
        estimates.append(one.progress().seconds_left)
        now += 10.0

    one = job(service, ["*"])
    one.fill(pass_time)
    assert estimates == [None, None, 10.0, 6.7, 0.0]
    assert one.progress().seconds_left is None


def test_what_is_too_large_is_refused_before_it_is_read(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One column has fewer cells than a column for each document."""
    monkeypatch.setattr(grid_job, "MOST_CELLS", 2)
    assert job(service, None).total == 2
    with pytest.raises(QuestionError, match="4 cells"):
        job(service, ["*"])


def test_a_cell_that_was_dropped_is_not_corrected(service: Service) -> None:
    """And what is left has the number of the newest change that can be read."""
    one = filled(service)
    original = one.cell((0, "zebras.md"))
    assert original is not None
    assert one.progress().newest == 2
    del one._cells[1, "zebras.md"]  # as of a document that changed
    assert one.progress().newest == 1
    assert not one.correct((1, "zebras.md"), emptied(original))
    assert one.correct((0, "zebras.md"), emptied(original))


def test_a_grid_goes_on_without_a_document_that_was_removed(tmp_path: Path) -> None:
    """It was chosen by name; the cells of the others stay, and a note names it."""
    service = ready_service(tmp_path)
    one = job(service, ["hostile.txt", "zebras.md"])

    def stop_early() -> None:
        if one.progress().done == 3:  # two of hostile.txt, one of zebras.md
            one.stop()

    one.fill(stop_early)
    assert one.progress().done >= 3
    before = one.cell((0, "zebras.md"))
    (tmp_path / "corpus/hostile.txt").unlink()
    build_with_report([tmp_path / "corpus"], into=tmp_path / "index", embedder=WordEmbedder())
    one.wait()
    one.fill(lambda: None)
    assert (one.progress().state, one.progress().done, one.total) == ("done", 2, 2)
    assert one.cell((0, "zebras.md")) is before
    assert one.notes == ("No longer in the index, and left out: hostile.txt.",)
