"""The log-in form."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

from qa.web.assets import filled, icon


def login_form(message: str = "", status: int = 200) -> HTMLResponse:
    """Return the log-in form.

    Args:
        message: shown below the form; empty for none.
        status: HTTP status.
    """
    page = filled("login/login.html", icon=icon(), message=escape(message))
    return HTMLResponse(page, status)
