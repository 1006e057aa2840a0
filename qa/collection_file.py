"""The file that names collections: each is a folder of documents and an index of its own.

It has a section for each, in the form that :mod:`configparser` reads::

    [contracts]
    title = Contracts 2019–2026
    corpus = /srv/contracts
    editors = anna, carla

    [papers]
    corpus = papers
    index = papers-index

Folders are relative to the file. Without ``index``, the index is ``contracts-index`` next to the
file; without ``corpus``, the page changes no documents; without ``title``, the name is the title.
With ``editors``, only these users change the documents and build the index; nobody, if it is empty.
"""

from __future__ import annotations

import re
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from qa.errors import QAError, described
from qa.settings import Settings

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_USER = re.compile(r"[\w.@-]+")
_LONGEST_TITLE = 80
_KEYS = ("title", "corpus", "index", "editors")
_FILE = Path("collections.ini")  # where QA_COLLECTIONS names no other one
_NO_DEFAULTS = "\n"  # a section that no file can have: every section is a collection


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents with an index of their own.

    Attributes:
        name: in addresses and on the command line: lower-case letters, digits, ``-`` and ``_``.
        title: as the page shows it.
        index: folder of the index.
        corpus: folder of the documents; None where only the index is known.
        editors: users who may change the documents; None for all who may read them.
    """

    name: str
    title: str
    index: Path
    corpus: Path | None = None
    editors: frozenset[str] | None = None


def read_collections(path: Path) -> tuple[Collection, ...]:
    """Return the collections that a file names, in its order.

    Args:
        path: of the file.

    Raises:
        QAError: the file cannot be read, or what it says cannot be meant.
    """
    parser = ConfigParser(interpolation=None, default_section=_NO_DEFAULTS)
    try:
        parser.read_string(path.read_text(encoding="utf-8-sig"), source=str(path))
    except (OSError, UnicodeDecodeError, ConfigError) as error:
        msg = f"Cannot read the collections in {str(path)!r}: {described(error)}."
        raise QAError(msg) from error
    found = tuple(_collection(path, name, dict(parser.items(name))) for name in parser.sections())
    if not found:
        msg = f"{str(path)!r} names no collection. Begin one with its name: [contracts]"
        raise QAError(msg)
    _check_apart(path, found)
    return found


def known_collections() -> tuple[Collection, ...]:
    """Return the collections in the file of ``QA_COLLECTIONS`` or ``collections.ini``, if any.

    Raises:
        QAError: the file cannot be read, or what it says cannot be meant.
    """
    path = _file()
    return read_collections(path) if path else ()


def named_collection(name: str) -> Collection:
    """Return a collection by its name.

    Args:
        name: as the file has it.

    Raises:
        QAError: no collection has that name, or a cluster (`QA_STORE`) answers all questions.
    """
    path = _file()
    if path is None:
        msg = (
            f"There is no file that names the collection {name!r}. Write collections.ini, or name "
            "another file in QA_COLLECTIONS."
        )
        raise QAError(msg)
    check_folders()
    found = {collection.name: collection for collection in read_collections(path)}
    if name not in found:
        msg = f"There is no collection {name!r} in {str(path)!r}. It names: {', '.join(found)}."
        raise QAError(msg)
    return found[name]


def check_folders() -> None:
    """Check that questions go to folders: a cluster has one index, for all collections.

    Raises:
        QAError: ``QA_STORE`` is set.
    """
    if Settings.current().store:
        msg = (
            "QA_STORE is set: all questions go to the one index of that cluster, whatever the "
            "collection. Unset it to use collections."
        )
        raise QAError(msg)


def _file() -> Path | None:
    return Settings.current().collections or (_FILE if _FILE.is_file() else None)


def _collection(path: Path, name: str, values: dict[str, str]) -> Collection:
    if not _NAME.fullmatch(name):
        msg = (
            f"{str(path)!r}: {name!r} cannot be the name of a collection. Use at most 40 lower-"
            "case letters, digits, - and _, and put other words in its title."
        )
        raise QAError(msg)
    if unknown := sorted(values.keys() - set(_KEYS)):
        msg = f"{str(path)!r}, [{name}]: {unknown[0]!r} is not one of {', '.join(_KEYS)}."
        raise QAError(msg)
    if not values.get("corpus") and not values.get("index"):
        msg = f"{str(path)!r}, [{name}]: name the folder of its documents: corpus = FOLDER"
        raise QAError(msg)
    title = " ".join(values.get("title", "").split()) or name
    if len(title) > _LONGEST_TITLE:
        msg = f"{str(path)!r}, [{name}]: the title is longer than {_LONGEST_TITLE} characters."
        raise QAError(msg)
    corpus = _folder(path, name, values.get("corpus", ""))
    index = _folder(path, name, values.get("index") or f"{name}-index")
    assert index is not None
    return Collection(name, title, index, corpus, _editors(path, name, values.get("editors")))


def _editors(path: Path, name: str, value: str | None) -> frozenset[str] | None:
    if value is None:
        return None
    found = value.replace(",", " ").split()
    for user in found:
        if not _USER.fullmatch(user):
            msg = f"{str(path)!r}, [{name}]: {user!r} in 'editors' cannot be the name of a user."
            raise QAError(msg)
    return frozenset(found)


def _folder(path: Path, name: str, value: str) -> Path | None:
    if not value:
        return None
    if "\n" in value or "\0" in value:
        msg = f"{str(path)!r}, [{name}]: a folder has one line."
        raise QAError(msg)
    folder = path.parent / Path(value).expanduser()
    if folder.exists() and not folder.is_dir():
        msg = f"{str(path)!r}, [{name}]: {str(folder)!r} is not a folder."
        raise QAError(msg)
    return folder


def _check_apart(path: Path, found: tuple[Collection, ...]) -> None:
    """Check that no collection has the index of another one, or reads it as documents."""
    for one, other in permutations(found, 2):
        index = other.index.resolve()
        if one.index.resolve() == index:
            msg = f"{str(path)!r}: {one.name!r} and {other.name!r} have the same index, {index}."
            raise QAError(msg)
        if one.corpus and one.corpus.resolve() in (index, *index.parents):
            msg = (
                f"{str(path)!r}: the index of {other.name!r}, {index}, is inside the documents of "
                f"{one.name!r}. Name another folder: index = FOLDER"
            )
            raise QAError(msg)
