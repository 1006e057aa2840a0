"""The log-in form."""

from __future__ import annotations

from html import escape
from string import Template

from starlette.responses import HTMLResponse

from qa.web import strings
from qa.web.assets import icon, page_file


def login_form(message: str = "", status: int = 200) -> HTMLResponse:
    """Return the log-in form.

    Args:
        message: shown below the form; empty for none.
        status: HTTP status.
    """
    page = Template(page_file("login.html")).substitute(
        title=escape(strings.TITLE),
        icon=icon(),
        label=escape(strings.LOGIN_LABEL),
        explained=escape(strings.LOGIN_EXPLAINED),
        send=escape(strings.LOGIN_SEND),
        message=escape(message),
    )
    return HTMLResponse(page, status)
