"""The errors Quoth raises, one class per decision a caller can take.

::

    QAError
    ├── CorpusError                the corpus as a whole cannot be read
    │   ├── DocumentError          one document cannot be read (has .path)
    │   └── EmptyCorpusError       there is no text to index
    ├── WorkersError               Ray's workers are not available, or failed
    ├── EmbeddingError             some texts cannot be embedded (a build leaves their files out)
    ├── ModelError                 the embedding model cannot be loaded, or is another one
    ├── IndexStoreError            the index cannot be used
    │   ├── IndexNotFoundError     it does not exist: build it
    │   ├── IndexCorruptError      it is damaged: build it again
    │   ├── IndexMismatchError     it was made with another model or format
    │   ├── IndexPermissionError   this user may not read it: ask its owner
    │   └── IndexUnavailableError  its cluster does not answer: try again
    ├── QuestionError              the question cannot be asked (also a ValueError)
    ├── ClaimError                 the claimed quotation cannot be checked (also a ValueError)
    ├── DeadlineError              the work takes longer than its limit
    ├── JsonError                  JSON is malformed, or has wrong types or values
    ├── ReceiptError               a receipt cannot be read, or names a path it must not
    ├── QuestionnaireError         a file of questions to ask cannot be read (has .path)
    │   └── FormError              a form cannot be filled, or not written
    └── QuestionSetError           a file of questions with known answers is wrong (has .line)

A message says what is wrong (with the value), where, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


_LONGEST = 300  # characters of a library's message; some quote all of their input


def described(error: BaseException) -> str:
    """Return the kind and the message of another library's error, in one short line.

    Args:
        error: of any kind.
    """
    try:
        message = str(error)[:_LONGEST]
    except Exception:  # noqa: BLE001 - some libraries' errors fail to make their message
        message = ""
    words = " ".join(message.encode("utf-8", "backslashreplace").decode().split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


class QAError(Exception):
    """Every error that Quoth raises on purpose; its message is for the user."""


class CorpusError(QAError):
    """The corpus as a whole cannot be read."""


class DocumentError(CorpusError):
    """One document cannot be read; a build reports it, skips it and goes on.

    Attributes:
        path: of the file.
        reason: what is wrong with it, without the path; what to do follows a semicolon.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{str(path)!r}: {reason}")
        self.path = path
        self.reason = reason

    @property
    def fault(self) -> str:
        """What is wrong with it, without what to do."""
        return self.reason.partition("; ")[0]


class EmptyCorpusError(CorpusError):
    """No document with text was found."""


class WorkersError(QAError):
    """The workers that a build is to use are not available, or failed."""


class ModelError(QAError):
    """The embedding model cannot be loaded, or its weights are not the expected ones."""


class EmbeddingError(QAError):
    """Some texts cannot be embedded, while others can; a build goes on without their files.

    Attributes:
        reasons: what is wrong: text → reason if an embedder raises this, file name → reason if a
            build passes it on.
    """

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons

    def __str__(self) -> str:
        return f"A text {next(iter(self.reasons.values()))}."


class IndexStoreError(QAError):
    """The index cannot be used."""


class IndexNotFoundError(IndexStoreError):
    """There is no index in this folder or on this cluster."""


class IndexCorruptError(IndexStoreError):
    """A file of the index is missing, damaged or does not match the manifest."""


class IndexMismatchError(IndexStoreError):
    """The index was made with another model, dimension or format."""


class IndexPermissionError(IndexStoreError):
    """This user may not read a file of the index, which may well be sound."""


class IndexUnavailableError(IndexStoreError):
    """The cluster that stores the index does not answer, or refuses the connection."""


class QuestionError(QAError, ValueError):
    """The question is empty, too long or not text, or is narrowed to an unknown document."""


class ClaimError(QAError, ValueError):
    """The claimed quotation is empty, too long or not text."""


class DeadlineError(QAError):
    """The work took longer than its limit, and was stopped."""


class JsonError(QAError):
    """JSON is malformed or too large, or has other types or values than it should.

    The message completes "… cannot be read (…)"; the caller who reads the file adds its name and
    what to do.
    """


class ReceiptError(QAError):
    """A receipt is malformed, of a newer version, or names a path outside of the documents.

    Attributes:
        name: of the receipt, usually its path.
        reason: what is wrong with it.
    """

    def __init__(self, name: str, reason: str) -> None:
        where = "The receipt" if name == "receipt" else f"{name!r}:"  # the first one has no file
        super().__init__(f"{where} {reason}.")
        self.name = name
        self.reason = reason


class QuestionnaireError(QAError):
    """A file of questions to ask cannot be read, or has none.

    Attributes:
        path: of the file.
        reason: what is wrong with it, and what to do.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{str(path)!r} {reason}.")
        self.path = path
        self.reason = reason


class FormError(QuestionnaireError):
    """A form cannot be filled, or the filled form cannot be written."""


class QuestionSetError(QAError):
    """A file of questions with known answers is wrong.

    Attributes:
        path: the file.
        line: 1-based; 0 for the file as a whole.
        reason: what is wrong with it.
    """

    def __init__(self, path: Path, line: int, reason: str) -> None:
        where = f"{str(path)!r}, line {line}" if line else f"{str(path)!r}"
        super().__init__(f"{where}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason
