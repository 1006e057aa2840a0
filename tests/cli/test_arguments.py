"""What an argument may be, and what argparse says of one that is not."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.cli.arguments import index_of, picture, port, positive, probability, text

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("kind", "argument", "value"),
    [
        (positive, "1", 1),
        (port, "0", 0),
        (port, "65535", 65535),
        (probability, "0", 0.0),
        (probability, "0.25", 0.25),
        (text, "Wer zahlt?", "Wer zahlt?"),
    ],
)
def test_a_right_argument_is_read(
    kind: Callable[[str], object], argument: str, value: object
) -> None:
    """At the ends of its range too."""
    assert kind(argument) == value


@pytest.mark.parametrize(
    ("kind", "argument", "says"),
    [
        (positive, "0", "must be at least 1, not 0"),
        (positive, "-3", "must be at least 1, not -3"),
        (positive, "two", "must be at least 1, not two"),
        (positive, "٣", "must be at least 1, not ٣"),
        (port, "65536", "must be 0 to 65535, not 65536"),
        (port, "http", "must be 0 to 65535, not http"),
        (probability, "1.1", "must be 0 to 1, not 1.1"),
        (probability, "nan", "must be 0 to 1, not nan"),
        (probability, "half", "must be 0 to 1, not half"),
        (text, "na\udcefve", "contains the byte 0xEF, which is not UTF-8"),
        (picture, "a.xyz", "must end in .png .svg .pdf, not '.xyz'"),
        (picture, "no/where/a.png", "is in the folder 'no/where', which does not exist"),
    ],
)
def test_a_wrong_argument_is_refused_with_its_value(
    kind: Callable[[str], object], argument: str, says: str
) -> None:
    """And with what is allowed."""
    with pytest.raises(ArgumentTypeError) as caught:
        kind(argument)
    assert str(caught.value).startswith(says)


def test_a_picture_may_have_an_upper_case_suffix(tmp_path: Path) -> None:
    """Some programs write them so."""
    assert picture(str(tmp_path / "A.PNG")) == tmp_path / "A.PNG"


def test_an_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--index``, then ``QA_INDEX``, then ``index``."""
    assert index_of(Namespace(index=None, collection=None)) == Path("index")
    monkeypatch.setenv("QA_INDEX", "mine")
    assert index_of(Namespace(index=None, collection=None)) == Path("mine")
    assert index_of(Namespace(index="other", collection=None)) == Path("other")
