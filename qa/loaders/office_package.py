"""The parts of an office file, found by their relationships and not by their names."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every, first, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from qa.loaders.refusals import DamagedError


class Link(NamedTuple):
    """A relationship of a part.

    Attributes:
        kind: the last word of its type, such as ``footnotes``.
        part: name of the part it leads to.
    """

    kind: str
    part: str


class Package:
    """An office file: its parts, and what was wrong with them.

    Attributes:
        notes: for the user, of parts that could not be read.
    """

    def __init__(self, data: bytes, path: Path) -> None:
        """Open a file.

        Args:
            data: bytes of the file.
            path: of the file, for errors.

        Raises:
            DocumentError: it is damaged or encrypted.
        """
        self.notes: list[str] = []
        self._archive = Zipped(data, path)

    def main(self, usual: str) -> tuple[str, Element]:
        """Return the name of the main part, and what is in it.

        Args:
            usual: its name in a file that does not say it.

        Raises:
            DocumentError: it is not there, or is damaged.
        """
        links = self.links("").values()
        name = next((link.part for link in links if link.kind == "officeDocument"), usual)
        name = name if name in self._archive else usual
        return name, self._archive.xml(name)

    def links(self, part: str) -> dict[str, Link]:
        """Return the relationships of a part, by their names; those to other files are left out.

        Args:
            part: its name; empty for the file as a whole.
        """
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        root = self.xml(relations) if relations in self._archive else None  # many have none
        found: dict[str, Link] = {}
        for link in every(root, "Relationship") if root is not None else ():
            target = posixpath.normpath(posixpath.join("/", folder, attribute(link, "Target")))
            if attribute(link, "TargetMode") != "External":
                kind = attribute(link, "Type").rpartition("/")[2]
                found[attribute(link, "Id")] = Link(kind, target.lstrip("/"))
        return found

    def xml(self, name: str) -> Element | None:
        """Return what is in a part, None where it is not there or is damaged, which is noted.

        Args:
            name: of the part; empty for one that the file does not speak of.
        """
        if not name:
            return None
        if name not in self._archive:
            self._note(f"{name} cannot be read: it is not in the file")
            return None
        try:
            return self._archive.xml(name)
        except DocumentError as error:
            self._note(f"{name} cannot be read: it {error.fault}")
            return None

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def plain_xml(self, name: str) -> bytes:
        """Unpack a part, to be parsed piece by piece.

        Args:
            name: of the part.

        Raises:
            DocumentError: it is not there, is damaged, or unpacks to too much.
        """
        return self._archive.plain_xml(name)

    def related(self, part: str, *kinds: str) -> Iterator[str]:
        """Yield the names of the parts to which a part has relationships of these kinds.

        Args:
            part: its name.
            *kinds: such as ``notesSlide``.
        """
        for link in self.links(part).values():
            if link.kind in kinds:
                yield link.part

    def title(self) -> str:
        """Return the title among the properties of the file; empty where it has none."""
        for part in self.related("", "core-properties"):
            root = self.xml(part) if part in self._archive else None  # nothing a reader sees
            return text_of(first(root, "title")).strip() if root is not None else ""
        return ""

    def damaged(self, what: str) -> DamagedError:
        """Return the error that says what is wrong.

        Args:
            what: is damaged, and how.
        """
        return self._archive.damaged(what)


def with_parts(data: bytes, path: Path, changed: Mapping[str, bytes]) -> bytes:
    """Return the bytes of an office file with some parts changed or added.

    Args:
        data: bytes of the file.
        path: of it, for errors.
        changed: the bytes of these parts, by their names.

    Raises:
        DocumentError: a part is damaged, or the file unpacks to too much.
    """
    file = io.BytesIO()
    unpacked = Zipped(data, path)
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        new.comment = old.comment
        for info in old.infolist():
            content = changed.get(info.filename)
            _copy(info, unpacked.read(info.filename) if content is None else content, new)
        for name in sorted(changed.keys() - set(old.namelist())):
            new.writestr(zipfile.ZipInfo(name), changed[name], zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _copy(info: zipfile.ZipInfo, content: bytes, new: zipfile.ZipFile) -> None:
    """Write a part with the name, the time and the attributes that it had."""
    copied = zipfile.ZipInfo(info.filename, info.date_time)
    copied.external_attr, copied.comment = info.external_attr, info.comment
    copied.create_system = info.create_system
    is_plain = info.compress_type == zipfile.ZIP_STORED
    new.writestr(copied, content, zipfile.ZIP_STORED if is_plain else zipfile.ZIP_DEFLATED)
