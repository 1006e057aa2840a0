"""Each view is a folder, its strings and a line in the list of views."""

from __future__ import annotations

import re

import pytest

from qa.web.assets import PAGE, page_file
from qa.web.page.views import VIEWS, View, masthead, styles, views

VALUES = {"formats": ".txt", "logout": ""}
NO_VIEWS = {"chooser", "conversation", "frame", "login", "source"}
"""Folders of what is not opened by a link of the masthead."""


def test_the_list_has_every_view() -> None:
    """No folder is forgotten."""
    folders = {path.parent.name for path in PAGE.glob("*/*") if "__pycache__" not in path.parts}
    assert folders - NO_VIEWS == {view.name for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_has_markup_style_and_script(view: View) -> None:
    """Its markup is hidden until its address is opened, and its script can be started and shown."""
    markup = page_file(f"{view.name}/view.html")
    assert markup.startswith(f'<div class="view" data-view="{view.name}" hidden>')
    script = page_file(f"{view.name}/view.js")
    assert re.search(r"^export (async )?function start\(", script, re.MULTILINE)
    assert re.search(r"^export (async )?function show\(", script, re.MULTILINE)
    assert page_file(f"{view.name}/view.css") in styles()


def test_the_page_has_a_link_to_each_view_and_its_markup() -> None:
    """In the order of the list."""
    names = [view.name for view in VIEWS]
    assert re.findall(r'href="#/(\w+)" data-view="(\w+)"', masthead()) == [
        (name, name) for name in names
    ]
    assert re.findall(r'class="view" data-view="(\w+)"', views(**VALUES)) == names
    assert "$" not in masthead() + views(**VALUES)


def test_the_masthead_names_a_collection() -> None:
    """As text, whatever its title is; without a name there is nothing."""
    assert "&lt;b&gt;Leases" in masthead("<b>Leases")
    assert 'class="collection"' not in masthead()


def test_every_style_sheet_of_the_page_is_in_its_style() -> None:
    """None is forgotten."""
    for path in PAGE.rglob("*.css"):
        assert path.read_text(encoding="utf-8") in styles()


def test_every_script_that_another_imports_exists() -> None:
    """A missing one would leave the page without any."""
    for path in PAGE.rglob("*.js"):
        for name in re.findall(r'^import .* from "(.*)";$', path.read_text(), re.MULTILINE):
            assert (path.parent / name).is_file(), f"{path.name} imports {name}"
