"""Documents are listed and read over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from tests.support.webs import TEXT, sha256_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_every_file_is_listed_with_its_tag(client: TestClient) -> None:
    """The tag of the file in the folder, even when the index has an older one."""
    client.put("/api/documents/okapi.txt", content=b"An okapi.")
    client.put("/api/documents/zebras.md", content=b"Hay.", headers={"If-Match": "*"})
    rows = {row["doc_id"]: row["sha256"] for row in client.get("/api/documents").json()}
    assert rows["okapi.txt"] == sha256_of(b"An okapi.")
    assert rows["zebras.md"] == sha256_of(b"Hay.")
    answer = client.get("/api/documents/zebras.md")
    assert answer.headers["ETag"] == f'"{sha256_of(TEXT.encode())}"'


def test_an_unknown_document_is_a_problem(client: TestClient) -> None:
    """With status 404, to read and to remove."""
    answer = client.get("/api/documents/none.txt")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert client.delete("/api/documents/none.txt").status_code == 404


def test_a_list_is_read_page_by_page(client: TestClient) -> None:
    """In the order of the names."""
    names = [row["doc_id"] for row in client.get("/api/documents").json()]
    assert names == ["hostile.txt", "zebras.md"]
    for start, limit, expected in ((0, 1, names[:1]), (1, 1, names[1:]), (2, 5, [])):
        page = client.get("/api/documents", params={"start": start, "limit": limit}).json()
        assert [row["doc_id"] for row in page] == expected
    for wrong in ({"start": -1}, {"limit": 0}, {"limit": 10_001}):
        assert client.get("/api/documents", params=wrong).status_code == 422
