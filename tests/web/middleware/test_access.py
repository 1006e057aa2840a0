"""Who may use the server, and how much of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from starlette.testclient import TestClient

from qa.errors import QAError
from qa.web import strings
from qa.web.app import application
from qa.web.middleware.access import Keys, check_exposure, read_keys
from qa.web.middleware.limits import Bucket, BusyError, Gate, Limits
from qa.web.service.service import Service
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


TOKEN = "0123456789abcdef-token"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
BASE = "http://localhost:7860"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(
        tmp_path_factory.mktemp("access"), Limits(body=2000, upload=3000, a_minute=0)
    )


@pytest.fixture
def locked(service: Service) -> Iterator[TestClient]:
    app = application(service, keys=Keys({"anna": TOKEN}))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url=BASE) as opened:
        yield opened


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "myhost"])
def test_beyond_this_machine_a_token_is_needed(host: str) -> None:
    """The sentence says how to set one; with one, it is let through."""
    with pytest.raises(QAError, match="QA_TOKEN"):
        check_exposure(host, None)
    check_exposure(host, Keys({"anna": TOKEN}))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_on_this_machine_no_token_is_needed(host: str) -> None:
    """Loopback addresses cannot be reached from elsewhere."""
    check_exposure(host, None)


def test_without_a_token_nothing_is_to_be_had(locked: TestClient) -> None:
    """Programs get a problem, browsers the form; health and readiness stay open."""
    for path in ("/api/documents", "/gradio_api/info", "/quoth/frame/main.js", "/docs", "/metrics"):
        answer = locked.get(path)
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
    assert locked.get("/", headers={"Accept": "text/html"}).headers["location"] == "/login"
    assert locked.get("/api/health").status_code == 200


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer \xff"])
def test_a_wrong_token_opens_nothing(locked: TestClient, sent: str) -> None:
    """Nor does the right one sent in another way."""
    headers = {b"Authorization": sent.encode("latin-1")}
    assert locked.get("/api/documents", headers=headers).status_code == 401


def test_a_token_opens_the_interface_and_the_page(locked: TestClient) -> None:
    """A browser gets a cookie that holds no token and that scripts cannot read."""
    assert locked.get("/api/documents", headers=BEARER).status_code == 200
    answer = locked.post("/login", data={"token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert locked.get("/").status_code == 200


def test_a_wrong_token_in_the_form_is_told_and_not_logged(
    locked: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """After ten in a minute, more are refused unread; the right one opens all the same."""
    caplog.set_level(logging.DEBUG)
    wrong = "guess-<b>-0123456789"
    answer = locked.post("/login", data={"token": wrong})
    assert answer.status_code == 401
    assert strings.LOGIN_WRONG in answer.text
    assert wrong not in answer.text
    for _ in range(9):
        locked.post("/login", data={"token": wrong})
    assert locked.post("/login", data={"token": wrong}).status_code == 429
    assert locked.post("/login", data={"token": TOKEN}).status_code == 303
    assert wrong not in caplog.text
    assert TOKEN not in caplog.text


def test_a_list_of_users_opens_for_each(tmp_path: Path) -> None:
    """Names and tokens, a line each; who is who is told apart."""
    users = tmp_path / "users"
    users.write_text(f"# ours\nanna {TOKEN}\nben  another-token-of-ben\n")
    users.chmod(0o600)
    keys = read_keys(users)
    assert keys is not None
    assert keys.owner(TOKEN) == "anna"
    assert keys.owner("another-token-of-ben") == "ben"
    assert keys.token("ben") == "another-token-of-ben"
    assert keys.owner("") is None
    assert keys.token("nobody") is None


@pytest.mark.parametrize(
    ("text", "mode", "sentence"),
    [
        ("anna short\n", 0o600, "has 5 characters"),
        ("anna\n", 0o600, "line 1"),
        (f"anna {TOKEN}\nanna {TOKEN}\n", 0o600, "a name twice in line 2"),
        (f"anna {TOKEN}\n", 0o644, "chmod 600"),
    ],
)
def test_a_list_of_users_that_is_wrong_is_refused(
    tmp_path: Path, text: str, mode: int, sentence: str
) -> None:
    """Nothing of a token stands in the sentence."""
    users = tmp_path / "users"
    users.write_text(text)
    users.chmod(mode)
    with pytest.raises(QAError, match=sentence) as refused:
        read_keys(users)
    assert TOKEN not in str(refused.value)


def test_a_token_from_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one there are no keys."""
    assert read_keys(None) is None
    monkeypatch.setenv("QA_TOKEN", TOKEN)
    keys = read_keys(None)
    assert keys is not None
    assert keys.owner(TOKEN) == "QA_TOKEN"


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
    """Whatever it makes a browser send."""
    for method, path in (("POST", "/api/build"), ("DELETE", "/api/documents/zebras.md")):
        assert client.request(method, path, headers=headers).status_code == 403
    asked = client.post("/api/ask", json={"question": "zebras?"}, headers=headers)
    assert asked.status_code == 403


def test_no_other_site_may_read_an_answer(client: TestClient) -> None:
    """There is no CORS header, not even when asked for one."""
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


def test_what_is_too_large_is_refused_said_or_not(client: TestClient) -> None:
    """Also where the size is not told beforehand; an upload may be larger than a question."""
    large = {"question": "z" * 3000}
    assert client.post("/api/ask", json=large).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"z" * 100

    assert client.put("/api/documents/a.txt", content=b"z" * 2500).status_code == 201
    assert client.put("/api/documents/b.txt", content=pieces()).status_code == 413
    names = {row["doc_id"] for row in client.get("/api/documents").json()}
    assert "a.txt" in names
    assert "b.txt" not in names
    assert client.delete("/api/documents/a.txt").status_code == 200


def test_what_does_not_come_in_is_not_waited_for(service: Service) -> None:
    """A question in time as a whole; an upload may take its time, but not pause."""
    sent: list[dict[str, Any]] = []

    async def drip() -> dict[str, Any]:
        await anyio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def keep(message: Any) -> None:
        sent.append(message)

    limits = Limits(body=1000, upload=20, body_s=0.2, idle_s=0.2)
    app = application(Service(service.live, service.corpus, limits))
    for method, path, status in (
        ("POST", "/api/ask", 408),
        ("PUT", "/api/documents/slow.txt", 413),  # it came in, and was too much
    ):
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        }
        sent.clear()
        anyio.run(app, scope, drip, keep)
        assert sent[0]["status"] == status


def test_wrong_tokens_lock_no_right_one_out(service: Service) -> None:
    """After ten in a minute, an address gets no other answer to a wrong one; others are heard."""
    app = application(service, keys=Keys({"anna": TOKEN}))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        for _ in range(20):
            assert client.get("/api/documents", headers=BEARER).status_code == 200
        wrong = {"Authorization": "Bearer guess"}
        codes = [client.get("/api/documents", headers=wrong).status_code for _ in range(12)]
        assert codes == [401] * 10 + [429] * 2
        assert client.post("/login", data={"token": "guess"}).status_code == 429
        assert client.get("/api/documents", headers=BEARER).status_code == 200
        assert client.get("/api/health").status_code == 200
        assert client.post("/login", data={"token": TOKEN}).status_code == 303
        assert client.get("/api/documents").status_code == 200  # by the cookie


def limited(service: Service, a_minute: int) -> TestClient:
    """Return a client of a server that takes so many requests a minute."""
    limits = Limits(a_minute=a_minute)
    return TestClient(application(Service(service.live, service.corpus, limits)), base_url=BASE)


def test_who_asks_too_often_is_told_to_wait(service: Service) -> None:
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
    ],
)
def test_who_reads_too_often_is_told_to_wait(service: Service, path: str, most: int) -> None:
    """The dearer a request, the fewer; health, the state of a build and the page stay free."""
    with limited(service, 4) as client:
        codes = [client.get(path).status_code for _ in range(most + 1)]
        assert 429 not in codes[:most]
        assert codes[most] == 429
        for _ in range(20):
            assert client.get("/api/health").status_code == 200
            assert client.get("/api/build").status_code == 200
        assert client.get("/").status_code == 200


def test_a_bucket_fills_again() -> None:
    """Each client has its own."""
    now = 0.0
    bucket = Bucket(2, clock=lambda: now)
    assert [bucket.take("a"), bucket.take("a"), bucket.take("a")] == [True, True, False]
    assert bucket.take("b")
    now = 30.0
    assert [bucket.take("a"), bucket.take("a")] == [True, False]


def test_more_than_may_wait_are_told_that_it_is_busy() -> None:
    """Those that wait are answered, each in its turn."""

    async def crowd() -> tuple[list[int], int]:
        gate = Gate(Limits(at_once=1, waiting=2))
        done: list[int] = []
        busy = 0

        async def one(number: int) -> None:
            nonlocal busy
            try:
                done.append(await gate.run(lambda: number))
            except BusyError:
                busy += 1

        async with anyio.create_task_group() as tasks:
            for number in range(6):
                tasks.start_soon(one, number)
        return done, busy

    done, busy = anyio.run(crowd)
    assert (sorted(done), busy) == ([0, 1, 2], 3)
