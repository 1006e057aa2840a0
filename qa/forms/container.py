"""An office file of which a few parts are written anew, and all others stay as they are.

Libraries that read and write whole workbooks lose what they do not know: macros, charts, controls,
validations of newer versions. So a form is never read and saved: its parts are copied.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

from qa.forms.elements import Edit, element_tree, spliced
from qa.loaders.office_package import Package, with_parts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SIGNATURES = "_xmlsignatures/"


class Container:
    """The parts of an office file.

    Attributes:
        path: of the file, for errors.
        package: for reading.
    """

    def __init__(self, data: bytes, path: Path) -> None:
        """Open a file.

        Args:
            data: bytes of the file.
            path: of the file, for errors.

        Raises:
            DocumentError: it is damaged or encrypted.
        """
        self.path = path
        self.package = Package(data, path)
        self._data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._names = frozenset(archive.namelist())

    def __contains__(self, part: str) -> bool:
        """Return whether there is a part of this name."""
        return part in self._names

    @property
    def notes(self) -> list[str]:
        """For the user: what no longer holds once a part of the file has changed."""
        if any(name.startswith(_SIGNATURES) for name in self._names):
            return [f"the digital signature of {self.path.name} does not hold for the filled copy"]
        return []

    def part(self, name: str) -> bytes:
        """Return the bytes of a part.

        Args:
            name: of the part.

        Raises:
            DocumentError: it is not there, is damaged, or unpacks to too much.
        """
        return self.package.plain_xml(name)

    def linked(self, kind: str, main: str) -> str:
        """Return the name of the part that the main part names as of some kind; empty for none.

        Args:
            kind: such as ``styles``.
            main: name of the main part.
        """
        found = next(self.package.related(main, kind), "")
        return found if found in self else ""

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the bytes of the file with some parts changed or added.

        Args:
            changed: the bytes of these parts, by their names.

        Raises:
            DocumentError: a part is damaged, or the file unpacks to too much.
        """
        return with_parts(self._data, self.path, changed)

    def declared(self, name: str, content_type: str, kind: str, main: str) -> dict[str, bytes]:
        """Return the parts that change where a part is added to the file.

        Args:
            name: of the new part, in the folder of the main part.
            content_type: of the new part.
            kind: of its relationship to the main part, such as ``styles``.
            main: name of the main part.
        """
        folder, _, file = main.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        types_line = f'<Override PartName="/{escape(name)}" ContentType="{content_type}"/>'
        target = escape(name.removeprefix(f"{folder}/"))
        line = f'<Relationship Id="rIdQuoth" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        types, links = self.part(_TYPES), self.part(relations)
        # A file may still speak of a part that it has lost.
        return {
            _TYPES: types if f'"/{name}"'.encode() in types else _with_last(types, types_line),
            relations: links if f'"{target}"'.encode() in links else _with_last(links, line),
        }


def _with_last(xml: bytes, line: str) -> bytes:
    """Return XML with one more element at the end of its root, whose namespace it is in."""
    root = element_tree(xml)
    prefix = root.prefix
    line = line.replace("<", f"<{prefix}:", 1) if prefix else line
    return spliced(xml, [Edit(root.inner_end, root.inner_end, line.encode())])
