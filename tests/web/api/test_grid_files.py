"""Questions are read from files over HTTP, and grids are written as files."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest
from starlette.testclient import TestClient

from qa.grids.asking import grid
from qa.grids.questionnaire.reading import as_questions
from qa.grids.questionnaire.records import Questionnaire
from qa.grids.saving import FORMATS
from qa.web.api import grid_files
from qa.web.app import application
from qa.web.service.grid_job import GridJob, Owner
from qa.web.service.references import address, find_quote
from tests.support.filling import QUESTIONS, begun, ended
from tests.support.webs import BASE, ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.web.service.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("grids"))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(client: TestClient) -> str:
    """The id of a grid that is filled."""
    id_ = begun(client)
    assert ended(client, id_)["state"] == "done"
    return id_


def workbook() -> bytes:
    """Return a form with ids."""
    book = openpyxl.Workbook()
    for row in (("No.", "Question"), ("A-1", "What do zebras eat?"), ("A-2", "Who asks?")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(client: TestClient, name: str, content: bytes, **parameters: str) -> list[tuple[str, str]]:
    """Return id and text of the questions of a file."""
    response = client.post(
        "/api/grids/questions", params={"name": name} | parameters, content=content
    )
    assert response.status_code == 200, response.text
    return [(one["id"], one["text"]) for one in response.json()["questions"]]


def test_a_workbook_is_read(client: TestClient) -> None:
    """Its questions can be asked as they are."""
    assert read(client, "form.xlsx", workbook()) == [
        ("A-1", "What do zebras eat?"),
        ("A-2", "Who asks?"),
    ]
    sent = client.post("/api/grids/questions", params={"name": "f.xlsx"}, content=workbook())
    questions = sent.json()["questions"]
    assert ended(client, begun(client, questions=questions, over=["zebras.md"]))["state"] == "done"


def test_lines_from_a_spreadsheet_are_a_table(client: TestClient) -> None:
    """What is pasted from one has tabs."""
    content = b"1\tWhat is it?\n2\tWho asks?\n"
    assert [text for _, text in read(client, "pasted.tsv", content)] == ["What is it?", "Who asks?"]


def test_the_column_of_the_questions_can_be_named(client: TestClient) -> None:
    """Where another one reads more like questions."""
    content = b"Question,Other\nWhat is it?,Who asks?\n"
    assert read(client, "a.csv", content, column="Other") == [("", "Who asks?")]


@pytest.mark.parametrize(
    ("name", "content", "detail"),
    [
        ("a.pdf", b"%PDF", ".xlsx"),
        ("a.xlsx", b"no workbook", "'a.xlsx'"),
        ("../a.csv", b"Size,Weight\n1,2\n", "“Question”"),
        ("a.jsonl", b'"\\ud800 is what?"', "half of a surrogate pair"),
        ("a.txt", b"", "empty"),
    ],
)
def test_what_has_no_questions_is_refused(
    client: TestClient, name: str, content: bytes, detail: str
) -> None:
    """With what to do, and nothing of the server's folders or the command line."""
    response = client.post("/api/grids/questions", params={"name": name}, content=content)
    assert response.status_code == 422
    assert detail in response.json()["detail"]
    assert "--" not in response.text
    assert "quoth-grid" not in response.text


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "html", "xlsx", "docx", "pdf"])
def test_the_file_is_that_of_the_command_with_links_to_the_page(
    client: TestClient, service: Service, filled: str, suffix: str
) -> None:
    """To the byte, and never shown on this site as a page of its own."""
    response = client.get(f"/api/grids/{filled}/export", params={"format": suffix})
    assert response.status_code == 200
    assert response.headers["content-disposition"] == f'attachment; filename="grid.{suffix}"'
    with service.live.current() as index:
        wanted = grid(QUESTIONS, index, "*")
    assert response.content == FORMATS[f".{suffix}"](wanted, lambda one: address(one, f"{BASE}/"))


def test_a_link_names_the_quote(client: TestClient, service: Service, filled: str) -> None:
    """Its reference leads to the words in their document."""
    written = client.get(f"/api/grids/{filled}/export?format=jsonl").text
    rows = [row for row in map(json.loads, written.splitlines()) if row["quote"]]
    assert rows
    with service.live.current() as index:
        for row in rows:
            before, _, reference = row["link"].partition("#quote=")
            document, span = find_quote(index.document, unquote(reference))
            assert before == f"{BASE}/"
            assert document.text[span.start : span.end] == row["quote"]


@pytest.fixture
def unfinished(client: TestClient, service: Service) -> GridJob:
    """A grid that waits for its turn, in vain."""
    asked = Questionnaire(as_questions(QUESTIONS))
    job = GridJob(Owner(service.name, None), "animals", service.live, asked, ["*"])
    service.grids._jobs[job.id] = job
    return job


def test_a_grid_that_is_being_filled_is_not_written(
    client: TestClient, unfinished: GridJob
) -> None:
    """It would be another one in a moment."""
    path = f"/api/grids/{unfinished.id}/export"
    assert client.get(path, params={"format": "csv"}).status_code == 409
    assert client.get(path, params={"format": "exe"}).status_code == 422


def test_a_grid_that_was_stopped_is_written_as_unfinished(
    client: TestClient, unfinished: GridJob
) -> None:
    """The name of the file and each missing cell say so; what there is, is there."""
    unfinished.fill(unfinished.stop)  # after its first cell
    path = f"/api/grids/{unfinished.id}/export"
    response = client.get(path, params={"format": "jsonl"})
    assert response.headers["content-disposition"].endswith('"grid-unfinished.jsonl"')
    labels = [json.loads(line)["label"] for line in response.text.splitlines()]
    assert labels.count("unfilled") == unfinished.total - 1
    page = client.get(path, params={"format": "html"}).text
    assert f"{unfinished.total - 1} of {unfinished.total} cells are not filled." in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(path, params={"format": "xlsx"}).content))
    assert any("not filled" in str(row[1].value) for row in book["About"].iter_rows())


def test_more_pages_than_anybody_reads_are_refused(
    client: TestClient, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the formats that have pages."""
    monkeypatch.setattr(grid_files, "MOST_PAGES", 0)
    for suffix, status in (("docx", 409), ("pdf", 409), ("html", 200)):
        response = client.get(f"/api/grids/{filled}/export", params={"format": suffix})
        assert response.status_code == status
