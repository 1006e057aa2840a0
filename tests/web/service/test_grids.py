"""Grids share the memory and the processors of a server: one is filled at a time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from qa.grids.questionnaire.reading import as_questions
from qa.grids.questionnaire.records import Questionnaire
from qa.web.errors import BusyError
from qa.web.service import grids as module
from qa.web.service.grid_job import GridJob, Owner
from qa.web.service.grids import AGE_S, Grids
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from qa.web.service.service import Service

OWNER = Owner("", None)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("grids"))


class Paused:
    """Grids that wait until they may go on, as if somebody were asking all the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Pause what is filled, and begin at the hour 0."""
        self.now = 0.0
        self.go_on = threading.Event()
        self.reached = threading.Event()
        monkeypatch.setattr(Grids, "_give_way", lambda _: self._wait())
        self.grids = Grids(lambda: False, lambda: self.now)

    def _wait(self) -> None:
        self.reached.set()
        assert self.go_on.wait(60)


@pytest.fixture
def paused(monkeypatch: pytest.MonkeyPatch) -> Paused:
    return Paused(monkeypatch)


def job(service: Service, owner: Owner = OWNER) -> GridJob:
    """Return a grid of two cells."""
    questions = Questionnaire(as_questions(["What do zebras eat?", "Who?"]))
    return GridJob(owner, "animals", service.live, questions, ["zebras.md"])


def ended(*jobs: GridJob) -> list[str]:
    """Wait until grids have ended, and return their states."""
    for _ in range(6000):
        if all(one.is_ended for one in jobs):
            return [one.progress().state for one in jobs]
        threading.Event().wait(0.01)
    raise AssertionError([one.progress() for one in jobs])


def test_one_grid_is_filled_at_a_time(service: Service, paused: Paused) -> None:
    """The others wait for their turn; one that is stopped never begins."""
    first, second, third = job(service), job(service), job(service)
    for one in (first, second, third):
        paused.grids.add(one)
    assert paused.reached.wait(60)
    assert [one.progress().state for one in (first, second)] == ["running", "waiting"]
    second.stop()
    paused.go_on.set()
    assert ended(first, second, third) == ["done", "stopped", "done"]
    assert second.progress().done == 0


def test_too_many_that_wait_are_refused(
    service: Service, paused: Paused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that is waited for is forgotten."""
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    one, other = job(service), job(service)
    paused.grids.add(one)
    paused.grids.add(other)
    with pytest.raises(BusyError):
        paused.grids.add(job(service))
    paused.go_on.set()
    assert ended(one, other) == ["done", "done"]
    paused.grids.add(job(service))


def test_the_one_that_nobody_looks_at_makes_room(
    service: Service, paused: Paused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those that have ended."""
    monkeypatch.setattr(module, "MOST_CELLS_TOGETHER", 5)
    paused.go_on.set()
    one, other, third = job(service), job(service), job(service)
    for each in (one, other):
        paused.grids.add(each)
        ended(each)
    assert paused.grids.find(one.id, OWNER) is one
    paused.grids.add(third)
    assert paused.grids.find(other.id, OWNER) is None
    assert paused.grids.find(one.id, OWNER) is one
    ended(third)
    assert paused.grids.of(OWNER) == [third, one]


def test_an_old_one_is_forgotten(service: Service, paused: Paused) -> None:
    """A day after somebody has looked at it."""
    paused.go_on.set()
    one = job(service)
    paused.grids.add(one)
    ended(one)
    paused.now = AGE_S
    assert paused.grids.find(one.id, OWNER) is one
    paused.now = 2 * AGE_S
    assert paused.grids.find(one.id, OWNER) is one
    paused.now = 3 * AGE_S + 1
    assert paused.grids.find(one.id, OWNER) is None
    assert paused.grids.of(OWNER) == []


@pytest.mark.parametrize("other", [Owner("other", None), Owner("", "ann")])
def test_a_grid_has_one_owner(service: Service, paused: Paused, other: Owner) -> None:
    """In one collection."""
    paused.go_on.set()
    one = job(service)
    paused.grids.add(one)
    assert paused.grids.find(one.id, other) is None
    assert paused.grids.of(other) == []
    assert ended(one) == ["done"]


def test_questions_come_first(service: Service) -> None:
    """While somebody waits for an answer, no cell is begun."""
    asked = threading.Event()
    asked.set()
    looks: list[int] = []

    def is_asked() -> bool:
        looks.append(one.progress().done)
        if len(looks) == 3:
            asked.clear()
        return asked.is_set()

    one = job(service)
    Grids(is_asked).add(one)
    assert ended(one) == ["done"]
    assert looks[:3] == [0, 0, 0]
    assert len(looks) > 3


def test_what_fails_says_why(
    service: Service, paused: Paused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next grid is filled."""

    def failing(*_: object) -> None:
        raise OSError

    paused.go_on.set()
    one, other = job(service), job(service)
    with monkeypatch.context() as patched:
        patched.setattr(GridJob, "_fill", failing)
        paused.grids.add(one)
        assert ended(one) == ["failed"]
    assert "log" in one.progress().error
    paused.grids.add(other)
    assert ended(other) == ["done"]
    paused.grids.go_on(one)
    assert ended(one) == ["done"]


def test_nobodys_grid_is_forgotten_for_one_that_has_no_room_anyway(
    service: Service, paused: Paused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its cells may have been corrected by hand."""
    paused.go_on.set()
    done = job(service)
    paused.grids.add(done)
    ended(done)
    paused.go_on.clear()
    paused.grids.add(job(service))
    monkeypatch.setattr(module, "MOST_CELLS_TOGETHER", 3)
    with pytest.raises(BusyError):
        paused.grids.add(job(service))
    assert paused.grids.find(done.id, OWNER) is done
    paused.go_on.set()


def test_a_users_own_grids_make_room_first(
    service: Service, paused: Paused, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who fills many grids pushes out those of nobody else."""
    monkeypatch.setattr(module, "MOST_CELLS_TOGETHER", 5)
    paused.go_on.set()
    anns = Owner("", "ann")
    hers, mine, new = job(service, anns), job(service), job(service)
    for each in (hers, mine, new):
        paused.grids.add(each)
        ended(each)
    assert paused.grids.of(anns) == [hers]
    assert paused.grids.of(OWNER) == [new]


def test_what_is_forgotten_waits_no_longer(service: Service, paused: Paused) -> None:
    """Nor is a grid that was stopped and continued in the queue twice."""
    first, forgotten, stopped = job(service), job(service), job(service)
    for one in (first, forgotten, stopped):
        paused.grids.add(one)
    assert paused.reached.wait(60)
    paused.grids.forget(forgotten)
    stopped.stop()
    paused.grids.go_on(stopped)
    assert list(paused.grids._queue) == [stopped]
    paused.go_on.set()
    assert ended(first, stopped) == ["done", "done"]


def test_a_running_grid_that_was_stopped_can_be_continued_at_once(
    service: Service, paused: Paused
) -> None:
    """It takes back that it is to stop."""
    one = job(service)
    paused.grids.add(one)
    assert paused.reached.wait(60)
    one.stop()
    paused.grids.go_on(one)
    paused.go_on.set()
    assert ended(one) == ["done"]
