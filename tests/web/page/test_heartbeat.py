"""No tab keeps a connection open: browsers have six of them to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.testclient import TestClient

from qa.web.page.heartbeat import NoHeartbeat

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


def test_the_heartbeat_of_a_tab_is_one_beat(client: TestClient) -> None:
    """The response ends; Gradio's own would go on until the tab is closed."""
    answer = client.get("/gradio_api/heartbeat/abcdef")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == "data: ALIVE\n\n"


def test_nothing_else_is_taken_for_a_heartbeat(client: TestClient) -> None:
    """A document may have the words in its name, and other methods have no beat."""
    for answer in (
        client.post("/gradio_api/heartbeat/abcdef"),
        client.get("/api/documents/notes/gradio_api/heartbeat/abcdef"),
        client.delete("/api/documents/gradio_api/heartbeat/abcdef"),
    ):
        assert "ALIVE" not in answer.text
        assert answer.status_code in {404, 405}


def test_a_page_below_a_path_of_its_own_has_its_heartbeat() -> None:
    """A collection's page is mounted; the path that it is given has the mount in it."""
    passed: list[str] = []

    async def rest(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["path"])
        await PlainTextResponse("rest")(scope, receive, send)

    app = Starlette(routes=[Mount("/c/tea", app=NoHeartbeat(rest))])
    with TestClient(app) as client:
        assert "ALIVE" in client.get("/c/tea/gradio_api/heartbeat/abcdef").text
        assert client.get("/c/tea/x/gradio_api/heartbeat/abcdef").text == "rest"
    assert passed == ["/c/tea/x/gradio_api/heartbeat/abcdef"]
