"""The parts of an office file, found by their relationships and not by their names."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element


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
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Link] = {}
        for link in every(root, "Relationship") if root is not None else ():
            target = posixpath.normpath(posixpath.join("/", folder, attribute(link, "Target")))
            if attribute(link, "TargetMode") != "External":
                kind = attribute(link, "Type").rpartition("/")[2]
                found[attribute(link, "Id")] = Link(kind, target.lstrip("/"))
        return found

    def xml(self, name: str) -> Element | None:
        """Return what is in a part, None where it is not there or is damaged.

        Args:
            name: of the part.
        """
        if name not in self._archive:
            return None
        try:
            return self._archive.xml(name)
        except DocumentError as error:
            self.notes.append(f"{name} cannot be read: {error.reason}")
            return None

    def damaged(self, what: str) -> DocumentError:
        """Return the error that says what is wrong.

        Args:
            what: words that say it.
        """
        return self._archive.damaged(what)
