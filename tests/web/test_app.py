"""The application puts page, interface and middleware together, the cheapest refusal first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.web import strings
from qa.web.app import application
from qa.web.authentication.keys import Keys
from qa.web.limits import Limits
from tests.support.webs import BASE, TOKEN, ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.web.service.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("app"), Limits(a_minute=2))


@pytest.fixture
def locked(service: Service) -> Iterator[TestClient]:
    app = application(service, keys=Keys({"anna": TOKEN}))
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


def test_an_unknown_host_learns_nothing_of_the_log_in(locked: TestClient) -> None:
    """It is refused before anyone looks for a token."""
    assert locked.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert locked.get("/api/index").status_code == 401


def test_a_further_name_is_accepted(service: Service) -> None:
    """Only where the server was started with it."""
    app = application(service, names=["quoth.example"])
    with TestClient(app, base_url=BASE) as client:
        for host, status in (("quoth.example", 200), ("other.example", 400)):
            assert client.get("/api/health", headers={"Host": host}).status_code == status


def test_the_requests_of_strangers_take_nothing_from_a_user(locked: TestClient) -> None:
    """Who has no token is refused before requests are counted."""
    for _ in range(5):
        assert locked.post("/api/build").status_code == 401
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    codes = [locked.post("/api/ask", json={}, headers=bearer).status_code for _ in range(3)]
    assert codes == [422, 422, 429]


def test_page_files_and_interface_are_served_together(service: Service) -> None:
    """The page at the root, its scripts at ``/quoth``, and the reference at ``/docs``."""
    with TestClient(application(service), base_url=BASE) as client:
        page = client.get("/").text
        assert strings.TITLE in page
        script = re.search(r"quoth/[\w/]+\.js", page)
        assert script is not None
        assert "javascript" in client.get(f"/{script[0]}").headers["content-type"]
        assert "swagger" in client.get("/docs").text
