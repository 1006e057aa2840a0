"""Lets requests with a token or a session through, and handles log-in and log-out."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse, Response

from qa.web import strings
from qa.web.authentication.login import login_form
from qa.web.authentication.sessions import AGE_S
from qa.web.errors import SessionError
from qa.web.limits import Bucket
from qa.web.middleware.rate_limit import client_of
from qa.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from qa.web.authentication.keys import Keys
    from qa.web.authentication.sessions import Sessions

_COOKIE = "quoth"
_OPEN_TO_ALL = frozenset({"/api/health", "/api/ready"})  # probes of an orchestrator have no token
_WRONG_A_MINUTE = 10  # tokens from one address, by form and by header together
_LONGEST_FORM = 4096  # bytes
_UNAUTHORIZED = 4401  # WebSocket close code; 4000 to 4999 are for applications (RFC 6455, 7.4.2)


class Access:
    """Middleware that lets a request through if it carries a token or a session.

    Programs send ``Authorization: Bearer TOKEN`` (RFC 6750). Browsers log in at ``/login``, get
    a session id as a cookie, and end the session at ``/logout``. Further in, the user's name is
    ``scope["state"]["owner"]``.

    A right token always opens, so that nobody can lock a user out by sending wrong ones. Wrong
    tokens are counted by address: after ten in a minute, each further one gets status 429.
    """

    def __init__(self, app: ASGIApp, keys: Keys, sessions: Sessions) -> None:
        """Wrap an application.

        Args:
            app: what an authenticated request reaches.
            keys: the tokens of the users.
            sessions: who is logged in.
        """
        self._app = app
        self._keys = keys
        self._sessions = sessions
        self._wrong = Bucket(_WRONG_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an authenticated request on; answer any other one.

        Args:
            scope: the ASGI connection.
            receive: returns the next message from the client.
            send: sends a message to the client.
        """
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        token = _bearer(scope)
        owner = self._keys.owner(token) if token is not None else self._logged_in(scope)
        if owner is None and token is not None and not self._wrong.take(client_of(scope)):
            answer = problem(HTTPStatus.TOO_MANY_REQUESTS, strings.TOO_MANY_TOKENS)
            await _answer(scope, answer, receive, send)
        elif scope["type"] == "http" and path == "/login":
            await (await self._log_in(Request(scope, receive)))(scope, receive, send)
        elif scope["type"] == "http" and path == "/logout":
            await self._log_out(scope)(scope, receive, send)
        elif owner is not None or path in _OPEN_TO_ALL:
            scope.setdefault("state", {})["owner"] = owner
            await self._app(scope, receive, _without_cache(send))
        else:
            await _answer(scope, _refuse(scope), receive, send)

    def _logged_in(self, scope: Scope) -> str | None:
        owners = (self._sessions.owner(id_, self._keys.token) for id_ in _session_ids(scope))
        return next((owner for owner in owners if owner is not None), None)

    async def _log_in(self, request: Request) -> Response:
        if request.method != "POST":
            return login_form()
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > _LONGEST_FORM:
                return login_form(strings.LOGIN_WRONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        sent = parse_qs(body.decode(errors="replace")).get("token", [""])[0].strip()
        owner = self._keys.owner(sent)
        if owner is None and not self._wrong.take(client_of(request.scope)):
            return login_form(strings.TOO_MANY_TOKENS, HTTPStatus.TOO_MANY_REQUESTS)
        if owner is None:
            return login_form(strings.LOGIN_WRONG, HTTPStatus.UNAUTHORIZED)
        # A new id at every log-in, so that an id planted beforehand is worth nothing (session
        # fixation, CWE-384). 303 makes the browser follow with GET and drop the form's data.
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        answer.set_cookie(
            _COOKIE,
            self._sessions.begin(owner, sent),
            max_age=AGE_S,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return answer

    def _log_out(self, scope: Scope) -> Response:
        # By POST only: any site can make a browser follow a link, but a foreign POST is refused.
        if scope["method"] != "POST":
            answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, strings.LOGOUT_BY_POST)
            answer.headers["Allow"] = "POST"
            return answer
        gone: Response = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
        for session in _session_ids(scope):
            try:
                self._sessions.end(session)
            except SessionError as error:
                gone = login_form(str(error), HTTPStatus.SERVICE_UNAVAILABLE)
        gone.delete_cookie(_COOKIE, httponly=True, samesite="strict")
        return gone


def _refuse(scope: Scope) -> Response:
    """Return the log-in form's address for a browser, a problem for a program."""
    if scope.get("method") == "GET" and "text/html" in Headers(scope=scope).get("accept", ""):
        return RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    answer = problem(HTTPStatus.UNAUTHORIZED, strings.LOGIN_NEEDED)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _session_ids(scope: Scope) -> list[str]:
    """Return the session ids in a request's cookies, whatever else they contain.

    Cookies do not know ports (RFC 6265, 8.5): other applications on the host set theirs for us
    too, with any bytes. Each is parsed alone, so that a malformed one hides no other.
    """
    sent = Headers(scope=scope).getlist("cookie")
    pieces = [cookie_parser(piece) for line in sent for piece in line.split(";")]
    return [found[_COOKIE] for found in pieces if _COOKIE in found]


def _bearer(scope: Scope) -> str | None:
    """Return the token in a request's header, or None."""
    kind, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
    return token.strip() if kind.casefold() == "bearer" else None


async def _answer(scope: Scope, response: Response, receive: Receive, send: Send) -> None:
    """Send a response, or close a WebSocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _UNAUTHORIZED})
    else:
        await response(scope, receive, send)


def _without_cache(send: Send) -> Send:
    """Return ``send`` with pages marked no-store: after log-out, Back must not show them."""

    async def without_cache(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return without_cache
