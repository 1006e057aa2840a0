"""Requests that the OpenAPI schema allows, and many that it forbids, never make the server fail."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from qa.web import strings
from qa.web.app import application
from qa.web.service import grids
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from schemathesis import Case

schemathesis = pytest.importorskip("schemathesis")  # it needs Python 3.11

pytestmark = pytest.mark.long


HOST = {"Host": "localhost:7860"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """All builds have ended, without an unexpected error, when the tests are done."""
    service = ready_service(tmp_path_factory.mktemp("schema"))
    with pytest.MonkeyPatch.context() as patched:  # to be busy is no failure, but looks like one
        for limit in ("MOST_GRIDS", "MOST_WAITING", "MOST_CELLS_TOGETHER"):
            patched.setattr(grids, limit, 1 << 30)
        yield application(service)
    assert service.builder is not None
    for _ in range(600):
        if not service.builder.state.running:
            break
        time.sleep(0.05)
    assert service.builder.state.running is False
    assert service.builder.state.error != strings.UNEXPECTED_IN_API


OPERATIONS = [
    ("POST", "/api/ask"),
    ("POST", "/api/quote"),
    ("POST", "/api/check"),
    ("POST", "/api/check/text"),
    ("POST", "/api/check/file"),
    ("POST", "/api/verify"),
    ("POST", "/api/compare"),
    ("POST", "/api/feedback"),
    ("POST", "/api/transcript"),
    ("POST", "/api/ask/all"),
    ("POST", "/api/grids/questions"),
    ("POST", "/api/grids"),
    ("GET", "/api/grids"),
    ("GET", "/api/grids/{grid_id}"),
    ("PATCH", "/api/grids/{grid_id}"),
    ("DELETE", "/api/grids/{grid_id}"),
    ("GET", "/api/grids/{grid_id}/cells"),
    ("POST", "/api/grids/{grid_id}/stop"),
    ("POST", "/api/grids/{grid_id}/continue"),
    ("POST", "/api/grids/{grid_id}/candidates"),
    ("GET", "/api/grids/{grid_id}/export"),
    ("GET", "/api/documents"),
    ("GET", "/api/documents/{doc_id}"),
    ("PUT", "/api/documents/{doc_id}"),
    ("DELETE", "/api/documents/{doc_id}"),
    ("GET", "/api/removed"),
    ("POST", "/api/removed/{removed_id}/restore"),
    ("GET", "/api/page"),
    ("POST", "/api/page/boxes"),
    ("GET", "/api/build"),
    ("POST", "/api/build"),
    ("GET", "/api/index"),
    ("GET", "/api/collections"),
    ("GET", "/api/health"),
    ("GET", "/api/ready"),
    ("GET", "/metrics"),
]
NEVER_WRONG = {
    "/api/build",
    "/api/collections",
    "/api/index",
    "/api/health",
    "/api/ready",
    "/metrics",
    "/api/grids",
}
NEVER_WRONG |= {"/api/documents/{doc_id}", "/api/removed"}  # takes any text
NEVER_WRONG |= {f"/api/grids/{{grid_id}}{rest}" for rest in ("", "/stop", "/continue")}
NEVER_WRONG |= {"/api/removed/{removed_id}/restore"}


def test_every_operation_is_tried(app: FastAPI) -> None:
    """The list has all operations of the schema, and no others."""
    found = {
        (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        for method in methods
    }
    assert found == set(OPERATIONS)


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        *((method, path, "positive") for method, path in OPERATIONS),
        *((method, path, "negative") for method, path in OPERATIONS if path not in NEVER_WRONG),
        ("PATCH", "/api/grids/{grid_id}", "negative"),
        ("POST", "/api/grids", "negative"),
    ],
)
def test_nothing_sent_makes_the_server_fail(
    app: FastAPI, method: str, path: str, mode: str
) -> None:
    """Each answer has a status and a body that the schema declares."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers=HOST)
    strategy = schema[path][method].as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    @settings(
        max_examples=6 if path == "/api/transcript" else 25,  # it writes whole files
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def sent(case: Case[Any]) -> None:
        response = case.call(headers=HOST)
        assert response.status_code < 500, response.text
        case.validate_response(
            response,
            checks=[
                schemathesis.checks.not_a_server_error,
                schemathesis.checks.status_code_conformance,
                schemathesis.checks.content_type_conformance,
                schemathesis.checks.response_schema_conformance,
            ],
        )

    sent()
