"""Slow connections are closed, and keep nobody else out; over real sockets."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from qa.errors import QAError
from qa.web import strings
from qa.web.middleware.security_headers import SECURITY_HEADERS
from qa.web.network.connections import ConnectionLimits, Connections
from qa.web.server import WatchingServer, configured, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

pytestmark = pytest.mark.long

HALF = b"GET /client HTTP/1.1\r\nHost: localhost\r\nX-Half: "
WHOLE = b"GET /client HTTP/1.1\r\nHost: localhost\r\n\r\n"
LARGE = 30_000_000
LONG_S = 30  # what no test waits for, unless it fails


class App:
    """An application that answers at once, with much, or when the test lets it go on."""

    def __init__(self) -> None:
        self.waiting = 0
        self.go_on = threading.Event()

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer by the path."""
        if scope["type"] != "http":
            return
        body = json.dumps({"client": scope["client"][0], "scheme": scope["scheme"]}).encode()
        if scope["path"] == "/large":
            body = bytes(LARGE)
        if scope["path"] == "/later":
            self.waiting += 1
            while not self.go_on.is_set():  # noqa: ASYNC110 - set by another thread
                await asyncio.sleep(0.01)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})


class Running:
    """A server in a thread.

    Attributes:
        port: where it listens.
        connections: those that are open.
        app: the application.
    """

    def __init__(self, port: int, connections: Connections, app: App) -> None:
        self.port = port
        self.connections = connections
        self.app = app

    def connected(self, sent: bytes = b"") -> socket.socket:
        """Return a connection on which something was sent."""
        made = socket.create_connection(("127.0.0.1", self.port), timeout=LONG_S)
        made.sendall(sent)
        return made

    def get(self, path: str = "/client", **headers: str) -> httpx.Response:
        """Ask on a connection of its own."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=sent, timeout=LONG_S)


@contextmanager
def running(proxies: Sequence[str] = (), **bounds: Any) -> Iterator[Running]:
    """Run a server, configured as ours is, with these limits of connections."""
    app, connections = App(), Connections(ConnectionLimits(proxies=tuple(proxies), **bounds))
    ready = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = WatchingServer(configured(app, connections, proxies), connections, ready.set)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            assert ready.wait(LONG_S)
            yield Running(listening.getsockname()[1], connections, app)
        finally:
            app.go_on.set()
            server.should_exit = True
            thread.join()


def eventually(true: Callable[[], bool]) -> None:
    """Wait until something is so; fail if it is not so for long."""
    for _ in range(LONG_S * 20):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError


def rest(connection: socket.socket) -> bytes:
    """Return what comes until the server closes a connection; fail if it does not."""
    received = b""
    try:
        while piece := connection.recv(1 << 16):
            received += piece
    except ConnectionError:
        pass
    return received


def drip(connection: socket.socket) -> None:
    """Send a byte now and then until the server closes a connection; fail if it does not."""
    try:
        for _ in range(LONG_S * 10):
            connection.sendall(b"x")
            time.sleep(0.1)
    except ConnectionError:
        return
    raise AssertionError


def test_three_hundred_halves_of_a_header_keep_nobody_out() -> None:
    """Others are answered meanwhile, and all of the halves are closed."""
    with running(request_s=2) as server:
        halves = [server.connected(HALF) for _ in range(300)]
        assert len(server.connections.opened) <= server.connections.limits.each
        assert server.get().status_code == 200
        for half in halves:
            assert rest(half) == b""
            half.close()
        eventually(lambda: not server.connections.opened)


@pytest.mark.parametrize("sent", [b"", b"G", HALF, WHOLE, WHOLE + HALF, WHOLE + WHOLE])
def test_a_client_that_sends_no_more_is_closed(sent: bytes) -> None:
    """Before a request, in it, after it, and in the one that follows on the same connection."""
    with running(request_s=1) as server, server.connected(sent) as connection:
        assert rest(connection).count(b"200 OK") == sent.count(b"\r\n\r\n")


def test_a_header_that_drips_is_closed() -> None:
    """A byte now and then does not put off the end."""
    with running(request_s=1) as server, server.connected(HALF) as connection:
        drip(connection)
        assert rest(connection) == b""


def test_a_body_that_nobody_reads_is_not_waited_for() -> None:
    """It was answered already; what still comes does not keep the connection."""
    head = b"POST /client HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
    with running(request_s=1) as server, server.connected(head) as connection:
        drip(connection)


def test_a_client_that_does_not_read_is_closed() -> None:
    """A response waits in memory for it no longer than it has to."""
    request = WHOLE.replace(b"client", b"large")
    with running(write_s=1) as server, server.connected(request) as connection:
        eventually(lambda: len(server.connections.opened) == 1)
        eventually(lambda: not server.connections.opened)
        assert len(rest(connection)) < LARGE


def test_a_client_that_reads_slowly_gets_everything() -> None:
    """As long as it reads at all."""
    request = WHOLE.replace(b"client", b"large")
    with running(write_s=2, request_s=1) as server, server.connected(request) as connection:
        received = 0
        for turn in range(LARGE):
            piece = connection.recv(1 << 20)
            if not piece:
                break
            received += len(piece)
            if turn % 8 == 0:
                time.sleep(0.2)
        assert received > LARGE


def test_a_long_answer_is_waited_for() -> None:
    """The bounds are on clients that keep the server waiting, not the other way round."""
    request = WHOLE.replace(b"client", b"later")
    with running(request_s=1, write_s=1) as server, server.connected(request) as connection:
        eventually(lambda: server.app.waiting == 1)
        time.sleep(2.5)
        server.app.go_on.set()
        assert b"200 OK" in rest(connection)


@pytest.mark.parametrize("bounds", [{"total": 4}, {"each": 4}])
def test_the_one_that_waits_longest_makes_room(bounds: dict[str, Any]) -> None:
    """Of all connections, or of those of its address."""
    with running(**bounds) as server:
        halves = [server.connected(HALF) for _ in range(4)]
        eventually(lambda: len(server.connections.opened) == 4)
        assert server.get().status_code == 200
        assert rest(halves[0]) == b""
        halves[3].sendall(b"x\r\n\r\n")
        assert b"200 OK" in halves[3].recv(1 << 16)


def test_where_all_are_answered_one_more_is_refused() -> None:
    """In a sentence; nobody's answer is cut off for it."""
    with running(total=3) as server:
        busy = [server.connected(WHOLE.replace(b"client", b"later")) for _ in range(3)]
        eventually(lambda: server.app.waiting == 3)
        with server.connected() as further:
            refused = rest(further)
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert strings.TOO_MANY_CONNECTIONS.encode() in refused
        assert lacking(refused) == []
        server.app.go_on.set()
        for connection in busy:
            assert b"200 OK" in connection.recv(1 << 16)


def test_the_users_of_a_proxy_share_no_bound() -> None:
    """All their connections come from one address."""
    with running(proxies=["127.0.0.0/8"], each=2) as server:
        busy = [server.connected(WHOLE.replace(b"client", b"later")) for _ in range(6)]
        eventually(lambda: server.app.waiting == 6)
        server.app.go_on.set()
        for connection in busy:
            assert b"200 OK" in connection.recv(1 << 16)


def lacking(response: bytes) -> list[str]:
    """Return the security headers that are not in a response as it was sent."""
    head = response.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return [name for name, value in SECURITY_HEADERS.items() if f"{name}: {value}" not in head]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"nonsense\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000,
    ],
)
def test_what_is_no_http_is_refused_with_the_security_headers(sent: bytes) -> None:
    """Uvicorn answers it itself, before any application sees it."""
    with running() as server, server.connected(sent) as connection:
        refused = rest(connection)
    assert refused.split(b" ")[1] in {b"400", b"501"}
    assert lacking(refused) == []
    assert b"application/problem+json" in refused


def test_nonsense_behind_a_request_ends_it_quietly(caplog: pytest.LogCaptureFixture) -> None:
    """While it is answered; the application's answer goes nowhere, and nothing fails."""
    request = (
        WHOLE.replace(b"client", b"later")
        .replace(b"GET", b"POST")
        .replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    )
    with running() as server, server.connected(request) as connection:
        eventually(lambda: server.app.waiting == 1)
        connection.sendall(b"no chunk\r\n")
        assert b" 400 " in rest(connection)
        server.app.go_on.set()
        assert server.get().status_code == 200
    assert "Traceback" not in caplog.text


def test_a_forwarded_address_counts_from_a_named_proxy_only() -> None:
    """By default from nobody, not even from this machine."""
    forwarded = {"X_Forwarded_For": "192.0.2.7", "X_Forwarded_Proto": "https"}
    with running() as server:
        assert server.get(**forwarded).json() == {"client": "127.0.0.1", "scheme": "http"}
    with running(proxies=["192.0.2.1"]) as server:
        assert server.get(**forwarded).json() == {"client": "127.0.0.1", "scheme": "http"}
    with running(proxies=["127.0.0.1"]) as server:
        assert server.get(**forwarded).json() == {"client": "192.0.2.7", "scheme": "https"}
        chain = {**forwarded, "X_Forwarded_For": "203.0.113.9, 192.0.2.7"}
        assert server.get(**chain).json()["client"] == "192.0.2.7"


@pytest.mark.parametrize("proxy", ["proxy.example", "*", "10.0.0.1/8", ""])
def test_a_proxy_that_is_no_address_is_refused(tmp_path: Path, proxy: str) -> None:
    """In a sentence, before anything listens."""
    with pytest.raises(QAError, match="A proxy must be an address"):
        serve(tmp_path, port=0, proxies=[proxy])
