"""A request for an unknown host is refused, and the answer says how to allow the host."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from qa.web.middleware.known_hosts import KnownHosts
from qa.web.network.hosts import known_hosts


@pytest.fixture(scope="module")
def client() -> TestClient:
    """A client of an application that answers "reached"."""
    app = KnownHosts(PlainTextResponse("reached"), known_hosts("127.0.0.1", ["quoth.example"]))
    return TestClient(app, base_url="http://localhost:7860")


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:1", "127.0.0.1:7860", "[::1]:7860", "[::1]", "quoth.example:80"],
)
def test_a_known_host_reaches_the_application(client: TestClient, host: str) -> None:
    """With any port: a proxy may listen on another one."""
    assert client.get("/", headers={"Host": host}).text == "reached"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "www.quoth.example",
        "localhost@evil.example",
        "127.0.0.1.evil.example",
        "[::1",
        "",
        "x" * 1000,
    ],
)
def test_an_unknown_host_is_a_problem(client: TestClient, host: str) -> None:
    """It names the host, and the option that allows it; no more than 100 characters of it."""
    answer = client.get("/", headers={b"Host": host.encode("latin-1")})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert repr(host[:100]) in answer.json()["detail"]
    assert "qa serve --name" in answer.json()["detail"]
    assert len(answer.text) < 400
