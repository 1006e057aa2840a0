"""Every response has the security headers, refusals and failures too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.authentication.keys import Keys
from qa.web.limits import Limits
from qa.web.middleware.security_headers import SECURITY_HEADERS, SecurityHeaders
from tests.support.webs import (
    BASE,
    TOKEN,
    ready_service,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive, Scope, Send

    from qa.web.service.service import Service


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
    """So do refusals and failures."""
    sent = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    answer = client.request(method, path, headers=sent)
    assert answer.status_code == status
    assert lacking(answer.headers) == []


def test_answers_to_users_without_a_token_carry_them_too(locked: TestClient) -> None:
    """The log-in form, the redirect to it, and the problem that programs get."""
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


def test_the_answer_to_a_cancelled_request_carries_them_too() -> None:
    """Uvicorn would answer it without them."""
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
def test_no_malformed_header_makes_the_server_fail(
    client: TestClient, locked: TestClient, name: str, value: bytes
) -> None:
    """Odd bytes in a header are no error of ours, and open nothing."""
    body = b'{"question": "zebras?"}'
    headers = {b"Content-Type": b"application/json", name.encode(): value}
    assert client.post("/api/ask", content=body, headers=headers).status_code < 500
    assert locked.post("/api/ask", content=body, headers=headers).status_code in {400, 401, 403}
