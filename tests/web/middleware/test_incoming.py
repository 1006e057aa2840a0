"""Requests that are too large, too slow or not Unicode are refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.limits import Limits
from qa.web.service.service import Service
from tests.support.webs import (
    BASE,
    ready_service,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


JSON = {"Content-Type": "application/json"}


HALVES = ["\\ud800", "\\uDFFF", "a\\udc00b", "\\udc00\\ud800", "\\ud83e\\udd93\\ud83e"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("incoming"), Limits(body=5000, upload=6000))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    """With and without a Content-Length. An upload may be larger than a question."""
    large = {"question": "z" * 6000}
    assert client.post("/api/ask", json=large).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(70):
            yield b"z" * 100

    assert client.put("/api/documents/a.txt", content=b"z" * 5500).status_code == 201
    assert client.put("/api/documents/b.txt", content=pieces()).status_code == 413
    names = {row["doc_id"] for row in client.get("/api/documents").json()}
    assert "a.txt" in names
    assert "b.txt" not in names
    assert client.delete("/api/documents/a.txt").status_code == 200


def test_a_body_that_arrives_too_slowly_is_refused(service: Service) -> None:
    """A question must arrive in time as a whole; an upload may take long, but not pause."""
    sent: list[dict[str, Any]] = []

    async def drip() -> dict[str, Any]:
        await anyio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def keep(message: Any) -> None:
        sent.append(message)

    limits = Limits(body=1000, upload=20, body_s=0.2, idle_s=0.2)
    app = application(Service(service.live, service.corpus, limits))
    for method, path, status in (
        ("POST", "/api/ask", 408),
        ("PUT", "/api/documents/slow.txt", 413),  # it came in, and was too much
    ):
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        }
        sent.clear()
        anyio.run(app, scope, drip, keep)
        assert sent[0]["status"] == status


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", '{"question": "%s"}'),
        ("/api/ask", '{"question": "q", "documents": ["a", "%s"]}'),
        ("/api/ask", '{"question": "q", "after": {"question": "%s"}}'),
        ("/api/ask", '{"question": "q", "after": {"quotes": [{"text": "%s"}]}}'),
        ("/api/ask", '{"question": "q", "%s": 1}'),
        ("/api/check", '{"claim": "%s"}'),
        ("/api/check", '{"claim": "c", "documents": ["%s"]}'),
        ("/api/quote", '{"question": "%s", "text": "t"}'),
        ("/api/quote", '{"question": "q", "text": "%s"}'),
        ("/api/quote", '{"question": "q", "text": "t", "title": "%s"}'),
        ("/api/feedback", '{"question": "%s", "reference": "r", "verdict": "right"}'),
        ("/api/feedback", '{"question": "q", "reference": "%s:0:1:x", "verdict": "right"}'),
        ("/api/verify", '{"question": "q", "quotes": [{"doc_id": "%s"}]}'),
        ("/gradio_api/run/predict", '{"data": ["%s"]}'),
    ],
)
def test_half_of_a_surrogate_pair_is_refused_everywhere(
    client: TestClient, path: str, body: str, half: str
) -> None:
    """The detail names the field, and nothing processes the text."""
    answer = client.post(path, content=(body % half).encode(), headers=JSON)
    assert answer.status_code == 422
    assert "half of a surrogate pair" in answer.json()["detail"]


def test_a_whole_pair_and_an_escaped_backslash_pass(client: TestClient) -> None:
    """As JSON spells a zebra, and the six characters of an escape."""
    for question in ("What does a \\ud83e\\udd93 eat?", "What is \\\\ud800, a zebra?"):
        body = f'{{"question": "{question}"}}'
        answer = client.post("/api/ask", content=body.encode(), headers=JSON)
        assert answer.status_code == 200
        assert answer.json()["question"] == json.loads(f'"{question}"')


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": "\xed\xa0\x80"}',
        b'{"question": "\xff"}',
        '{"question": "ä"}'.encode("latin-1"),
        '{"question": "\ud800"}'.encode("utf-16", "surrogatepass"),
        b"\xef\xbb\xbf\xff",
    ],
)
def test_a_body_that_is_no_unicode_is_refused(client: TestClient, body: bytes) -> None:
    """Half a pair in bytes, another encoding."""
    answer = client.post("/api/ask", content=body, headers=JSON)
    assert answer.status_code == 422
    assert "not valid Unicode" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/documents/%ED%A0%80.txt"),
        ("PUT", "/api/documents/%ED%A0%80.txt"),
        ("DELETE", "/api/documents/%ff.txt"),
        ("GET", "/api/page?reference=%ED%B0%80"),
        ("GET", "/api/documents?start=%ff"),
        ("GET", "/%c0%af"),
    ],
)
def test_an_address_that_is_no_unicode_is_refused(
    service: Service, client: TestClient, method: str, path: str
) -> None:
    """No file is stored under a garbled name."""
    answer = client.request(method, path)
    assert answer.status_code == 422
    assert "not valid Unicode" in answer.json()["detail"]
    assert service.corpus is not None
    assert sorted(service.corpus.files()) == ["hostile.txt", "zebras.md"]


def test_json_that_is_nested_deeply_is_refused(client: TestClient) -> None:
    """With half a pair in it or without."""
    for inside in ('"\\ud83e\\udd93"', "1"):
        body = "[" * 2000 + inside + "]" * 2000
        answer = client.post("/api/verify", content=body.encode(), headers=JSON)
        assert answer.status_code in {400, 422}
