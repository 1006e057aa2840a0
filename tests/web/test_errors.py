"""The server's own errors are for users, and carry what a client needs to go on."""

from __future__ import annotations

import inspect

from qa.errors import CorpusError, QAError
from qa.web import errors
from qa.web.errors import ConditionError


def test_every_error_is_meant_for_users() -> None:
    """So that the page and the interface show its message."""
    own = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if kind.__module__ == errors.__name__
    ]
    assert len(own) >= 5
    assert [kind for kind in own if not issubclass(kind, QAError)] == []


def test_a_failed_condition_carries_the_tag_of_the_current_file() -> None:
    """With it, the client can look at the file and try again."""
    error = ConditionError("It changed.", "ab" * 32, failed=True)
    assert (str(error), error.sha256, error.failed) == ("It changed.", "ab" * 32, True)
    assert isinstance(error, CorpusError)
