"""The files of the page: its markup, styles and scripts, as they come with the package."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.staticfiles import StaticFiles

from qa.web import strings

if TYPE_CHECKING:
    import os

PAGE = Path(str(files("qa.web"))) / "page"
"""Folder of the page; each view has a folder in it."""

_SCRIPT = ".js"


class Scripts(StaticFiles):
    """Serves the scripts below :data:`PAGE`, and no other file of the package."""

    def __init__(self) -> None:
        super().__init__(directory=PAGE)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the file at a path and its properties; None for what is not a script.

        Args:
            path: relative to :data:`PAGE`, from the address of the request.
        """
        return super().lookup_path(path) if path.endswith(_SCRIPT) else ("", None)


def page_file(name: str) -> str:
    """Return the text of a file of the page.

    Args:
        name: POSIX path below :data:`PAGE`, such as ``frame/page.css``.
    """
    return (PAGE / name).read_text(encoding="utf-8")


def filled(name: str, **values: str) -> str:
    """Return a template of the page with the strings in it.

    Args:
        name: POSIX path below :data:`PAGE`, such as ``check/view.html``.
        values: HTML for further placeholders of the template.
    """
    words = {key: escape(word) for key, word in strings.all_words().items() if type(word) is str}
    return Template(page_file(name)).substitute(words | values)


def icon() -> str:
    """Return the icon of the page as a ``data:`` address, which takes no request."""
    return f"data:image/svg+xml,{quote(page_file('frame/icon.svg'))}"
