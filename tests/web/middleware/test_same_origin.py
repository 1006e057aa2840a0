"""The page of another site can change and ask nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from tests.support.webs import (
    BASE,
    ready_service,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.web.service.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_the_page_of_another_site_can_change_and_ask_nothing(
    client: TestClient, headers: dict[str, str]
) -> None:
    """Browsers mark its requests."""
    for method, path in (("POST", "/api/build"), ("DELETE", "/api/documents/zebras.md")):
        assert client.request(method, path, headers=headers).status_code == 403
    answer = client.post("/api/ask", json={"question": "zebras?"}, headers=headers)
    assert answer.status_code == 403


def test_no_other_site_may_read_an_answer(client: TestClient) -> None:
    """There are no CORS headers, not even in the answer to a preflight request."""
    preflight = client.options(
        "/api/ask",
        headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"},
    )
    own = client.post(
        "/api/ask", json={"question": "What do zebras eat?"}, headers={"Origin": BASE}
    )
    assert own.status_code == 200
    for answer in (preflight, own):
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert own.headers["cross-origin-resource-policy"] == "same-origin"
    assert own.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in own.headers["content-security-policy"]


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
def test_a_malformed_origin_is_foreign(client: TestClient, origin: bytes) -> None:
    """It is refused, and nothing fails."""
    answer = client.post("/api/ask", json={"question": "zebras?"}, headers={b"Origin": origin})
    assert answer.status_code == 403


def test_one_foreign_origin_of_two_is_enough(client: TestClient) -> None:
    """In whichever order they come."""
    for origins in ((BASE, "http://evil.example"), ("http://evil.example", BASE)):
        headers = [("Origin", origin) for origin in origins]
        assert client.post("/api/build", headers=headers).status_code == 403
