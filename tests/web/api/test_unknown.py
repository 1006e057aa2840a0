"""A request below ``/api`` that no operation takes is answered with a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from tests.support.webs import BASE, ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    service = ready_service(tmp_path_factory.mktemp("unknown"))
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api"),
        ("GET", "/api/"),
        ("GET", "/api/asks"),
        ("POST", "/api/documents"),
        ("PATCH", "/api/ask"),
        ("OPTIONS", "/api/ask"),
        ("BREW", "/api/coffee"),
    ],
)
def test_an_unknown_operation_leads_to_the_reference(
    client: TestClient, method: str, path: str
) -> None:
    """The detail names what was requested, and where all operations are listed."""
    answer = client.request(method, path, follow_redirects=False)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(f"There is no operation {method} {path}.")
    assert "/docs" in answer.json()["detail"]


def test_a_long_path_is_shortened(client: TestClient) -> None:
    """The answer is no larger than it need be."""
    assert len(client.get("/api/" + "x" * 5000).text) < 500


def test_paths_beyond_the_interface_are_the_pages_own(client: TestClient) -> None:
    """Gradio answers those."""
    assert client.get("/gradio_api/info").status_code == 200
    assert client.get("/apis").status_code == 404
