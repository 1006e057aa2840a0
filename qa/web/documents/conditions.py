"""Conditional requests (RFC 9110, section 13): a file changes only if it is the expected one.

They prevent lost updates: two people who edit the same document do not overwrite each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.web import strings
from qa.web.errors import ConditionError

_TAG = re.compile(r'(W/)?"([^"]*)"')  # entity-tag, RFC 9110, 8.8.3


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must be true before a file is changed.

    Attributes:
        match: ``If-Match``: the file exists and has one of these tags, or any for ``*``.
        none_match: ``If-None-Match``: the file does not exist, or has none of these tags.
    """

    match: str | None = None
    none_match: str | None = None

    def check(self, doc_id: str, sha256: str | None) -> None:
        """Check the conditions.

        Args:
            doc_id: of the document, for the message.
            sha256: of the current file, in hex; None if missing.

        Raises:
            ConditionError: a condition fails.
        """
        # If-Match needs a strong comparison, If-None-Match a weak one (RFC 9110, 13.1).
        if self.match is not None and (sha256 is None or not _matches(self.match, sha256)):
            reason = strings.CHANGED_SINCE if sha256 else strings.NO_LONGER
            raise ConditionError(reason.format(doc_id=doc_id), sha256, failed=True)
        if self.none_match is not None and sha256 and _matches(self.none_match, sha256, weak=True):
            raise ConditionError(strings.TAKEN.format(doc_id=doc_id), sha256, failed=True)

    def check_replacing(self, doc_id: str, sha256: str | None) -> None:
        """Check the conditions, and that they allow to replace an existing file.

        Args:
            doc_id: of the document, for the message.
            sha256: of the current file, in hex; None if missing.

        Raises:
            ConditionError: a condition fails, or the file exists and there is no ``If-Match``.
        """
        self.check(doc_id, sha256)
        if sha256 and self.match is None:
            raise ConditionError(strings.TAKEN.format(doc_id=doc_id), sha256, failed=False)


def tag_of(sha256: str) -> str:
    """Return the entity tag of a file.

    Args:
        sha256: of the file, in hex.
    """
    return f'"{sha256}"'


def _matches(condition: str, sha256: str, *, weak: bool = False) -> bool:
    if condition.strip() == "*":
        return True
    return any(tag == sha256 and (weak or not is_weak) for is_weak, tag in _TAG.findall(condition))
