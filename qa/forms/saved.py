"""The answers of a run, saved while it goes on: a run that was stopped continues.

The file is next to the copy: JSON Lines, a header, and a line for each answer. Answers of another
index, version or setting are asked again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qa.errors import FormError, JsonError
from qa.files.hashing import sha256_of_text
from qa.files.locks import Lock
from qa.files.typed_json import lines, parse, read_bytes
from qa.records import Answer  # noqa: TC001 - msgspec looks it up

if TYPE_CHECKING:
    from io import BufferedWriter
    from pathlib import Path

    from qa.index.search import Index

SUFFIX = ".part"
"""What the name of the file ends in, after that of the copy."""

_LARGEST = 4 << 30
_FORMAT = 1
_MARK = "answers_of_a_form"


@dataclass(frozen=True, slots=True)
class _Line:
    """An answer as it is saved.

    Attributes:
        question: hash of the question, as the form has it.
        answer: to it.
    """

    question: str
    answer: Answer


class SavedAnswers:
    """The file of one run, open for more answers; no other run writes it meanwhile."""

    def __init__(self, copy: Path, index: Index, made_with: str) -> None:
        """Read what an earlier run left, and begin to write.

        Args:
            copy: path of the filled copy.
            index: that answers.
            made_with: version and settings; answers of others are asked again.

        Raises:
            FormError: a file of this name is not one of these, cannot be written, or is written
                by another run.
        """
        self._path = copy.with_name(f"{copy.name}{SUFFIX}")
        self._header = {_MARK: _FORMAT, "made_with": made_with, "index": index.fingerprint}
        self._lock = self._locked(copy)
        try:
            self._known = self._read(index)
            self._file = self._begin()
        except BaseException:
            self._lock.release()
            raise

    def __len__(self) -> int:
        """Return how many answers there are."""
        return len(self._known)

    def get(self, question: str) -> Answer | None:
        """Return the answer to a question; None where it was not asked yet.

        Args:
            question: as the form has it.
        """
        return self._known.get(sha256_of_text(question))

    def add(self, question: str, answer: Answer) -> None:
        """Save an answer.

        Args:
            question: as the form has it.
            answer: to it.

        Raises:
            OSError: it cannot be written.
        """
        line = _Line(sha256_of_text(question), answer)
        self._known[line.question] = answer
        self._file.write(json.dumps(asdict(line)).encode() + b"\n")
        self._file.flush()  # a process that is killed loses nothing that it has passed on

    def close(self) -> None:
        """Close the file, for another run to continue."""
        self._file.close()
        self._lock.release()

    def delete(self) -> None:
        """Delete the file: the copy has the answers."""
        self._file.close()
        self._path.unlink(missing_ok=True)
        self._lock.release()

    def _locked(self, copy: Path) -> Lock:
        try:
            return Lock(self._path)
        except BlockingIOError as error:
            reason = (
                "is being filled by another qa fill; wait until it has ended, or name another copy "
                "with --into"
            )
            raise FormError(copy, reason) from error
        except OSError as error:
            raise FormError(self._path, f"cannot be written ({error.strerror})") from error

    def _read(self, index: Index) -> dict[str, Answer]:
        try:
            found = lines(read_bytes(self._path, _LARGEST))
            header = parse(next(found, (0, b"null"))[1], dict[str, Any])
        except FileNotFoundError:
            return {}
        except (OSError, JsonError) as error:
            raise self._foreign() from error
        if _MARK not in header:
            raise self._foreign()
        known: dict[str, Answer] = {}
        if header != self._header:
            return known
        for _, line in found:
            with suppress(JsonError):  # the last line of a killed run may be half a line
                one = parse(line, _Line)
                if _is_verbatim(one.answer, index):
                    known[one.question] = one.answer
        return known

    def _foreign(self) -> FormError:
        reason = (
            "is no file of an earlier run of qa fill; move it, or name another copy with --into"
        )
        return FormError(self._path, reason)

    def _begin(self) -> BufferedWriter:
        """Return the file with a header and the answers that still hold, open for more."""
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            with new.open("wb") as file:
                file.write(json.dumps(self._header).encode() + b"\n")
                for question, answer in self._known.items():
                    file.write(json.dumps(asdict(_Line(question, answer))).encode() + b"\n")
            new.replace(self._path)
            return self._path.open("ab")
        except OSError as error:
            raise FormError(self._path, f"cannot be written ({error.strerror})") from error


def _is_verbatim(answer: Answer, index: Index) -> bool:
    """Return whether every quote of a saved answer is in its document, to the character.

    So are the closest passages, which this run may write though the one that saved them did not.
    """
    parts = answer.parts or (answer,)
    for quote in (*answer.quotes, *(one for part in parts for one in part.nearest)):
        try:
            text = index.document(quote.citation.doc_id).text
        except KeyError:
            return False
        if text[quote.citation.start : quote.citation.end] != quote.text:
            return False
    return True
