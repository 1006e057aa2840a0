"""Opens a file in the program that the system has for it, at a page where that program can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from qa.records import PDF

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = (".txt", ".md", ".rst", ".tex", ".eml", ".msg", ".html", ".htm", ".xhtml", ".mhtml")
_OFFICE = (".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".pptx", ".ppsx", ".ppt", ".odp")
_TABLES = (".xlsx", ".xls", ".ods", ".csv", ".tsv")
OPENED = frozenset((".pdf", ".epub", *_TEXTS, *_OFFICE, *_TABLES))
"""Suffixes of files that are opened. Systems run some of the others, such as programs, instead of
showing them."""

_AT_PAGE = {
    "evince": ("evince", "--page-index={page}", "{path}"),
    "atril": ("atril", "--page-index={page}", "{path}"),
    "xreader": ("xreader", "--page-index={page}", "{path}"),
    "okular": ("okular", "--page", "{page}", "{path}"),
    "zathura": ("zathura", "--page={page}", "{path}"),
    "firefox": ("firefox", "{url}#page={page}"),
    "chromium": ("chromium", "{url}#page={page}"),
    "google-chrome": ("google-chrome", "{url}#page={page}"),
}
"""Part of the name of a desktop's program for PDFs → how to open one at a page with it."""

_PATIENCE_S = 5  # after which an opener that still runs is the program that shows the file


def open_file(path: Path, page: int | None = None) -> bool:
    """Open a file, and return whether a program was found that took it.

    Args:
        path: absolute, of the file.
        page: 1-based, to open it at; None without pages.
    """
    if path.suffix.lower() not in OPENED:
        return False
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 - what is run by being opened was refused above
        return True
    command = _command(path, page)
    return command is not None and _succeeds(command)


def _command(path: Path, page: int | None) -> list[str] | None:
    if sys.platform == "darwin":
        return ["open", "--", str(path)]
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_screen or not shutil.which("xdg-open"):
        return None
    at_page = _at_page(path, page) if page and path.suffix.lower() == ".pdf" else None
    return at_page or ["xdg-open", str(path)]


def _at_page(path: Path, page: int) -> list[str] | None:
    """Return how the desktop's own program for PDFs opens one at a page, None if unknown."""
    query = ["xdg-mime", "query", "default", PDF]
    try:
        found = subprocess.run(  # noqa: S603 - fixed words
            query, capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    program = found.stdout.strip().lower()
    for name, words in _AT_PAGE.items():
        if name in program and shutil.which(words[0]):
            return [word.format(page=page, path=path, url=path.as_uri()) for word in words]
    return None


def _succeeds(command: list[str]) -> bool:
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and the path is absolute
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal does not close the program
        )
        return process.wait(_PATIENCE_S) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
