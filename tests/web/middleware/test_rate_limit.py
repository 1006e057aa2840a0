"""A client is bounded in what it requests per minute."""

from __future__ import annotations

from functools import partial

import pytest
from starlette.testclient import TestClient

from qa.web.app import application
from qa.web.limits import Bucket, Limits
from qa.web.middleware import rate_limit
from qa.web.service.service import Service
from tests.support.webs import (
    BASE,
    ready_service,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("service"))


@pytest.fixture(autouse=True)
def _time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the next request may be due while a test sends the others."""
    monkeypatch.setattr(rate_limit, "Bucket", partial(Bucket, clock=lambda: 0.0))


def limited(service: Service, a_minute: int) -> TestClient:
    """Return a client of a server that takes so many requests a minute."""
    limits = Limits(a_minute=a_minute)
    return TestClient(application(Service(service.live, service.corpus, limits)), base_url=BASE)


def test_too_many_questions_are_refused(service: Service) -> None:
    """Reading stays possible."""
    with limited(service, 3) as client:
        codes = [client.post("/api/ask", json={"question": "?"}).status_code for _ in range(4)]
        assert codes == [422, 422, 422, 429]
        assert client.get("/api/documents").status_code == 200


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/api/page?reference=x", 2),
        ("/api/documents", 8),
        ("/api/removed", 8),
        ("/metrics", 16),
        ("/api/index", 16),
        ("/api/grids/x/export?format=csv", 2),
        ("/api/grids/x/cells", 16),
    ],
)
def test_too_much_reading_is_refused(service: Service, path: str, most: int) -> None:
    """The more a request costs, the fewer are allowed. Health, builds and the page are free."""
    with limited(service, 4) as client:
        codes = [client.get(path).status_code for _ in range(most + 1)]
        assert 429 not in codes[:most]
        assert codes[most] == 429
        for _ in range(20):
            assert client.get("/api/health").status_code == 200
            assert client.get("/api/build").status_code == 200
        assert client.get("/").status_code == 200
