"""BibTeX and BibLaTeX files: the author, title, year, pages and file of each entry.

An entry that is not closed would take all others with it. The file is therefore split before each
line that begins an entry, and every entry is parsed alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pybtex.errors
from pybtex.database import BibliographyData
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError

from qa.errors import DocumentError
from qa.loaders.reading import read_bytes
from qa.loaders.tex_markup import plain_tex
from qa.loaders.text import decode
from qa.manuscripts.citations import bare_pages_of
from qa.questions.name_pieces import pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pybtex.database import Entry as ParsedEntry

LARGEST = 32_000_000
"""Bytes of a bibliography."""

_ENTRY = re.compile(r"^[ \t]{0,8}@([A-Za-z]{1,40})[ \t]{0,8}[{(]", re.MULTILINE)
_WITHOUT_SOURCE = frozenset({"comment", "preamble"})
_YEAR = re.compile(r"\d{4}[a-z]?")
_LONGEST_ENTRY = 50_000  # characters; one with a longer abstract is cut off by its next field
_FILE_SEPARATORS = re.compile(r"[;:{}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A source of a bibliography.

    Attributes:
        key: by which it is cited.
        authors: surnames, or those of the editors.
        title: without mark-up.
        year: empty where it has none.
        pages: of the source in what it is a part of; None where it does not say.
        files: names of its files.
    """

    key: str
    authors: tuple[str, ...]
    title: str
    year: str
    pages: tuple[int, int] | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The sources of a bibliography.

    Attributes:
        entries: key → source.
        problems: sentences on what could not be read.
    """

    entries: dict[str, Entry]
    problems: tuple[str, ...] = ()


def read_bibliography(path: Path) -> Bibliography:
    """Read a bibliography; an entry with an error is left out and named with its line.

    Args:
        path: of a BibTeX file.

    Raises:
        DocumentError: it does not exist, is too large, or is no text.
    """
    data = read_bytes(path)
    if len(data) > LARGEST:
        raise DocumentError(path, f"is larger than {LARGEST:,} bytes; split the bibliography")
    text, _ = decode(data, path)
    return parse_bibliography(text, path.name)


def parse_bibliography(text: str, name: str) -> Bibliography:
    """Parse the text of a bibliography.

    Args:
        text: BibTeX or BibLaTeX.
        name: of the file, for messages.
    """
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    macros = Parser()  # it knows the months, and each @string that it has read
    for line, kind, source in _split(text):
        if kind in _WITHOUT_SOURCE:
            continue
        if len(source) > _LONGEST_ENTRY:
            problems.append(
                f"{name}, line {line}: an entry of {len(source):,} characters is left out"
            )
            continue
        reason, found = _parsed(macros, source)
        if reason and "premature end" in reason[1]:
            problems.append(f"{name}, line {line}: the entry is not closed and is left out")
            continue
        if reason:
            problems.append(
                f"{name}, line {line + reason[0] - 1}: {reason[1]}; the entry is left out"
            )
            continue
        for key, entry in found:
            if key in entries:
                problems.append(
                    f"{name}, line {line}: {key!r} is there twice; the first one counts"
                )
            entries.setdefault(key, _entry(key, entry))
    return Bibliography(entries, tuple(problems))


def _split(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the kind and the text of each entry."""
    found = list(_ENTRY.finditer(text))
    line, at = 1, 0
    for i, one in enumerate(found):
        line += text.count("\n", at, one.start())
        at = one.start()
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        yield line, one[1].casefold(), text[at:end]


def _parsed(
    parser: Parser, source: str
) -> tuple[tuple[int, str] | None, list[tuple[str, ParsedEntry]]]:
    """Return what is wrong with an entry, with its line, or the entry; a macro is none."""
    parser.data = BibliographyData()
    parser.unnamed_entry_counter = 1
    try:
        with pybtex.errors.capture() as errors:
            parser.parse_string(source)
    except (PybtexError, ValueError, RecursionError) as error:
        return (1, str(error) or type(error).__name__), []
    if errors:
        line = getattr(errors[0], "lineno", None) or 1
        said = str(errors[0])
        return (line, said.partition(": ")[2] if said.startswith("syntax error") else said), []
    return None, list(parser.data.entries.items())


def _entry(key: str, entry: ParsedEntry) -> Entry:
    fields = entry.fields
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    surnames = (_plain(" ".join((*person.prelast_names, *person.last_names))) for person in people)
    year = _YEAR.search(fields.get("year") or fields.get("date") or "")
    files = (
        part.replace("\\", "/").rpartition("/")[2]
        for part in _FILE_SEPARATORS.split(fields.get("file") or "")
    )
    return Entry(
        key,
        tuple(name for name in surnames if name and name != "others"),
        _plain(fields.get("title") or ""),
        year[0] if year else "",
        bare_pages_of(fields.get("pages") or ""),
        tuple(file for file in files if "." in file),
    )


def _plain(tex: str) -> str:
    return " ".join(plain_tex(tex).split())


def key_parts(key: str) -> tuple[str, str, str]:
    """Return the author, the year and the words of a title that a citation key is made of.

    Args:
        key: such as ``smith2020lease``.
    """
    pieces = [piece.folded for piece in pieces_of(key)]
    at = next((i for i, piece in enumerate(pieces) if _YEAR.fullmatch(piece)), len(pieces))
    year = pieces[at] if at < len(pieces) else ""
    return (pieces[0] if at else ""), year, " ".join((*pieces[1:at], *pieces[at + 1 :]))
