"""The page as a server gives it: to whom, and what it forbids."""

from __future__ import annotations

import math
import socket
from typing import TYPE_CHECKING

import gradio as gr
import pytest
from starlette.testclient import TestClient

from qa.errors import QAError
from qa.web import serve
from qa.web.app import application
from qa.web.page.layout import page
from tests.support.webs import (
    ready_service,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.web.service.service import Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url="http://localhost:7860") as opened:
        yield opened


def test_the_page_forbids_foreign_content(client: TestClient) -> None:
    """Every response says so, errors among them."""
    for path in ("/", "/nothing-here"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy


def test_the_page_is_there_under_its_own_names_only(client: TestClient) -> None:
    """A foreign site that points its name at this machine gets nothing."""
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "127.0.0.1:7860"}).status_code == 200
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_no_state_of_a_tab_ends_by_its_age(service: Service) -> None:
    """A tab that is open for days goes on with what it asked before."""
    states = [block for block in page(service).blocks.values() if isinstance(block, gr.State)]
    assert len(states) == 3
    assert {state.time_to_live for state in states} == {math.inf}


def test_nothing_can_be_uploaded(client: TestClient) -> None:
    """The chat takes no files, so its server keeps none."""
    sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"12345")})
    assert sent.status_code == 413


def test_no_function_of_the_page_is_published(client: TestClient) -> None:
    """Gradio would list them as an interface for programs, which they are not."""
    assert client.get("/gradio_api/info").json()["named_endpoints"] == {}


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Before anything is loaded."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(QAError, match=f"port {port}"):
            serve(tmp_path, port=port)
