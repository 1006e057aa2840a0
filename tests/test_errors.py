"""The tree of errors is the one that is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import qa.errors
from qa.errors import (
    CorpusError,
    DocumentError,
    QAError,
    QuestionError,
    QuestionSetError,
    described,
)


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
    error = DocumentError(Path("a b.txt"), "has no text")
    assert error.path == Path("a b.txt")
    assert error.reason == "has no text"
    assert str(error) == "'a b.txt': has no text"
    assert isinstance(error, CorpusError)


def test_a_question_error_is_also_a_value_error() -> None:
    """It is both, as a claim's is; no other error of Quoth is."""
    assert issubclass(QuestionError, QAError)
    both = [kind.__name__ for kind in QAError.__subclasses__() if issubclass(kind, ValueError)]
    assert sorted(both) == ["ClaimError", "QuestionError"]


def test_an_error_of_another_library_is_described_in_one_line() -> None:
    """Its kind and the beginning of its message, also if it has none or fails to make it."""

    class SilentError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert described(ValueError("two\n  lines")) == "ValueError: two lines"
    assert described(ValueError("x" * 1_000)) == f"ValueError: {'x' * 300}"
    assert described(ValueError()) == "ValueError"
    assert described(SilentError()) == "SilentError"


def test_an_error_of_a_question_set_has_its_line() -> None:
    """Line 0 is the file as a whole."""
    assert str(QuestionSetError(Path("a.jsonl"), 3, "no question")) == (
        "'a.jsonl', line 3: no question"
    )
    assert str(QuestionSetError(Path("a.jsonl"), 0, "no questions")) == "'a.jsonl': no questions"
