"""A person corrects the cells of a grid: another quote of the document, or none."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from tests.support.filling import QUESTIONS, begun, ended
from tests.support.webs import BASE, build_by, ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = {"question": 0, "column": "zebras.md"}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a service whose documents no test changes."""
    service = ready_service(tmp_path_factory.mktemp("grids"))
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(reader: TestClient) -> str:
    """The id of a grid that is filled."""
    id_ = begun(reader)
    assert ended(reader, id_)["state"] == "done"
    return id_


def cell(client: TestClient, id_: str) -> dict[str, Any]:
    """Return the cell that the tests correct."""
    cells = client.get(f"/api/grids/{id_}/cells").json()["cells"]
    (found,) = [one for one in cells if PLACE.items() <= one.items()]
    assert isinstance(found, dict)
    return found


def exported(client: TestClient, id_: str, suffix: str) -> str:
    """Return the export of a grid."""
    return client.get(f"/api/grids/{id_}/export", params={"format": suffix}).text


def test_another_quote_is_chosen_and_taken_back(reader: TestClient, filled: str) -> None:
    """Its words are the document's, its receipt verifies, and the file says that a person chose."""
    before = cell(reader, filled)
    offered = reader.post(f"/api/grids/{filled}/candidates", json=PLACE).json()
    texts = [one["text"] for one in offered]
    assert texts[0] == before["text"]
    assert "Stripes confuse flies." in texts
    other = offered[texts.index("Stripes confuse flies.")]
    answer = reader.patch(f"/api/grids/{filled}", json=PLACE | {"reference": other["reference"]})
    assert answer.status_code == 200
    assert (answer.json()["label"], answer.json()["text"]) == ("chosen", "Stripes confuse flies.")
    assert cell(reader, filled) == answer.json()
    rows = list(csv.DictReader(io.StringIO(exported(reader, filled, "csv").lstrip("\ufeff"))))
    assert [row["quote"] for row in rows if row["label"] == "chosen"] == ["Stripes confuse flies."]
    lines = exported(reader, filled, "jsonl").rstrip("\n").split("\n")
    receipts = [json.loads(line)["receipt"] for line in lines]
    (receipt,) = [one for one in receipts if one and one["question"] == QUESTIONS[0]]
    assert receipt["quotes"][0]["text"] == other["text"]
    assert reader.post("/api/verify", json=receipt).json()["exact"] is True
    assert "chosen by hand" in exported(reader, filled, "html")
    restored = reader.patch(f"/api/grids/{filled}", json=PLACE | {"restore": True}).json()
    assert restored == before


def test_a_cell_is_emptied_and_taken_back(reader: TestClient, filled: str) -> None:
    """After another correction, too: what comes back is what Quoth found."""
    before = cell(reader, filled)
    offered = reader.post(f"/api/grids/{filled}/candidates", json=PLACE).json()
    reader.patch(f"/api/grids/{filled}", json=PLACE | {"reference": offered[-1]["reference"]})
    empty = reader.patch(f"/api/grids/{filled}", json=PLACE).json()
    assert (empty["label"], empty["text"], empty["reference"]) == ("emptied", "", "")
    assert "emptied by hand" in exported(reader, filled, "html")
    assert reader.patch(f"/api/grids/{filled}", json=PLACE | {"restore": True}).json() == before


def test_an_empty_cell_gets_a_quote(reader: TestClient, filled: str) -> None:
    """Where Quoth found nothing, a person may."""
    place = PLACE | {"question": 2}
    offered = reader.post(f"/api/grids/{filled}/candidates", json=place).json()
    assert offered
    corrected = reader.patch(
        f"/api/grids/{filled}", json=place | {"reference": offered[0]["reference"]}
    ).json()
    assert (corrected["label"], corrected["text"]) == ("chosen", offered[0]["text"])
    reader.patch(f"/api/grids/{filled}", json=place | {"restore": True})


@pytest.mark.parametrize(
    ("correction", "status"),
    [
        (PLACE | {"reference": "zebras.md:0:6:0000000000000000"}, 422),
        (PLACE | {"reference": "hostile.txt:0:6:0000000000000000"}, 422),
        ({"question": 9, "column": "zebras.md"}, 404),
        ({"question": 0, "column": "nothing.txt"}, 404),
        ({"question": -1, "column": "zebras.md"}, 422),
        (PLACE | {"text": "words of my own"}, 422),
    ],
)
def test_a_cell_has_no_words_of_a_person(
    reader: TestClient, filled: str, correction: dict[str, object], status: int
) -> None:
    """Only what Quoth cut from the document can be chosen."""
    before = cell(reader, filled)
    answer = reader.patch(f"/api/grids/{filled}", json=correction)
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert cell(reader, filled) == before


def test_after_a_build_no_quote_is_chosen(client: TestClient) -> None:
    """Its offsets would be of another text. A cell can still be emptied."""
    id_ = begun(client)
    ended(client, id_)
    client.put("/api/documents/okapi.txt", content=b"Okapis eat leaves.")
    build_by(client)
    answer = client.post(f"/api/grids/{id_}/candidates", json=PLACE)
    assert answer.status_code == 409
    assert "indexed again" in answer.json()["detail"]
    assert client.patch(f"/api/grids/{id_}", json=PLACE).json()["label"] == "emptied"
