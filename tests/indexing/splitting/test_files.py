"""A text that makes a library fail costs its file; an embedder that fails ends the build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qa.errors import DocumentError, ModelError, QuestionError
from qa.indexing.splitting.files import ENDING, blaming, check_embedder, split
from tests.support.indexes import AxisEmbedder
from tests.support.nasty import document

if TYPE_CHECKING:
    from collections.abc import Sequence

PATH = Path("odd.txt")


class Panic(BaseException):
    """What a library in Rust raises: no ``Exception``."""


class Broken(AxisEmbedder):
    """Cannot count."""

    def count_tokens(self, texts: Sequence[str]) -> Any:
        """Fail."""
        raise ZeroDivisionError(len(texts))


def test_documents_come_with_their_passages() -> None:
    """In order."""
    text = document("Apple. Bird.", pages=(0, 7))
    ((found, passages),) = split([text], PATH, AxisEmbedder())
    assert found is text
    assert [(new.passage.start, new.passage.end) for new in passages] == [(0, 6), (7, 12)]


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (ZeroDivisionError("x"), r"cannot be split into passages (ZeroDivisionError: x)"),
        (Panic("y"), r"cannot be split into passages (Panic: y)"),
        (MemoryError(), "cannot be split into passages: not enough memory"),
        (RecursionError(), r"cannot be split into passages (RecursionError)"),
    ],
)
def test_whatever_a_text_raises_is_blamed_on_its_file(raised: BaseException, reason: str) -> None:
    """With the reason in one line."""
    with pytest.raises(DocumentError) as caught, blaming(PATH, AxisEmbedder()):
        raise raised
    assert (caught.value.path, caught.value.reason) == (PATH, reason)


@pytest.mark.parametrize("raised", [*(kind() for kind in ENDING), QuestionError("is empty")])
def test_what_is_no_fault_of_a_text_is_passed_on(raised: BaseException) -> None:
    """Ctrl-C, and errors that say already what is wrong."""
    with pytest.raises(type(raised)) as caught, blaming(PATH, AxisEmbedder()):
        raise raised
    assert caught.value is raised


def test_an_embedder_that_fails_over_any_text_is_the_cause() -> None:
    """No file is blamed for it."""
    with pytest.raises(ModelError, match=r"'axes' fails \(ZeroDivisionError: 1\)"):
        split([document("Apple.")], PATH, Broken())
    check_embedder(AxisEmbedder())
