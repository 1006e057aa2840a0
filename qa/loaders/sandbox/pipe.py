"""The answers of the process that reads files, as bytes on a pipe.

An answer is a line of JSON, then the texts in UTF-8, one after the other. A text is most of an
answer: as JSON it would take up to three times the memory and several times as long.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from qa.loaders.extraction import Extract
from qa.records import Heading, RecognizedPage, Span

if TYPE_CHECKING:
    from typing import IO


class Read(NamedTuple):
    """The documents of a file.

    Attributes:
        sha256: of the file's bytes, in hex.
        extracts: its documents.
    """

    sha256: str
    extracts: list[Extract]

    def with_notes(self, notes: tuple[str, ...]) -> Read:
        """Return it with more notes, at the first document.

        Args:
            notes: for the user.
        """
        first, *others = self.extracts
        return Read(self.sha256, [replace(first, notes=first.notes + notes), *others])


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file cannot be read.

    Attributes:
        reason: as :class:`qa.errors.DocumentError` carries it.
        exhausted: whether the process is short of memory and should be replaced.
        unread: numbers of the pages, 1-based, whose words only their picture shows.
    """

    reason: str
    exhausted: bool = False
    unread: tuple[int, ...] = ()

    def with_notes(self, notes: tuple[str, ...]) -> Refused:
        """Return it with more to say of the reason.

        Args:
            notes: for the user.
        """
        return replace(self, reason="; ".join((self.reason, *notes)))


def packed(answer: Read | Refused) -> list[bytes]:
    """Return an answer as bytes, in parts to be written one after the other.

    Args:
        answer: the documents of a file, or the reason why there are none.
    """
    if isinstance(answer, Refused):
        refused = {
            "refused": answer.reason,
            "exhausted": answer.exhausted,
            "unread": answer.unread,
        }
        return [_line(refused)]
    texts = [item.text.encode() for item in answer.extracts]
    rows = [_row(item, len(text)) for item, text in zip(answer.extracts, texts, strict=True)]
    return [_line({"sha256": answer.sha256, "extracts": rows}), *texts]


def read_answer(file: IO[bytes]) -> Read | Refused:
    """Read an answer from a pipe.

    Args:
        file: the pipe.

    Raises:
        EOFError: it ends in the middle.
        ValueError, TypeError, KeyError: it is not an answer.
    """
    line = file.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    head: dict[str, Any] = json.loads(line)
    if "refused" in head:
        return Refused(head["refused"], head["exhausted"], tuple(head["unread"]))
    return Read(head["sha256"], [_extract(row, file) for row in head["extracts"]])


def _line(head: dict[str, Any]) -> bytes:
    return json.dumps(head).encode("ascii") + b"\n"


def _row(item: Extract, size: int) -> dict[str, Any]:
    return {
        "size": size,
        "title": item.title,
        "headings": [(h.start, h.end, h.level, h.title) for h in item.headings],
        "pages": item.pages,
        "breaks": item.breaks,
        "asides": [(aside.start, aside.end) for aside in item.asides],
        "language": item.language,
        "notes": item.notes,
        "name": item.name,
        "unread": item.unread,
        "recognized": [astuple(page) for page in item.recognized],
    }


def _extract(row: dict[str, Any], file: IO[bytes]) -> Extract:
    data = file.read(row["size"])
    if len(data) < row["size"]:
        raise EOFError
    return Extract(
        text=data.decode(),
        title=row["title"],
        headings=tuple(Heading(*heading) for heading in row["headings"]),
        pages=tuple(row["pages"]),
        breaks=tuple(row["breaks"]),
        asides=tuple(Span(*aside) for aside in row["asides"]),
        language=row["language"],
        notes=tuple(row["notes"]),
        name=row["name"],
        unread=tuple(row["unread"]),
        recognized=tuple(RecognizedPage(*page) for page in row["recognized"]),
    )
