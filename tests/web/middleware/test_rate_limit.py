"""A client is bounded in what it requests per minute."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.limits import Limits
from qa.web.service.service import Service
from tests.support.webs import (
    BASE,
    ready_service,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("service"))


def limited(service: Service, a_minute: int) -> TestClient:
    """Return a client of a server that takes so many requests a minute."""
    limits = Limits(a_minute=a_minute)
    return TestClient(application(Service(service.live, service.corpus, limits)), base_url=BASE)


def test_too_many_questions_are_refused(service: Service) -> None:
    """Reading stays possible."""
    with limited(service, 3) as client:
        codes = [client.post("/api/ask", json={"question": "?"}).status_code for _ in range(6)]
        assert codes[:3] == [422, 422, 422]
        assert 429 in codes[3:]
        assert client.get("/api/documents").status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/api/page?reference=x", 2),
        ("/api/documents", 8),
        ("/api/removed", 8),
        ("/metrics", 16),
        ("/api/index", 16),
    ],
)
def test_too_much_reading_is_refused(service: Service, path: str, most: int) -> None:
    """The more a request costs, the fewer are allowed. Health, builds and the page are free."""
    with limited(service, 4) as client:
        # On a busy machine a further request may be allowed meanwhile.
        codes = [client.get(path).status_code for _ in range(2 * most)]
        assert 429 not in codes[:most]
        assert 429 in codes[most:]
        for _ in range(20):
            assert client.get("/api/health").status_code == 200
            assert client.get("/api/build").status_code == 200
        assert client.get("/").status_code == 200
