"""What one process packs, the other reads."""

from __future__ import annotations

import io

import pytest

from qa.loaders.extraction import Extract
from qa.loaders.sandbox.pipe import Read, Refused, packed, read_answer
from qa.records import Heading, RecognizedPage, Span

WHOLE = Extract(
    text="Größe\n😀",
    title="T",
    headings=(Heading(0, 5, 1, "Größe"),),
    pages=(0, 6),
    breaks=(6,),
    asides=(Span(0, 5),),
    language="de",
    notes=("a", "b"),
    name="n",
    unread=(2,),
    recognized=(RecognizedPage(1, 0.9, "tesseract 5.3.0 (eng)", "boxes"),),
)


@pytest.mark.parametrize(
    "answer",
    [
        Read("0" * 64, [WHOLE, Extract("")]),
        Read("0" * 64, []),
        Refused("is damaged\n(é)"),
        Refused("needs more", exhausted=True),
        Refused("has no text", unread=(1, 2)),
    ],
)
def test_an_answer_is_read_as_it_was_packed(answer: Read | Refused) -> None:
    """With every attribute, and no byte is left over."""
    pipe = io.BytesIO(b"".join(packed(answer)))
    assert read_answer(pipe) == answer
    assert pipe.read() == b""


def test_an_answer_that_was_cut_is_an_error() -> None:
    """Wherever it ends, as when the process is killed."""
    data = b"".join(packed(Read("0" * 64, [WHOLE])))
    for end in range(len(data)):
        with pytest.raises(EOFError):
            read_answer(io.BytesIO(data[:end]))


@pytest.mark.parametrize("line", [b"no json\n", b"{}\n", b'{"sha256": "", "extracts": [1]}\n'])
def test_what_is_no_answer_is_an_error(line: bytes) -> None:
    """As when a library writes to the pipe."""
    with pytest.raises((ValueError, TypeError, KeyError)):
        read_answer(io.BytesIO(line))
