"""Where the quotes of the last answer are, for ``qa open``: file names and numbers, no words.

Neither the question nor the quotes are saved: whoever reads the file learns no more than which
documents were quoted, and a document that is removed leaves no words here. Only its user may read
the file.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from qa.errors import JsonError, QAError
from qa.files.atomic import atomic_write
from qa.files.hashing import sha256_of_text
from qa.files.typed_json import LARGEST_RECORD, Count, Sha256, read
from qa.rendering.text import quotes_shown
from qa.settings import NO_STATE, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from qa.records import Answer

_FILE = "last-answer.json"


class Place(msgspec.Struct, frozen=True):
    """Where a quote is.

    Attributes:
        doc_id: of its document.
        start: offset of its first character.
        end: offset after its last.
        sha256: of its words, to recognise them.
        page: 1-based; None without pages.
        line: 1-based; None where none is cited.
    """

    doc_id: str
    start: Count
    end: Count
    sha256: Sha256
    page: Count | None
    line: Count | None


class LastAnswer(msgspec.Struct, frozen=True):
    """What is remembered of an answer.

    Attributes:
        index: absolute path of the folder of the index.
        places: of the quotes, in the order in which they were shown.
    """

    index: str
    places: list[Place]


def locate(answer: Answer, index: Path) -> LastAnswer:
    """Return where the quotes of an answer are.

    Args:
        answer: that was shown.
        index: folder of its index.
    """
    places = [
        Place(
            doc_id=quote.citation.doc_id,
            start=quote.citation.start,
            end=quote.citation.end,
            sha256=sha256_of_text(quote.text),
            page=quote.citation.page,
            line=quote.citation.line,
        )
        for quote in quotes_shown(answer)
    ]
    return LastAnswer(str(index.resolve()), places)


def remember(answer: Answer, index: Path) -> None:
    """Save where the quotes of an answer are, in place of those of the one before.

    Nothing is saved of an answer without quotes, where the user wants nothing saved, or where the
    folder cannot be written.

    Args:
        answer: that was shown.
        index: folder of its index.
    """
    folder = Settings.current().state
    located = locate(answer, index)
    if folder is None or not located.places:
        return
    content = msgspec.to_builtins(located)
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_write(folder / _FILE, json.dumps(content, indent=1), 0o600)


def last_answer() -> LastAnswer:
    """Return what is remembered of the last answer.

    Raises:
        QAError: nothing is, or it cannot be read.
    """
    folder = Settings.current().state
    if folder is None:
        msg = f"No answer is remembered: QA_STATE is {NO_STATE!r}, or there is no home folder."
        raise QAError(msg)
    try:
        return read(folder / _FILE, LastAnswer, LARGEST_RECORD, has_names=True)
    except FileNotFoundError:
        msg = "There is no last answer to open. Ask first, on a terminal: qa ask QUESTION"
        raise QAError(msg) from None
    except (OSError, JsonError) as error:
        msg = f"{str(folder / _FILE)!r} cannot be read ({error}). Ask again: qa ask QUESTION"
        raise QAError(msg) from None
