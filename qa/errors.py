"""The errors Quoth raises, one class per decision a caller can take.

::

    QAError
    ├── CorpusError               the corpus cannot be read as a whole
    │   ├── DocumentError         one document cannot be read (carries .path)
    │   └── EmptyCorpusError      nothing to index
    ├── WorkersError              the workers that a build is to use cannot be had, or failed
    ├── StrangeTextError          texts that cannot be embedded (a build leaves their files out)
    ├── ModelError                the embedding model cannot be loaded or is not what it should be
    ├── IndexStoreError           the index on disk cannot be used
    │   ├── IndexNotFoundError    there is none: build it
    │   ├── IndexCorruptError     it is damaged: build it again
    │   ├── IndexMismatchError    it was made with another model or format
    │   ├── IndexPermissionError  this user may not read it: ask its owner
    │   └── IndexAwayError        the cluster that holds it does not answer: try again
    ├── QuestionError             the question cannot be asked (also a ValueError)
    ├── ClaimError                a quotation to be checked is empty or too long (also a ValueError)
    ├── DeadlineError             the work takes longer than its limit
    ├── JsonError                 a JSON file is not what it should be
    ├── ReceiptError              a receipt cannot be read, or names what it must not
    └── QuestionSetError          a file of questions with known answers is wrong (carries .line)

A message says what is wrong (with the value), where, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


_LONGEST = 300  # characters of a library's message; some hold the whole of what they are about


def described(error: BaseException) -> str:
    """Return the kind and the message of another library's error, in one short line."""
    try:
        message = str(error)[:_LONGEST]
    except Exception:  # noqa: BLE001 - it is the message that fails, of an error that happened
        message = ""
    words = " ".join(message.encode("utf-8", "backslashreplace").decode().split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


class QAError(Exception):
    """Everything Quoth raises on purpose; its message is meant for the user."""


class CorpusError(QAError):
    """The corpus as a whole cannot be read."""


class DocumentError(CorpusError):
    """One document cannot be read; a build reports it, skips it and goes on.

    Attributes:
        path: the file in question.
        reason: what is wrong with it, without the path.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{str(path)!r}: {reason}")
        self.path = path
        self.reason = reason


class EmptyCorpusError(CorpusError):
    """Not one document with text was found."""


class WorkersError(QAError):
    """The workers that a build is to use cannot be had, or did not do their work."""


class ModelError(QAError):
    """The embedding model cannot be loaded, or its weights are not the expected ones."""


class StrangeTextError(QAError):
    """Some texts cannot be embedded, while others can; the build goes on without their files.

    Attributes:
        reasons: what is wrong: text → reason where the embedder raises this, name of the file →
            reason where a build passes it on.
    """

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons

    def __str__(self) -> str:
        return f"A text {next(iter(self.reasons.values()))}."


class IndexStoreError(QAError):
    """The index on disk cannot be used."""


class IndexNotFoundError(IndexStoreError):
    """There is no index at the given place."""


class IndexCorruptError(IndexStoreError):
    """A file of the index is missing, damaged or at odds with the manifest."""


class IndexMismatchError(IndexStoreError):
    """The index was made with another model, dimension or format."""


class IndexPermissionError(IndexStoreError):
    """This user may not read a file of the index, which may well be sound."""


class IndexAwayError(IndexStoreError):
    """The cluster that holds the index does not answer, or does not let us in."""


class QuestionError(QAError, ValueError):
    """The question is empty, too long or no text, or is asked of an unknown document."""


class ClaimError(QAError, ValueError):
    """What is claimed to be a quotation is empty, too long or no text."""


class DeadlineError(QAError):
    """The work took longer than the limit that was set for it, and was ended."""


class JsonError(QAError):
    """A JSON file is no JSON, is too large, or has other types or values than it should.

    The message completes "… cannot be read (…)"; who reads the file adds where and what to do.
    """


class ReceiptError(QAError):
    """A receipt cannot be read, is none, is of a newer version, or names a place it must not.

    Attributes:
        name: of the receipt, mostly its path.
        reason: what is wrong with it.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name!r}: {reason}.")
        self.name = name
        self.reason = reason


class QuestionSetError(QAError):
    """A file of questions with known answers is wrong somewhere.

    Attributes:
        path: the file.
        line: 1-based; 0 where it is the file as a whole.
        reason: what is wrong there.
    """

    def __init__(self, path: Path, line: int, reason: str) -> None:
        place = f"{str(path)!r}, line {line}" if line else f"{str(path)!r}"
        super().__init__(f"{place}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason
