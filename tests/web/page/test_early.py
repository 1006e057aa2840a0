"""The page has a script of its own before all that it loads; other answers stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.web.assets import page_file

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_the_script_comes_before_all_others(client: TestClient) -> None:
    """And the length of the page is right."""
    answer = client.get("/")
    assert answer.text.index(page_file("frame/early.js")) < answer.text.index("gradio_config")
    assert answer.text.count("window.quothEarly = ") == 1
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert client.head("/").content == b""


def test_other_answers_have_no_script(client: TestClient) -> None:
    """Neither another page in HTML nor JSON."""
    for path in ("/docs", "/api/documents"):
        assert "quothEarly" not in client.get(path).text
