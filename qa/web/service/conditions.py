"""Conditions of a request on the file it changes (RFC 9110, section 13)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.errors import CorpusError
from qa.web import strings

_TAG = re.compile(r'(W/)?"([^"]*)"')


class ConditionError(CorpusError):
    """A condition of the request does not hold, or it needs one.

    Attributes:
        sha256: of the file that is there, in hex; None where there is none.
        failed: whether a condition was sent.
    """

    def __init__(self, message: str, sha256: str | None, *, failed: bool) -> None:
        super().__init__(message)
        self.sha256 = sha256
        self.failed = failed


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold before a file is changed.

    Attributes:
        match: ``If-Match``: the file is there and has one of these tags, or any for ``*``.
        none_match: ``If-None-Match``: there is no file, or it has none of these tags.
    """

    match: str | None = None
    none_match: str | None = None

    def check(self, doc_id: str, sha256: str | None) -> None:
        """Check them against the file that is there.

        Raises:
            ConditionError: one does not hold.
        """
        if self.match is not None and (sha256 is None or not _holds(self.match, sha256)):
            reason = strings.CHANGED_SINCE if sha256 else strings.NO_LONGER
            raise ConditionError(reason.format(doc_id=doc_id), sha256, failed=True)
        if self.none_match is not None and sha256 and _holds(self.none_match, sha256, weak=True):
            raise ConditionError(strings.TAKEN.format(doc_id=doc_id), sha256, failed=True)

    def check_replaced(self, doc_id: str, sha256: str | None) -> None:
        """Check that a file that is there may be replaced.

        Raises:
            ConditionError: a condition does not hold, or none allows that.
        """
        self.check(doc_id, sha256)
        if sha256 and self.match is None:
            raise ConditionError(strings.TAKEN.format(doc_id=doc_id), sha256, failed=False)


def tag_of(sha256: str) -> str:
    """Return the entity tag of a file."""
    return f'"{sha256}"'


def _holds(condition: str, sha256: str, *, weak: bool = False) -> bool:
    if condition.strip() == "*":
        return True
    return any(tag == sha256 and (weak or not is_weak) for is_weak, tag in _TAG.findall(condition))
