"""Only users with a token or a session may use the server."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.web import strings
from qa.web.app import application
from qa.web.authentication.keys import Keys
from qa.web.limits import Limits
from tests.support.webs import (
    BASE,
    TOKEN,
    ready_service,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.web.service.service import Service


BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(
        tmp_path_factory.mktemp("access"), Limits(body=2000, upload=3000, a_minute=0)
    )


@pytest.fixture
def locked(service: Service) -> Iterator[TestClient]:
    app = application(service, keys=Keys({"anna": TOKEN}))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        yield client


def test_without_a_token_everything_is_closed(locked: TestClient) -> None:
    """Programs get a problem, browsers the form; health and readiness stay open."""
    for path in ("/api/documents", "/gradio_api/info", "/quoth/frame/main.js", "/docs", "/metrics"):
        answer = locked.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
    assert locked.get("/", headers={"Accept": "text/html"}).headers["location"] == "/login"
    assert locked.get("/api/health").status_code == 200


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer \xff"])
def test_a_wrong_token_opens_nothing(locked: TestClient, sent: str) -> None:
    """Nor does the right one sent in another way."""
    headers = {b"Authorization": sent.encode("latin-1")}
    assert locked.get("/api/documents", headers=headers).status_code == 401


def test_a_token_opens_the_interface_and_the_page(locked: TestClient) -> None:
    """A browser gets a cookie without the token, which scripts cannot read."""
    assert locked.get("/api/documents", headers=BEARER).status_code == 200
    answer = locked.post("/login", data={"token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert locked.get("/").status_code == 200


def test_a_wrong_token_in_the_form_is_refused_and_not_logged(
    locked: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """After ten in a minute, further ones get status 429; the right one still opens."""
    caplog.set_level(logging.DEBUG)
    wrong = "guess-<b>-0123456789"
    answer = locked.post("/login", data={"token": wrong})
    assert answer.status_code == 401
    assert strings.LOGIN_WRONG in answer.text
    assert wrong not in answer.text
    for _ in range(9):
        locked.post("/login", data={"token": wrong})
    assert locked.post("/login", data={"token": wrong}).status_code == 429
    assert locked.post("/login", data={"token": TOKEN}).status_code == 303
    assert wrong not in caplog.text
    assert TOKEN not in caplog.text


def test_wrong_tokens_lock_no_right_one_out(service: Service) -> None:
    """After ten in a minute, an address gets no other answer to a wrong one; others are heard."""
    app = application(service, keys=Keys({"anna": TOKEN}))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        for _ in range(20):
            assert client.get("/api/documents", headers=BEARER).status_code == 200
        wrong = {"Authorization": "Bearer guess"}
        codes = [client.get("/api/documents", headers=wrong).status_code for _ in range(12)]
        assert codes == [401] * 10 + [429] * 2
        assert client.post("/login", data={"token": "guess"}).status_code == 429
        assert client.get("/api/documents", headers=BEARER).status_code == 200
        assert client.get("/api/health").status_code == 200
        assert client.post("/login", data={"token": TOKEN}).status_code == 303
        assert client.get("/api/documents").status_code == 200  # by the cookie
