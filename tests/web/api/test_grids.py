"""A grid is filled over HTTP, in the background, for the one who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from qa.grids.asking import grid
from qa.grids.filling import fill
from qa.web import strings
from qa.web.app import application
from qa.web.authentication.keys import Keys
from qa.web.service import grid_job
from tests.support.filling import QUESTIONS, begun, ended
from tests.support.webs import BASE, build_by, ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.grids.filling import Place
    from qa.grids.records import GridCell
    from qa.web.service.service import Service


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service that no test changes."""
    return ready_service(tmp_path_factory.mktemp("grids"))


@pytest.fixture(scope="module")
def reader(shared: Service) -> Iterator[TestClient]:
    """A client of that service."""
    with TestClient(application(shared), base_url=BASE) as opened:
        yield opened


def test_the_cells_are_those_of_the_command(reader: TestClient, shared: Service) -> None:
    """Every one, in the order in which they are filled: quote, offsets, label and probability."""
    state = ended(reader, begun(reader))
    assert (state["state"], state["done"], state["total"]) == ("done", 6, 6)
    with shared.live.current() as index:
        wanted = grid(QUESTIONS, index, "*")
    expected = {
        (cell.question, cell.doc_id): (
            cell.label,
            round(cell.probability, 4),
            cell.quote.text if cell.quote else "",
        )
        for cell in wanted.cells
    }
    got = {
        (cell["question"], cell["column"]): (cell["label"], cell["probability"], cell["text"])
        for cell in state["cells"]
    }
    assert got == expected
    assert any(cell["text"] for cell in state["cells"])
    for cell in state["cells"]:
        assert bool(cell["reference"]) == bool(cell["text"])


def test_only_later_cells_are_sent(reader: TestClient) -> None:
    """A client sends the number of the last change that it has seen."""
    id_ = begun(reader)
    state = ended(reader, id_)
    assert [cell["question"] for cell in state["cells"]] == [0, 1, 2, 0, 1, 2]
    rest = reader.get(f"/api/grids/{id_}/cells", params={"since": 4}).json()
    assert rest["cells"] == state["cells"][4:]
    assert rest["sent"] == state["sent"] == 6
    none = reader.get(f"/api/grids/{id_}/cells", params={"since": 6}).json()
    assert (none["cells"], none["sent"]) == ([], 6)


def test_without_documents_there_is_one_column(reader: TestClient) -> None:
    """As on the command line, answered from all documents; its quotes name theirs."""
    id_ = begun(reader, over=None)
    cells = ended(reader, id_)["cells"]
    assert {cell["column"] for cell in cells} == {""}
    assert next(cell["doc_id"] for cell in cells if cell["text"]) == "zebras.md"
    described = reader.get(f"/api/grids/{id_}").json()
    assert [column["doc_id"] for column in described["columns"]] == [""]
    assert [one["text"] for one in described["questions"]] == QUESTIONS


def test_the_list_has_the_last_grid_first(reader: TestClient) -> None:
    """By name: the file’s, or the first question and how many more there are."""
    first, second = begun(reader, name="first"), begun(reader)
    listed = reader.get("/api/grids").json()
    assert [one["id"] for one in listed[:2]] == [second, first]
    named = strings.GRID_NAME.format(len(QUESTIONS) - 1, question=QUESTIONS[0])
    assert [one["name"] for one in listed[:2]] == [named, "first"]
    assert {one["is_outdated"] for one in listed} == {False}


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ({"over": ["nothing.txt"]}, "nothing.txt"),
        ({"questions": [" "]}, "question"),
        ({"questions": ["x" * 10_001]}, "10,000"),
        ({"questions": []}, "questions"),
        ({"questions": [{"text": "?", "unknown": 1}]}, "questions"),
    ],
)
def test_a_grid_that_cannot_be_asked_is_refused(
    reader: TestClient, asked: dict[str, object], detail: str
) -> None:
    """At once, with a reason."""
    response = reader.post("/api/grids", json={"questions": QUESTIONS, "over": ["*"]} | asked)
    assert response.status_code == 422
    assert detail in response.json()["detail"]


def test_a_grid_has_a_limit(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """On its cells; the message names the command that has a higher one."""
    monkeypatch.setattr(grid_job, "MOST_CELLS", 5)
    response = reader.post("/api/grids", json={"questions": QUESTIONS, "over": ["*"]})
    assert response.status_code == 422
    assert "6 cells" in response.json()["detail"]
    assert "qa grid" in response.json()["detail"]


def test_a_question_that_cannot_be_asked_has_a_row_without_answers(reader: TestClient) -> None:
    """As the file's reader says what is wrong with it."""
    long = {"text": "x", "problem": "12,000 characters; a question has at most 10,000"}
    cells = ended(reader, begun(reader, questions=[long], over=["zebras.md"]))["cells"]
    assert [cell["label"] for cell in cells] == ["not_asked"]
    assert "12,000 characters" in cells[0]["remarks"][0]


def test_a_deleted_grid_is_gone(reader: TestClient) -> None:
    """So is one that never was; the answer says why that may be."""
    id_ = begun(reader)
    assert reader.delete(f"/api/grids/{id_}").status_code == 204
    for path in (f"/api/grids/{id_}", f"/api/grids/{id_}/cells", "/api/grids/none"):
        response = reader.get(path)
        assert response.status_code == 404
        assert "when the server stops" in response.json()["detail"]


def stopped(client: TestClient, monkeypatch: pytest.MonkeyPatch, number: int) -> list[Place]:
    """Stop a grid after so many cells; return the places of those that are filled from now on."""
    filled: list[Place] = []

    def stopping(*arguments: Any) -> Iterator[GridCell]:
        for cell in fill(*arguments):
            filled.append((cell.question, cell.doc_id))
            if len(filled) == number:
                (latest,) = client.get("/api/grids").json()
                client.post(f"/api/grids/{latest['id']}/stop")
            yield cell

    monkeypatch.setattr(grid_job, "fill", stopping)
    return filled


def test_a_stopped_grid_continues(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was filled stays, and is not filled again."""
    filled = stopped(client, monkeypatch, 2)
    id_ = begun(client)
    state = ended(client, id_)
    assert (state["state"], state["done"]) == ("stopped", 2)
    assert client.post(f"/api/grids/{id_}/continue").status_code == 200
    state = ended(client, id_)
    assert (state["state"], state["done"]) == ("done", 6)
    assert len(filled) == len(set(filled)) == 6


def test_a_rebuilt_index_is_noted(client: TestClient) -> None:
    """The grid stays as it is, and says that the documents were indexed again."""
    id_ = begun(client)
    before = ended(client, id_)
    client.put("/api/documents/okapi.txt", content=b"Okapis eat leaves.")
    build_by(client)
    after = client.get(f"/api/grids/{id_}/cells").json()
    assert (before["is_outdated"], after["is_outdated"]) == (False, True)
    assert after["cells"] == before["cells"]


def test_a_grid_that_was_stopped_before_a_build_continues_with_what_is_the_same(
    client: TestClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cells of a document that has changed are filled again, and no others."""
    filled = stopped(client, monkeypatch, 4)
    id_ = begun(client)
    assert ended(client, id_)["done"] == 4
    changed = "Zebras eat carrots and leaves."
    path = "/api/documents/zebras.md"
    client.put(path, content=changed.encode(), headers={"If-Match": "*"})
    build_by(client)
    filled.clear()
    client.post(f"/api/grids/{id_}/continue")
    state = ended(client, id_)
    assert (state["state"], state["done"], state["is_outdated"]) == ("done", 6, False)
    assert {doc_id for _, doc_id in filled} == {"zebras.md"}
    with service.live.current() as index:
        wanted = grid(QUESTIONS, index, "*")
    assert {(one["question"], one["column"], one["text"]) for one in state["cells"]} == {
        (cell.question, cell.doc_id, cell.quote.text if cell.quote else "") for cell in wanted.cells
    }


def test_a_grid_is_seen_by_its_user_alone(tmp_path: Path) -> None:
    """For another one, it does not exist."""
    service = ready_service(tmp_path)
    keys = Keys({"ann": "a" * 24, "bob": "b" * 24})
    with TestClient(application(service, keys=keys), base_url=BASE) as opened:
        ann, bob = ({"Authorization": f"Bearer {token * 24}"} for token in ("a", "b"))
        asked = {"questions": QUESTIONS[:1], "over": ["zebras.md"]}
        id_ = opened.post("/api/grids", json=asked, headers=ann).json()["id"]
        assert opened.get(f"/api/grids/{id_}", headers=ann).status_code == 200
        assert opened.get(f"/api/grids/{id_}", headers=bob).status_code == 404
        assert opened.delete(f"/api/grids/{id_}", headers=bob).status_code == 404
        assert opened.get("/api/grids", headers=bob).json() == []
        assert len(opened.get("/api/grids", headers=ann).json()) == 1
        assert opened.get("/api/grids").status_code == 401
