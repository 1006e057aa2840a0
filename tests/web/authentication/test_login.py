"""The log-in form shows its message as text, and loads nothing."""

from __future__ import annotations

import re

from qa.web import strings
from qa.web.authentication.login import login_form


def test_a_message_is_text() -> None:
    """Whatever it contains."""
    page = bytes(login_form("<script>alert(1)</script> & more", 401).body).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    assert "<script" not in page


def test_the_form_is_sent_to_the_log_in_by_post() -> None:
    """So that the token never gets into an address, a history or a log."""
    page = bytes(login_form().body).decode()
    assert '<form method="post" action="/login">' in page
    assert re.search(r'<input[^>]* type="password"', page)
    assert strings.LOGIN_LABEL in page


def test_the_form_loads_nothing() -> None:
    """A stranger's browser needs no file of the page."""
    page = bytes(login_form().body).decode()
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
