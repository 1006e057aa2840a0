"""The registry of loaders: which format is read by which module.

To add a loader, write a module with ``extract(data: bytes, path: Path)``, which yields a
:class:`qa.loaders.extraction.Extract` for each document in the file, and a line in
:data:`FORMATS`. What the page, the command's help and errors say of formats derives
from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from qa.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import Path

JSON_LINES = "application/jsonl"
"""Media type of files that contain several documents."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files.

    Attributes:
        name: for people, such as ``web pages``.
        media_type: its name on the internet (IANA).
        module: imported when a file of the format is read.
        libraries: distributions that decide what text the module extracts.
        loader: name of the loader in receipts; empty for that of the module.
    """

    name: str
    media_type: str
    module: str
    libraries: tuple[str, ...] = ()
    loader: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_EXCEL = "qa.loaders.sheets.xlsx"
_MACRO = "application/vnd.ms-{}.macroEnabled.12"
_ODF = "application/vnd.oasis.opendocument"
_WEB = ("selectolax", "webencodings")
_HTML = Format("web pages", "text/html", "qa.loaders.webpage", _WEB)
_ARCHIVE = Format("web pages", "multipart/related", "qa.loaders.webarchive", _WEB)
_MARKDOWN = Format("Markdown", "text/markdown", "qa.loaders.markdown", ("markdown-it-py",))
_TEXT = Format("text", "text/plain", "qa.loaders.text")

FORMATS = {
    # From these, text is extracted.
    ".pdf": Format("PDF", "application/pdf", "qa.loaders.pdf", ("pypdfium2",)),
    ".docx": Format("Word", f"{_OFFICE}.wordprocessingml.document", "qa.loaders.docx"),
    ".dotx": Format("Word", f"{_OFFICE}.wordprocessingml.template", "qa.loaders.docx"),
    ".docm": Format("Word", _MACRO.format("word.document"), "qa.loaders.docx"),
    ".dotm": Format("Word", _MACRO.format("word.template"), "qa.loaders.docx"),
    ".odt": Format("OpenDocument", "application/vnd.oasis.opendocument.text", "qa.loaders.odt"),
    ".pptx": Format("PowerPoint", f"{_OFFICE}.presentationml.presentation", "qa.loaders.pptx"),
    ".pptm": Format("PowerPoint", _MACRO.format("powerpoint.presentation"), "qa.loaders.pptx"),
    ".ppsx": Format("PowerPoint", f"{_OFFICE}.presentationml.slideshow", "qa.loaders.pptx"),
    ".ppsm": Format("PowerPoint", _MACRO.format("powerpoint.slideshow"), "qa.loaders.pptx"),
    ".potx": Format("PowerPoint", f"{_OFFICE}.presentationml.template", "qa.loaders.pptx"),
    ".xlsx": Format("Excel", f"{_OFFICE}.spreadsheetml.sheet", _EXCEL),
    ".xlsm": Format("Excel", _MACRO.format("excel.sheet"), _EXCEL),
    ".xltx": Format("Excel", f"{_OFFICE}.spreadsheetml.template", _EXCEL),
    ".ods": Format("OpenDocument", f"{_ODF}.spreadsheet", "qa.loaders.sheets.ods"),
    ".odp": Format("OpenDocument", f"{_ODF}.presentation", "qa.loaders.odp"),
    ".epub": Format("e-books", "application/epub+zip", "qa.loaders.epub", _WEB),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": Format("web pages", "application/xhtml+xml", "qa.loaders.webpage", _WEB),
    ".mhtml": _ARCHIVE,
    ".mht": _ARCHIVE,
    ".rtf": Format("RTF", "application/rtf", "qa.loaders.rtf", ("striprtf",)),
    # The text of these is the file, decoded.
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": _TEXT,
    ".text": _TEXT,
    ".csv": Format("CSV", "text/csv", "qa.loaders.tables", loader="rows"),
    ".tsv": Format("TSV", "text/tab-separated-values", "qa.loaders.tables", loader="rows"),
    ".jsonl": Format("JSON Lines", JSON_LINES, "qa.loaders.jsonlines"),
}
"""Suffix in lower case → format."""


def format_names() -> str:
    """Return the names of all formats, for people: ``PDF, Word, …``."""
    return ", ".join(dict.fromkeys(known.name for known in FORMATS.values()))


def format_of(path: Path) -> Format:
    """Return the format of a file, by its suffix.

    Args:
        path: of the file, which need not exist.

    Raises:
        DocumentError: no loader for it.
    """
    suffix = path.suffix
    if suffix.lower() not in FORMATS:
        known = " ".join(sorted(FORMATS))
        what = f"the file type {suffix!r}" if suffix else "a file without a suffix"
        raise DocumentError(path, f"{what} is not supported (supported types: {known})")
    return FORMATS[suffix.lower()]


def media_type_of(path: Path) -> str:
    """Return the media type of a file, by its suffix.

    Args:
        path: of the file, which need not exist.

    Raises:
        DocumentError: no loader for it.
    """
    return format_of(path).media_type


@cache
def versions_reading(media_type: str) -> tuple[str, tuple[str, ...]]:
    """Return the loader of a format, and the versions of what decides its text.

    Receipts record both, and a replay compares them.

    Args:
        media_type: one of those in :data:`FORMATS`; any other has no loader.

    Returns:
        The name of the loader, and ``name version`` of each distribution.
    """
    known = next((known for known in FORMATS.values() if known.media_type == media_type), None)
    libraries = ("quoth", *known.libraries) if known else ("quoth",)
    loader = (known.loader or known.module.rpartition(".")[2]) if known else ""
    return loader, tuple(f"{name} {version(name)}" for name in libraries)
