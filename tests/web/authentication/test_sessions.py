"""Being logged in: by a cookie among others' cookies, until a log-out or another token."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from qa.web import strings
from qa.web.app import application
from qa.web.authentication.keys import Keys
from qa.web.authentication.sessions import AGE_S, FILE, Sessions
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.web.service.service import Service

TOKEN = "0123456789abcdef-token"
BASE = "http://localhost:7860"
NAME = "quoth"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("sessions"))


def opened(service: Service, sessions: Sessions, token: str = TOKEN) -> TestClient:
    """Return a client of a server that knows one user."""
    app = application(service, keys=Keys({"anna": token}), sessions=sessions)
    return TestClient(app, base_url=BASE, follow_redirects=False)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with opened(service, Sessions()) as made:
        yield made


def logged_in(client: TestClient, token: str = TOKEN) -> str:
    """Log in and return the cookie's value; the client forgets it."""
    answer = client.post("/login", data={"token": token})
    assert answer.status_code == 303
    client.cookies.clear()
    match = re.match(rf"{NAME}=([^;]+);", answer.headers["set-cookie"])
    assert match is not None
    return match[1]


def status(client: TestClient, cookie: bytes | str, path: str = "/api/documents") -> int:
    """Return the status of a request with this Cookie header."""
    sent = cookie.encode() if isinstance(cookie, str) else cookie
    return client.get(path, headers={b"Cookie": sent}).status_code


@pytest.mark.parametrize(
    "strange",
    [
        b"flag",
        b"=",
        b"",
        b";;;",
        b'prefs={"theme":"dark","list":[1,2]}',
        b'half="never closed',
        b"bytes=\xff\xfe\x80",
        b"\xf0\x9f\xa6\x93=zebra",
        b"control=\x01\x7f",
        b"a b c=1, 2, 3",
        b"expires=Wed, 21 Oct 2026 07:28:00 GMT",
        b"$Version=1; $Path=/",
        b"path[0]=/;domain=(localhost)",
        b'escaped="\\300\\999\\"',
        b"quoth.other=1; quoth_=2; xquoth=3",
        b"quoth=of-another-application",
        b"quoth",
        b"quoth=",
        b'quoth="',
        b"big=" + b"x" * 8000,
    ],
)
def test_no_cookie_of_another_application_locks_a_user_out(
    client: TestClient, strange: bytes
) -> None:
    """Before ours, after it and on both sides. Alone it opens nothing and breaks nothing."""
    ours = f"{NAME}={logged_in(client)}".encode()
    for line in (
        strange + b"; " + ours,
        ours + b"; " + strange,
        strange + b";" + ours + b";" + strange,
    ):
        assert status(client, line) == 200, line
    assert status(client, strange) == 401


def test_each_log_in_is_a_session_of_its_own(client: TestClient) -> None:
    """Its id is no function of the token, and ends alone."""
    one, other = logged_in(client), logged_in(client)
    assert one != other
    gone = client.post("/logout", headers={"Cookie": f"{NAME}={one}"})
    assert (gone.status_code, gone.headers["location"]) == (303, "/login")
    assert f'{NAME}=""' in gone.headers["set-cookie"]
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert status(client, f"{NAME}={one}") == 401
    assert status(client, f"{NAME}={other}") == 200


def test_only_the_page_itself_can_log_out(client: TestClient) -> None:
    """Neither a link nor the page of another site."""
    cookie = {"Cookie": f"{NAME}={logged_in(client)}"}
    assert client.get("/logout", headers=cookie).status_code == 405
    foreign = {**cookie, "Origin": "http://evil.example"}
    assert client.post("/logout", headers=foreign).status_code == 403
    assert client.get("/api/documents", headers=cookie).status_code == 200


def test_the_page_has_a_button_to_log_out(service: Service, client: TestClient) -> None:
    """Where there is something to log out of."""
    shown = client.get("/", headers={"Cookie": f"{NAME}={logged_in(client)}"}).text
    button = re.compile(rf"action=.{{1,9}}/logout.{{1,40}}button.{{1,9}}{strings.LOG_OUT}")
    assert button.search(shown)
    with TestClient(application(service), base_url=BASE) as open_to_all:
        assert not button.search(open_to_all.get("/").text)


def test_a_session_outlives_a_restart(service: Service, tmp_path: Path) -> None:
    """The file contains neither tokens nor session ids, and only its owner may read it."""
    path = tmp_path / "index" / FILE
    with opened(service, Sessions(path)) as client:
        session = logged_in(client)
    content = path.read_text()
    assert TOKEN not in content
    assert session not in content
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    with opened(service, Sessions(path)) as client:
        assert status(client, f"{NAME}={session}") == 200
        for key in re.findall(r'"([0-9a-f]{64})"', content):
            assert status(client, f"{NAME}={key}") == 401


def test_another_token_ends_the_sessions_of_its_owner(service: Service, tmp_path: Path) -> None:
    """So does taking the user off the list."""
    path = tmp_path / FILE
    with opened(service, Sessions(path)) as client:
        session = logged_in(client)
    with opened(service, Sessions(path), "another-token-of-anna") as client:
        assert status(client, f"{NAME}={session}") == 401
    keys = Keys({"ben": TOKEN})
    assert Sessions(path).owner(session, keys.token) is None
    assert Sessions(path).owner(session, Keys({"anna": TOKEN}).token) == "anna"


def test_deleting_the_file_logs_everyone_out_at_once(service: Service, tmp_path: Path) -> None:
    """In a server that runs, too."""
    path = tmp_path / FILE
    with opened(service, Sessions(path)) as client:
        session = logged_in(client)
        path.unlink()
        assert status(client, f"{NAME}={session}") == 401
        assert status(client, f"{NAME}={logged_in(client)}") == 200


def test_two_servers_of_one_index_know_each_others_sessions(tmp_path: Path) -> None:
    """And each other's log-outs."""
    keys = Keys({"anna": TOKEN})
    one, other = Sessions(tmp_path / FILE), Sessions(tmp_path / FILE)
    session = one.begin("anna", TOKEN)
    assert other.owner(session, keys.token) == "anna"
    other.end(session)
    assert one.owner(session, keys.token) is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"a": 1}', '{"a": {"owner": "anna"}}', "\x00\xff", "[" * 9999]
)
def test_a_damaged_file_lets_nobody_in_and_breaks_nothing(tmp_path: Path, content: str) -> None:
    """Everyone logs in again."""
    path = tmp_path / FILE
    sessions = Sessions(path)
    session = sessions.begin("anna", TOKEN)
    path.write_bytes(content.encode("latin-1"))
    keys = Keys({"anna": TOKEN})
    assert sessions.owner(session, keys.token) is None
    assert sessions.owner(sessions.begin("anna", TOKEN), keys.token) == "anna"


def test_a_folder_that_cannot_be_written_costs_the_restart_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The sessions are in memory then, also to log out, and the log says so once."""
    (tmp_path / "file").write_text("in the way")
    sessions = Sessions(tmp_path / "file" / FILE)
    keys = Keys({"anna": TOKEN})
    for _ in range(2):
        session = sessions.begin("anna", TOKEN)
        assert sessions.owner(session, keys.token) == "anna"
    sessions.end(session)
    assert sessions.owner(session, keys.token) is None
    assert caplog.text.count("end when the server stops") == 1


class ReadOnly:
    """Makes writes of the sessions fail while ``on``; with ``no_delete``, deletion fails too."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def on(self, *, no_delete: bool = False) -> None:
        """Fill the disk, as far as the sessions see it."""

        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        self._patch.setattr("qa.web.authentication.sessions.atomic_write", full)
        if no_delete:
            self._patch.setattr("pathlib.Path.unlink", full)

    def off(self) -> None:
        """Make room again."""
        self._patch.undo()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> ReadOnly:
    return ReadOnly(monkeypatch)


def test_a_log_out_that_cannot_be_written_deletes_the_file(tmp_path: Path, disk: ReadOnly) -> None:
    """No restart brings the session back; others stay logged in until the server stops."""
    path, keys = tmp_path / FILE, Keys({"anna": TOKEN})
    sessions = Sessions(path)
    ended, other = sessions.begin("anna", TOKEN), sessions.begin("anna", TOKEN)
    disk.on()
    sessions.end(ended)
    assert not path.exists()
    assert sessions.owner(ended, keys.token) is None
    assert sessions.owner(other, keys.token) == "anna"
    disk.off()
    assert Sessions(path).owner(ended, keys.token) is None
    sessions.begin("anna", TOKEN)
    assert Sessions(path).owner(other, keys.token) == "anna"


def test_a_log_out_after_a_log_in_that_was_not_written_is_safe(
    tmp_path: Path, disk: ReadOnly
) -> None:
    """The file still has the session from before the disk was full."""
    path, keys = tmp_path / FILE, Keys({"anna": TOKEN})
    sessions = Sessions(path)
    before = sessions.begin("anna", TOKEN)
    disk.on()
    sessions.begin("anna", TOKEN)
    sessions.end(before)
    assert Sessions(path).owner(before, keys.token) is None


def test_a_log_out_that_cannot_be_saved_at_all_is_an_error(
    service: Service, tmp_path: Path, disk: ReadOnly
) -> None:
    """The session has ended, the cookie is gone, and the form says what the administrator does."""
    path = tmp_path / FILE
    with opened(service, Sessions(path)) as client:
        session = logged_in(client)
        disk.on(no_delete=True)
        answer = client.post("/logout", headers={"Cookie": f"{NAME}={session}"})
        disk.off()
        assert answer.status_code == 503
        assert FILE in answer.text
        assert "delete it" in answer.text
        assert "Max-Age=0" in answer.headers["set-cookie"]
        assert status(client, f"{NAME}={session}") == 401
        assert status(client, f"{NAME}={logged_in(client)}") == 200
    assert Sessions(path).owner(session, Keys({"anna": TOKEN}).token) is None


def test_a_session_ends_by_itself() -> None:
    """After thirty days."""
    now = 1_000_000.0
    sessions = Sessions(clock=lambda: now)
    session = sessions.begin("anna", TOKEN)
    keys = Keys({"anna": TOKEN})
    now += AGE_S - 1
    assert sessions.owner(session, keys.token) == "anna"
    now += 1
    assert sessions.owner(session, keys.token) is None


@pytest.mark.parametrize("id_", ["", "x", "x" * 43, "é" * 43, "\ud800" * 43, "x" * 100_000])
def test_what_is_no_session_is_nobodys(id_: str) -> None:
    """A cookie may contain any text."""
    sessions = Sessions()
    sessions.begin("anna", TOKEN)
    assert sessions.owner(id_, Keys({"anna": TOKEN}).token) is None
    sessions.end(id_)
