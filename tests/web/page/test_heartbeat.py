"""No tab keeps a connection open: browsers have six of them to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_the_heartbeat_of_a_tab_is_one_beat(client: TestClient) -> None:
    """The response ends; Gradio's own would go on until the tab is closed."""
    answer = client.get("/gradio_api/heartbeat/abcdef")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == "data: ALIVE\n\n"
