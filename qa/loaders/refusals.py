"""Why files are refused, in words for the people who have them: what is wrong, and what to do.

What libraries say of a file ("File is not a zip file") helps nobody who only has the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.files.json_faults import described_fault
from qa.loaders.content import suffix_of_bytes

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import ParseError

NO_PASSWORD = "is encrypted; save it without a password"  # noqa: S105 - a sentence
EMPTY = "is empty (0 bytes); if it should have text, get a new copy of it"

_REPAIR = "open it and save it again, or get a new copy of it"
_PICTURES = frozenset(
    [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic", ".heif"]
)
_PACKED = frozenset([".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst"])


class DamagedError(DocumentError):
    """A file, or a part of it, is damaged.

    Attributes:
        what: is damaged, and how.
    """

    def __init__(self, path: Path, what: str) -> None:
        """Say what is damaged, and what to do.

        Args:
            path: of the file.
            what: is damaged, and how.
        """
        super().__init__(path, f"is damaged ({what}); {_REPAIR}")
        self.what = what


def unsupported(path: Path) -> DocumentError:
    """Return the error for a file of a format that no loader reads.

    Args:
        path: of the file.
    """
    suffix = path.suffix.lower()
    if not suffix:
        reason = "has no suffix, and its content is of no supported type; give it one, such as .txt"
        return DocumentError(path, reason)
    do = "save it as PDF, Word or text"
    if suffix in _PICTURES:
        do = "put the picture into a PDF, and Quoth can recognize the words in it"
    elif suffix in _PACKED:
        do = "unpack it, and add the files in it"
    return DocumentError(path, f"is of a type that is not supported ({path.suffix}); {do}")


def unreadable(path: Path, data: bytes) -> DocumentError:
    """Return the error for a file that its loader cannot open at all.

    It may be of another format, which its content shows, or be incomplete.

    Args:
        path: of the file, whose name says which format it should have.
        data: bytes of the file.
    """
    if not data:
        return DocumentError(path, EMPTY)
    named, found = path.suffix.lower(), suffix_of_bytes(data)
    if found and found != named:
        what = f"is not a {named} file: its content is that of a {found} file"
        return DocumentError(path, f"{what}; rename it to end in {found}")
    return DamagedError(path, f"it is incomplete, or not a {named} file")


def not_json(path: Path, error: ValueError) -> DocumentError:
    """Return the error for a file that is not JSON.

    Args:
        path: of the file.
        error: of Python's parser.
    """
    return DocumentError(path, f"is not JSON ({described_fault(error)}); correct it there")


def where_in_xml(error: Exception) -> str:
    """Return where XML is not well-formed: " in line 3"; empty if it is not known.

    Args:
        error: of Python's parser.
    """
    position: ParseError | tuple[int, int] | None = getattr(error, "position", None)
    return f" in line {position[0]:,}" if isinstance(position, tuple) else ""
