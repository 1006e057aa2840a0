"""The files of the page, as they come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

STATIC = Path(str(files("qa.web").joinpath("static")))
"""Folder of what a browser fetches: style sheets and scripts."""


def page_file(name: str) -> str:
    """Return the text of a file that comes with the page."""
    return files("qa.web").joinpath(name).read_text(encoding="utf-8")
