"""The files of the page, as they come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

STATIC = Path(str(files("qa.web").joinpath("static")))
"""Folder of what a browser fetches: style sheets and scripts."""


def icon() -> str:
    """Return the address of the page's icon, which holds it and needs no request."""
    return f"data:image/svg+xml,{quote(page_file('icon.svg'))}"


def page_file(name: str) -> str:
    """Return the text of a file that comes with the page."""
    return files("qa.web").joinpath(name).read_text(encoding="utf-8")
