"""The tree of errors is the one that is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import qa.errors
from qa.errors import CorpusError, DocumentError, QAError, QuestionError


def drawn_parents() -> dict[str, str]:
    """Return class → parent as the module's docstring draws them."""
    above: list[str] = []
    parents: dict[str, str] = {}
    for line in (qa.errors.__doc__ or "").splitlines():
        drawn = re.match(r"    ([│├└─ ]*)(\w+Error)\b", line)
        if drawn:
            depth = len(drawn[1]) // 4
            above[depth:] = [drawn[2]]
            parents[drawn[2]] = above[depth - 1] if depth else "Exception"
    return parents


def test_the_tree_in_the_docstring_is_the_real_one() -> None:
    """Every error is drawn below its base class, and no other is."""
    real = {
        name: kind.__bases__[0].__name__
        for name, kind in vars(qa.errors).items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert drawn_parents() == real
    assert real["QAError"] == "Exception"
    assert real["DocumentError"] == "CorpusError"


def test_a_document_error_carries_path_and_reason() -> None:
    """The message has both, the path in quotation marks."""
    error = DocumentError(Path("a b.txt"), "holds no text")
    assert error.path == Path("a b.txt")
    assert error.reason == "holds no text"
    assert str(error) == "'a b.txt': holds no text"
    assert isinstance(error, CorpusError)


def test_a_question_error_is_also_a_value_error() -> None:
    """It is both, as a claim's is; no other error of Quoth is."""
    assert issubclass(QuestionError, QAError)
    both = [kind.__name__ for kind in QAError.__subclasses__() if issubclass(kind, ValueError)]
    assert sorted(both) == ["ClaimError", "QuestionError"]
