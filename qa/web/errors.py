"""The errors that only the server raises. Each message is meant for the user."""

from __future__ import annotations

from qa.errors import CorpusError, QAError


class SourceError(QAError):
    """A citation cannot be opened."""


class ChangedSourceError(SourceError):
    """The words that a citation leads to are no longer there."""


class BusyError(QAError):
    """Too many requests of one kind are waiting."""


class SessionError(QAError):
    """A log-out cannot be saved, so the session could return when the server restarts."""


class FeedbackError(QAError):
    """The feedback file is damaged, or it cannot be read or written. It is left unchanged."""


class ConditionError(CorpusError):
    """A precondition of the request fails, or the request needs one and has none.

    Attributes:
        sha256: hash of the current file, in hex; None if there is no such file.
        failed: whether a condition was sent and failed (status 412, otherwise 409).
    """

    def __init__(self, message: str, sha256: str | None, *, failed: bool) -> None:
        super().__init__(message)
        self.sha256 = sha256
        self.failed = failed
