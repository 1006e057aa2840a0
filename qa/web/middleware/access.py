"""Who may use the page: on this machine everyone, beyond it only who has a token.

A token is compared in constant time and never written anywhere: not into a log, an address or
the list of processes. It is read from the environment or from a file.
"""

from __future__ import annotations

import hmac
import os
import re
import stat
from hashlib import sha256
from html import escape
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.errors import QAError
from qa.settings import secret
from qa.web import strings
from qa.web.assets import icon, page_file
from qa.web.middleware.hosts import is_loopback
from qa.web.middleware.limits import Bucket, client_of
from qa.web.middleware.problems import problem
from qa.web.middleware.sessions import AGE_S

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.web.middleware.sessions import Sessions

TOKEN = "QA_TOKEN"  # noqa: S105 - the name of it
SHORTEST_TOKEN = 16
"""Characters; ``openssl rand -hex 16`` gives 32."""

_COOKIE = "quoth"
_LINE = re.compile(r"([\w.@-]+)\s+(\S+)")
_OPEN = frozenset({"/api/health", "/api/ready"})
_WRONG_A_MINUTE = 10  # tokens of one address, in the form and from programs
_LONGEST_FORM = 4096  # bytes


class Keys:
    """The tokens that open the page, by the name of whom they belong to."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        """Take tokens by name.

        Raises:
            QAError: one is too short.
        """
        for name, token in tokens.items():
            if len(token) < SHORTEST_TOKEN:
                msg = (
                    f"The token of {name!r} has {len(token)} characters; it needs at least "
                    f"{SHORTEST_TOKEN}. Make one with: openssl rand -hex 16"
                )
                raise QAError(msg)
        self._tokens = dict(tokens)
        self._digests = {name: _digest(token) for name, token in tokens.items()}

    def owner(self, token: str) -> str | None:
        """Return whose token this is, in a time that does not tell how near it is to one."""
        sent, found = _digest(token), None
        for name, digest in self._digests.items():  # all of them, whichever it is
            if hmac.compare_digest(digest, sent):
                found = name
        return found

    def token(self, owner: str) -> str | None:
        """Return the token of an owner, None where there is no such owner."""
        return self._tokens.get(owner)


def read_keys(users: Path | None) -> Keys | None:
    """Return the tokens in ``QA_TOKEN`` and in a user list, None where there are none.

    Args:
        users: a file with a name and a token on each line; lines beginning with # are remarks.

    Raises:
        QAError: the list cannot be read, is readable by others, or a line of it is wrong.
    """
    tokens = {}
    if token := secret(TOKEN):
        tokens[TOKEN] = token
    if users is not None:
        tokens |= _listed(users)
    return Keys(tokens) if tokens else None


def check_exposure(host: str, keys: Keys | None) -> None:
    """Refuse to listen beyond this machine without a token.

    Raises:
        QAError: it would.
    """
    if keys is None and not is_loopback(host):
        msg = (
            f"Listening on {host!r} opens the documents to the network, which takes a token. Set "
            f"{TOKEN} to at least {SHORTEST_TOKEN} characters, or name a list of users: "
            "qa serve --users FILE"
        )
        raise QAError(msg)


class Access:
    """Lets a request through that brings a token, and gives a browser a way to bring one.

    Programs send ``Authorization: Bearer TOKEN``; browsers log in at ``/login``, get the id of a
    session as a cookie, and end it at ``/logout``. Who may come in stands in
    ``scope["state"]["owner"]`` from there on.

    A right token always opens, so that nobody can lock others out with wrong ones. Wrong ones are
    counted by address: after some in a minute, all that follow get the same answer, 429.
    """

    def __init__(self, app: ASGIApp, keys: Keys, sessions: Sessions) -> None:
        self._app = app
        self._keys = keys
        self._sessions = sessions
        self._wrong = Bucket(_WRONG_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with the way to come in."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        token = _bearer(scope)
        owner = self._keys.owner(token) if token is not None else self._logged_in(scope)
        if owner is None and token is not None and not self._wrong.take(client_of(scope)):
            await _answer(scope, problem(429, strings.TOO_MANY_TOKENS), receive, send)
        elif scope["type"] == "http" and path == "/login":
            await (await self._login(Request(scope, receive)))(scope, receive, send)
        elif scope["type"] == "http" and path == "/logout":
            await self._logout(scope)(scope, receive, send)
        elif owner is not None or path in _OPEN:
            scope.setdefault("state", {})["owner"] = owner
            await self._app(scope, receive, _unstored(send))
        else:
            await _answer(scope, self._refused(scope), receive, send)

    def _logged_in(self, scope: Scope) -> str | None:
        owners = (self._sessions.owner(id_, self._keys.token) for id_ in _session_ids(scope))
        return next((owner for owner in owners if owner is not None), None)

    def _refused(self, scope: Scope) -> Response:
        if scope.get("method") == "GET" and "text/html" in Headers(scope=scope).get("accept", ""):
            return RedirectResponse("/login", 303)
        answer = problem(401, strings.LOGIN_NEEDED)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    async def _login(self, request: Request) -> Response:
        if request.method != "POST":
            return _form("")
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > _LONGEST_FORM:
                return _form(strings.LOGIN_WRONG, 413)
        sent = parse_qs(body.decode(errors="replace")).get("token", [""])[0].strip()
        owner = self._keys.owner(sent)
        if owner is None and not self._wrong.take(client_of(request.scope)):
            return _form(strings.LOGIN_TOO_OFTEN, 429)
        if owner is None:
            return _form(strings.LOGIN_WRONG, 401)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            _COOKIE,
            self._sessions.begin(owner, sent),
            max_age=AGE_S,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer

    def _logout(self, scope: Scope) -> Response:
        """End the session of the request; only a page of this server can ask for that."""
        if scope["method"] != "POST":
            answer = problem(405, strings.LOGOUT_BY_POST)
            answer.headers["Allow"] = "POST"
            return answer
        for session in _session_ids(scope):
            self._sessions.end(session)
        gone = RedirectResponse("/login", 303)
        gone.delete_cookie(_COOKIE, httponly=True, samesite="strict")
        return gone


def _session_ids(scope: Scope) -> list[str]:
    """Return the ids of sessions that a browser sent, whatever other cookies it sent.

    Applications of the same host share its cookies, and may set any bytes.
    """
    sent = Headers(scope=scope).getlist("cookie")
    pieces = [cookie_parser(piece) for line in sent for piece in line.split(";")]
    return [found[_COOKIE] for found in pieces if _COOKIE in found]


def _bearer(scope: Scope) -> str | None:
    """Return the token that a program sent, None where it sent none."""
    kind, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
    return token.strip() if kind.casefold() == "bearer" else None


async def _answer(scope: Scope, response: Response, receive: Receive, send: Send) -> None:
    """Answer with a response; a web socket is closed."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4401})
    else:
        await response(scope, receive, send)


def _unstored(send: Send) -> Send:
    """Return ``send``, but for pages, which then stay in no cache: after Log out, Back asks."""

    async def unstored(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return unstored


def _form(message: str, status: int = 200) -> HTMLResponse:
    page = Template(page_file("login.html")).substitute(
        title=escape(strings.TITLE),
        icon=icon(),
        label=escape(strings.LOGIN_LABEL),
        explained=escape(strings.LOGIN_EXPLAINED),
        send=escape(strings.LOGIN_SEND),
        message=escape(message),
    )
    return HTMLResponse(page, status)


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()


def _listed(path: Path) -> dict[str, str]:
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            msg = f"Others may read the list of users {str(path)!r}. Run: chmod 600 {path}"
            raise QAError(msg)
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The list of users {str(path)!r} cannot be read ({error})."
        raise QAError(msg) from error
    tokens: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match[1] in tokens:
            what = "a name twice" if match else "no name and token"
            msg = f"The list of users {str(path)!r} holds {what} in line {number}."
            raise QAError(msg)
        tokens[match[1]] = match[2]
    return tokens
