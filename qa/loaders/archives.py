"""Zip archives, as most office formats and e-books are: unpacked within a bound, and their XML.

The sizes that an archive declares can be wrong (Fifield 2019, "A better zip bomb"), so the bytes
that are really unpacked are counted.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from qa.errors import DocumentError
from qa.loaders.refusals import NO_PASSWORD, DamagedError, unreadable, where_in_xml
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MIB = 1 << 20
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # in which Office wraps what it encrypts
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Zipped:
    """The files in a zip archive, no more of them unpacked than may be."""

    def __init__(self, data: bytes, path: Path) -> None:
        """Open an archive.

        Args:
            data: bytes of the file.
            path: of the file, for errors.

        Raises:
            DocumentError: it is damaged or encrypted.
        """
        self._path = path
        self._left = Settings.current().max_unpacked_mb * _MIB
        if data.startswith(_COMPOUND):
            if _ENCRYPTED in data:
                raise DocumentError(path, NO_PASSWORD)
            named = path.suffix.lower()
            reason = f"is of an older format; open it in its program and save it as {named}"
            raise DocumentError(path, reason)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._names = frozenset(self._archive.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise unreadable(path, data) from error

    def __contains__(self, name: str) -> bool:
        """Return whether there is a file of this name."""
        return name in self._names

    def names(self, start: str, end: str) -> list[str]:
        """Return the names that begin and end so, sorted.

        Args:
            start: prefix.
            end: suffix.
        """
        return sorted(n for n in self._names if n.startswith(start) and n.endswith(end))

    def read(self, name: str) -> bytes:
        """Unpack one file.

        Args:
            name: of the file in the archive.

        Raises:
            DocumentError: it is not there, damaged or encrypted, or unpacks to too much.
        """
        parts: list[bytes] = []
        try:
            with self._archive.open(name) as file:
                while part := file.read(_MIB):
                    self._left -= len(part)
                    if self._left < 0:
                        most = Settings.current().max_unpacked_mb
                        raise DocumentError(self._path, f"unpacks to more than {most:,} MiB")
                    parts.append(part)
        except RuntimeError as error:  # zipfile raises it for a missing password
            raise DocumentError(self._path, NO_PASSWORD) from error
        except KeyError as error:
            msg = f"its part {name!r} is missing"
            raise self.damaged(msg) from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            msg = f"its part {name!r} cannot be unpacked"
            raise self.damaged(msg) from error
        return b"".join(parts)

    def xml(self, name: str) -> ET.Element:
        """Unpack and parse one file; an XML file that declares entities is refused.

        Args:
            name: of the file in the archive.

        Raises:
            DocumentError: see :meth:`read`; or it is not XML.
        """
        data = self.plain_xml(name)
        try:
            return ET.fromstring(data)  # noqa: S314 - without entities there is nothing to expand
        except (ET.ParseError, ValueError, LookupError) as error:
            what = f"its part {name!r} is not well-formed{where_in_xml(error)}"
            raise self.damaged(what) from error

    def plain_xml(self, name: str) -> bytes:
        """Unpack an XML file, to be parsed piece by piece; one that declares entities is refused.

        Args:
            name: of the file in the archive.

        Raises:
            DocumentError: see :meth:`read`.
        """
        data = self.read(name)
        if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data:
            raise DocumentError(self._path, f"is not safe to read ({name} declares entities)")
        return data

    def damaged(self, what: str) -> DamagedError:
        """Return the error that says what is wrong.

        Args:
            what: is damaged, and how.
        """
        return DamagedError(self._path, what)


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace; empty for a comment.

    Args:
        element: any.
    """
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)  # a file has few names, and asks for each of them a million times
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str:
    """Return an attribute by its name without namespace; empty if missing.

    Args:
        element: any.
        name: of the attribute, without namespace.
    """
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def first(element: ET.Element, name: str) -> ET.Element | None:
    """Return the first element below that has this name, in any namespace.

    Args:
        element: whose descendants are searched, itself included.
        name: without namespace.
    """
    return next((found for found in element.iter() if local(found) == name), None)


def text_of(element: ET.Element | None) -> str:
    """Return all text of an element and those below it.

    Args:
        element: any, or none.
    """
    return "" if element is None else "".join(element.itertext())


def every(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    """Yield the outermost elements below that have one of these names, in order.

    Args:
        element: whose descendants are searched.
        *names: without namespace.
    """
    stack = list(reversed(element))
    while stack:
        found = stack.pop()
        if local(found) in names:
            yield found
        else:
            stack.extend(reversed(found))
