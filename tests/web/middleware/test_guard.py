"""Whatever a request looks like, the answer is a sentence, and carries the security headers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.authentication.keys import Keys
from qa.web.limits import Limits
from qa.web.middleware.security_headers import SECURITY_HEADERS, SecurityHeaders
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive, Scope, Send

    from qa.web.service.service import Service

TOKEN = "0123456789abcdef-token"
BASE = "http://localhost:7860"
JSON = {"Content-Type": "application/json"}
HALVES = ["\\ud800", "\\uDFFF", "a\\udc00b", "\\udc00\\ud800", "\\ud83e\\udd93\\ud83e"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("guard"), Limits(body=5000))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    app = application(service)

    @app.get("/api/broken")
    def broken() -> None:
        raise ZeroDivisionError

    app.router.routes.insert(0, app.router.routes.pop())  # before the page, which takes all paths
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def locked(service: Service) -> Iterator[TestClient]:
    app = application(service, keys=Keys({"anna": TOKEN}))
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


def lacking(headers: Any) -> list[str]:
    """Return the security headers that are not there, or not as they should be."""
    return [name for name, value in SECURITY_HEADERS.items() if headers.get(name) != value]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/api/health", {}, 200),
        ("GET", "/api/health", {"Host": "evil.example"}, 400),
        ("GET", "/api/health", {"Host": "[::1"}, 400),
        ("GET", "/api/health", {"Host": "\xff\xfe"}, 400),
        ("GET", "/api/health", {"Host": ""}, 400),
        ("POST", "/api/build", {"Origin": "http://evil.example"}, 403),
        ("POST", "/api/build", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET", "/api/documents/none.txt", {}, 404),
        ("GET", "/quoth/none.js", {}, 404),
        ("PATCH", "/api/ask", {}, 404),
        ("POST", "/api/ask", {"Content-Length": "99999999"}, 413),
        ("POST", "/api/ask", {}, 422),
        ("GET", "/api/documents?limit=no", {}, 422),
        ("GET", "/api/broken", {}, 500),
    ],
)
def test_every_answer_carries_the_security_headers(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Refusals and failures, too."""
    sent = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    answer = client.request(method, path, headers=sent)
    assert answer.status_code == status
    assert lacking(answer.headers) == []


def test_so_do_the_answers_to_strangers(locked: TestClient) -> None:
    """The form, the way to it, and what programs get."""
    for method, path in (
        ("GET", "/login"),
        ("POST", "/login"),
        ("GET", "/api/documents"),
        ("GET", "/"),
        ("GET", "/logout"),
        ("POST", "/logout"),
    ):
        answer = locked.request(method, path, headers={"Accept": "text/html"})
        assert lacking(answer.headers) == [], (method, path)


def test_a_request_that_is_cancelled_is_answered_with_them() -> None:
    """The server would answer it in its own words, without."""
    sent: list[Any] = []

    async def cancelled(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyboardInterrupt

    async def nothing() -> Any:
        return {"type": "http.disconnect"}

    async def keep(message: Any) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(KeyboardInterrupt):
        anyio.run(SecurityHeaders(cancelled), scope, nothing, keep)
    assert sent[0]["status"] == 500
    found = {name.decode().lower() for name, _ in sent[0]["headers"]}
    assert {name.lower() for name in SECURITY_HEADERS} <= found


@pytest.mark.parametrize(
    "origin",
    [
        b"http://[::1",
        b"http://[",
        b"http://]",
        b"http://localhost:7860@evil.example",
        b"http://localhost:99999999",
        b"http://\xff\xfe",
        b"//[",
        b"",
        b"\x80",
        b"http://localhost:7860, http://evil.example",
        b"http://evil.example, http://localhost:7860",
        b"x" * 9000,
    ],
)
def test_an_origin_that_is_none_is_foreign(client: TestClient, origin: bytes) -> None:
    """It is refused, not stumbled over."""
    answer = client.post("/api/ask", json={"question": "zebras?"}, headers={b"Origin": origin})
    assert answer.status_code == 403


def test_one_foreign_origin_of_two_is_enough(client: TestClient) -> None:
    """In whichever order they come."""
    for origins in ((BASE, "http://evil.example"), ("http://evil.example", BASE)):
        headers = [("Origin", origin) for origin in origins]
        assert client.post("/api/build", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", b"\xff\xfe"),
        ("Authorization", b"Bearer \xff\xfe\x80"),
        ("Authorization", b"Bearer"),
        ("Authorization", b"Bearer " + b"x" * 9000),
        ("Cookie", b"\xff=\xfe; quoth=\x80"),
        ("X-Forwarded-For", b"[::1, \xff, 999.999.999.999:99999999999"),
        ("X-Forwarded-Proto", b"\xff"),
        ("Sec-Fetch-Site", b"\xff"),
        ("Content-Length", b"-1"),
        ("Content-Length", b"1e3"),
        ("Content-Length", "²".encode("latin-1")),
        ("Content-Length", b"9" * 5000),
        ("Content-Type", b"\xff; charset=\xfe"),
        ("Accept", b"\xff"),
        ("Host", b"localhost:\xff"),
    ],
)
def test_no_header_is_stumbled_over(
    client: TestClient, locked: TestClient, name: str, value: bytes
) -> None:
    """Odd bytes in any that is read; a stranger stays one."""
    body = b'{"question": "zebras?"}'
    headers = {b"Content-Type": b"application/json", name.encode(): value}
    assert client.post("/api/ask", content=body, headers=headers).status_code < 500
    assert locked.post("/api/ask", content=body, headers=headers).status_code in {400, 401, 403}


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
def test_half_of_a_pair_is_refused_wherever_it_stands(
    client: TestClient, path: str, body: str, half: str
) -> None:
    """Named by its place, in a sentence, before anything works with it."""
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
    """No file gets a name that nobody gave it."""
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
