"""The files of the page: templates with the strings in them, and scripts for the browser."""

from __future__ import annotations

from html import escape
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from qa.web import strings
from qa.web.assets import PAGE, Scripts, filled, icon, page_file


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=[Mount("/quoth", Scripts())]))


def test_every_script_is_served(client: TestClient) -> None:
    """As JavaScript, and with a tag by which a browser asks whether it has changed."""
    names = [path.relative_to(PAGE).as_posix() for path in PAGE.rglob("*.js")]
    assert "frame/main.js" in names
    for name in names:
        served = client.get(f"/quoth/{name}")
        assert served.text == page_file(name)
        assert "javascript" in served.headers["content-type"]
        again = client.get(f"/quoth/{name}", headers={"If-None-Match": served.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "layout.py",
        "check/view.html",
        "check/view.css",
        "frame/",
        "frame",
        "../app.py",
        "..%2fapp.py",
        "frame/../../app.py",
        "frame/none.js",
        "%2fetc%2fpasswd",
    ],
)
def test_no_other_file_of_the_package_is_served(client: TestClient, path: str) -> None:
    """Templates and modules are for the server."""
    assert client.get(f"/quoth/{path}").status_code == 404


def test_a_template_has_the_strings_escaped_in_it() -> None:
    """Values are HTML already."""
    form = filled("login/login.html", icon="data:,", message="<b>No</b>")
    assert f"<p>{escape(strings.LOGIN_EXPLAINED)}</p>" in form
    assert '<p role="alert"><b>No</b></p>' in form
    assert f'<html lang="{strings.LOCALE}">' in form
    assert "$" not in form


def test_a_placeholder_without_a_value_is_an_error() -> None:
    """Else people would read its name."""
    with pytest.raises(KeyError, match="message"):
        filled("login/login.html", icon="")


def test_the_icon_is_in_its_address() -> None:
    """So that it takes no request."""
    kind, _, picture = icon().partition(",")
    assert kind == "data:image/svg+xml"
    assert unquote(picture) == page_file("frame/icon.svg")


def test_scripts_wait_for_a_busy_server_in_one_way() -> None:
    """That of ``patiently``: no other script reads when to come again."""
    scripts = [
        path for path in PAGE.rglob("*.js") if 'get("Retry-After")' in path.read_text("utf-8")
    ]
    assert [path.relative_to(PAGE).as_posix() for path in scripts] == ["frame/requests.js"]
