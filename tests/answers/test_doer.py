"""A name below a heading answers who did what the heading says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.indexing.build import build_with_report

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.records import Answer

HYMNS = """\
# The Almond hymns

## {heading}

Sunniva Reke, Bergen.

## Thanks

Many people helped with the Almond hymns, among them Piet Roos, who {deed} the first draft of
three of them, and Ada Quill, who set the notes of the Almond hymns.
"""


def asked(question: str, text: str, folder: Path, embedder: Embedder) -> Answer:
    """Return the answer to a question from a file with this text."""
    (folder / "hymns.md").write_text(text)
    built = build_with_report([folder / "hymns.md"], into=folder / "index", embedder=embedder)
    return ask(question, built.index)


@pytest.mark.parametrize(
    ("heading", "deed"),
    [("Translator", "translated"), ("Author", "wrote"), ("Composers", "composed")],
)
def test_a_name_below_the_doer_answers(
    tmp_path: Path, real_embedder: Embedder, heading: str, deed: str
) -> None:
    """Before a sentence that has the verb, and tells of others."""
    text = HYMNS.format(heading=heading, deed=deed)
    answer = asked(f"Who {deed} the Almond hymns?", text, tmp_path, real_embedder)
    assert answer.found
    assert answer.quotes[0].text == "Sunniva Reke, Bergen."


@pytest.mark.parametrize("heading", ["Copies", "Gardener"])
def test_another_heading_says_nothing_of_the_deed(
    tmp_path: Path, real_embedder: Embedder, heading: str
) -> None:
    """Nor does one of another deed."""
    text = HYMNS.format(heading=heading, deed="translated")
    answer = asked("Who translated the Almond hymns?", text, tmp_path, real_embedder)
    assert answer.quotes[0].text != "Sunniva Reke, Bergen."


def test_who_did_not_do_it_is_not_below_who_did(tmp_path: Path, real_embedder: Embedder) -> None:
    """A question with "not" asks for others: the heading makes no answer sure."""
    text = HYMNS.format(heading="Translator", deed="translated")
    those = asked("Who translated the Almond hymns?", text, tmp_path, real_embedder)
    others = asked("Who didn't translate the Almond hymns?", text, tmp_path, real_embedder)
    assert those.confidence >= 0.95
    assert others.confidence < those.confidence
    assert not others.likely
