"""The registry of loaders: which format is read by which module.

To add a loader, write a module with ``extract(data: bytes, path: Path)``, which yields a
:class:`qa.loaders.extraction.Extract` for each document in the file, and a line in
:data:`FORMATS`. What the page and the command's help say of formats derives from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from qa.loaders.content import suffix_by_content
from qa.loaders.refusals import unsupported
from qa.records import PDF

if TYPE_CHECKING:
    from pathlib import Path

MARKDOWN = "text/markdown"
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
        converted: suffix of the format that LibreOffice makes of it, which the module reads.
        has_lines: whether a citation names the line; the text is the file's then.
        has_several: whether a file may contain several documents, ``file#name``.
    """

    name: str
    media_type: str
    module: str
    libraries: tuple[str, ...] = ()
    loader: str = ""
    converted: str = ""
    has_lines: bool = False
    has_several: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
_EXCEL = "qa.loaders.sheets.xlsx"
_MACRO = "application/vnd.ms-{}.macroEnabled.12"
_ODF = "application/vnd.oasis.opendocument"
_WEB = ("selectolax", "webencodings")
_MAIL = _WEB
_HTML = Format("web pages", "text/html", "qa.loaders.webpage", _WEB)
_ARCHIVE = Format("web pages", "multipart/related", "qa.loaders.webarchive", _WEB)
_MARKDOWN = Format("Markdown", MARKDOWN, "qa.loaders.markdown", ("markdown-it-py",))
_YAML = Format("YAML", "application/yaml", "qa.loaders.yaml_settings", has_lines=True)
_CODE = Format("source code", "text/x-source", "qa.loaders.source_code", has_lines=True)
_TEXT = Format("text", "text/plain", "qa.loaders.text")

FORMATS = {
    # From these, text is extracted.
    ".pdf": Format("PDF", PDF, "qa.loaders.pdf", ("pypdfium2",)),
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
    ".eml": Format("e-mail", "message/rfc822", "qa.loaders.mail", _MAIL, has_several=True),
    ".msg": Format(
        "e-mail",
        "application/vnd.ms-outlook",
        "qa.loaders.mail.outlook",
        (*_MAIL, "olefile", "striprtf"),
        "mail",
        has_several=True,
    ),
    ".mbox": Format(
        "e-mail", "application/mbox", "qa.loaders.mail.mailbox", _MAIL, "mail", has_several=True
    ),
    ".srt": Format("subtitles", "application/x-subrip", "qa.loaders.subtitles"),
    ".vtt": Format("subtitles", "text/vtt", "qa.loaders.subtitles"),
    ".tex": Format("LaTeX", "text/x-tex", "qa.loaders.tex"),
    ".xml": Format("XML", "application/xml", "qa.loaders.xml_elements"),
    ".json": Format("JSON", "application/json", "qa.loaders.keyed"),
    ".ipynb": Format(
        "notebooks", "application/x-ipynb+json", "qa.loaders.notebook", ("markdown-it-py",)
    ),
    # The text of these is the file, decoded.
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": _TEXT,
    ".text": _TEXT,
    ".csv": Format("CSV", "text/csv", "qa.loaders.tables", loader="rows"),
    ".tsv": Format("TSV", "text/tab-separated-values", "qa.loaders.tables", loader="rows"),
    ".jsonl": Format("JSON Lines", JSON_LINES, "qa.loaders.jsonlines", has_several=True),
    ".rst": Format("reStructuredText", "text/x-rst", "qa.loaders.rst", has_lines=True),
    ".log": Format("logs", "text/x-log", "qa.loaders.log", has_lines=True),
    ".yaml": _YAML,
    ".yml": _YAML,
    **dict.fromkeys(
        """
        .py .pyi .js .jsx .mjs .cjs .ts .tsx .java .kt .kts .scala .groovy .c .h .cc .cpp .cxx .hh
        .hpp .cs .go .rs .rb .php .swift .m .mm .pl .pm .lua .r .jl .sh .bash .zsh .ps1 .sql
        .vue .svelte .dart .ex .exs .erl .hs .ml .clj .f90 .pas .vb .tf .proto
        .toml .ini .cfg
        """.split(),  # noqa: SIM905 - a list of words reads best as words
        _CODE,
    ),
}
_OLDER = {
    ".doc": Format("Word", "application/msword", "qa.loaders.docx", converted=".docx"),
    ".xls": Format("Excel", "application/vnd.ms-excel", "qa.loaders.sheets", converted=".xlsx"),
    ".ppt": Format(
        "PowerPoint", "application/vnd.ms-powerpoint", "qa.loaders.pptx", converted=".pptx"
    ),
}
FORMATS |= {suffix: known for suffix, known in _OLDER.items() if known.converted in FORMATS}
"""Suffix in lower case → format."""


def format_names() -> str:
    """Return the names of all formats, for people: ``PDF, Word, …``."""
    return ", ".join(dict.fromkeys(known.name for known in FORMATS.values()))


def format_of(path: Path) -> Format:
    """Return the format of a file, see :func:`suffix_of`.

    Args:
        path: of the file, which need not exist.

    Raises:
        DocumentError: no loader for it.
    """
    found = suffix_of(path)
    if found not in FORMATS:
        raise unsupported(path)
    return FORMATS[found]


def suffix_of(path: Path) -> str:
    """Return the suffix by which a file is read: its own, or that of its content.

    The content counts where there is no suffix, and in files of older office programs: web
    applications name pages, tables and RTF so, for these programs open them.

    Args:
        path: of the file, which need not exist.
    """
    suffix = path.suffix.lower()
    if suffix in _OLDER:
        return suffix_of_older(suffix, suffix_by_content(path))
    return suffix or suffix_by_content(path)


def suffix_of_older(suffix: str, by_content: str) -> str:
    """Return the suffix by which a file of an older office program is read.

    Args:
        suffix: of its name, in lower case.
        by_content: the suffix that its content would have; empty for unknown content.
    """
    if suffix == ".xls" and by_content == ".txt":
        return ".csv"  # whose delimiter may be a tab
    return by_content if by_content in FORMATS else suffix


def named_otherwise(suffix: str, read_as: str) -> str:
    """Return the note on a file with the name of another format; empty where it has its own.

    Args:
        suffix: of its name; empty if it has none.
        read_as: suffix of the format that it was read as.
    """
    suffix = suffix.lower()
    if not suffix or suffix == read_as:
        return ""
    return f"named {suffix}, read as {read_as} ({FORMATS[read_as].name}) by its content"


def may_be_read(path: Path) -> bool:
    """Return whether a file's name has the suffix of a format, or none, so that its content counts.

    Args:
        path: of the file, which need not exist.
    """
    return not path.suffix or path.suffix.lower() in FORMATS


def media_type_of(path: Path) -> str:
    """Return the media type of a file, see :func:`format_of`.

    Args:
        path: of the file, which need not exist.

    Raises:
        DocumentError: no loader for it.
    """
    return format_of(path).media_type


@cache
def has_lines(media_type: str) -> bool:
    """Return whether citations of a format name the line.

    Args:
        media_type: one of those in :data:`FORMATS`; any other has none.
    """
    return any(known.has_lines for known in FORMATS.values() if known.media_type == media_type)


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
