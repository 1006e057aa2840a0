"""The promise of Quoth, tried on texts that break careless software."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.indexing.splitting.passages import LONGEST_SENTENCE, passages
from qa.loaders import markdown, text
from qa.pipeline import ask
from qa.text.furniture import is_furniture
from qa.text.question_lines import questions_of
from tests.support.indexes import Library
from tests.support.nasty import document, nasty_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.records import Document

ROOM = 30


def words_of(texts: Sequence[str]) -> list[int]:
    """Count a word as one piece."""
    return [len(text.split()) for text in texts]


def characters_of(texts: Sequence[str]) -> list[int]:
    """Count every character as a piece, as models do with scripts they do not know."""
    return [sum(not char.isspace() for char in text) for text in texts]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return a document as a loader would make it, or one with pages."""
    data = draw(nasty_texts).encode()
    suffix = draw(st.sampled_from([".txt", ".md", ".pages"]))
    (extracted,) = (markdown if suffix == ".md" else text).extract(data, Path("nasty"))
    if suffix != ".pages":
        return document(extracted.text, headings=extracted.headings)
    starts = draw(st.sets(st.integers(0, len(extracted.text)), max_size=4))
    return document(extracted.text, pages=tuple(sorted({0, *starts})))


def owners(document: Document) -> list[int]:
    """Return for each character in how many passages and headings it lies."""
    counts = [0] * len(document.text)
    spans = [(heading.start, heading.end) for heading in document.headings]
    spans += [(p.start, p.end) for p in passages(document, lambda _: ROOM, words_of)]
    for start, end in spans:
        for i in range(start, end):
            counts[i] += 1
    return counts


@given(documents())
def test_every_character_lies_in_one_passage_or_in_a_heading(document: Document) -> None:
    """Letters and digits lie in exactly one passage, or in a heading or a question that is one."""
    asked = {i for found in questions_of(document) for i in range(found.start, found.end)}
    for i, (char, count) in enumerate(zip(document.text, owners(document), strict=True)):
        assert count <= 1
        assert count == 1 or i in asked or not char.isalnum()


@given(documents())
def test_every_sentence_lies_in_one_passage(document: Document) -> None:
    """The sentences of a passage follow one another and leave out nothing but lines of signs."""
    end_of_last = 0
    for passage in passages(document, lambda _: ROOM, words_of):
        assert end_of_last <= passage.start
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        for sentence in passage.sentences:
            text = document.text[sentence.start : sentence.end]
            assert text == text.strip()
            assert 0 < len(text) <= LONGEST_SENTENCE
        for one, next_one in pairwise(passage.sentences):
            assert one.end <= next_one.start
            left_out = document.text[one.end : next_one.start].split("\n")
            assert all(is_furniture(line.strip(), "", among_contents=True) for line in left_out)
        end_of_last = passage.end


@given(documents())
def test_no_passage_crosses_a_heading_or_a_page(document: Document) -> None:
    """A passage lies on one page and beside all headings."""
    for passage in passages(document, lambda _: ROOM, words_of):
        for page in document.pages:
            assert page <= passage.start or passage.end <= page
        for heading in document.headings:
            assert heading.end <= passage.start or passage.end <= heading.start


@pytest.mark.parametrize("count", [words_of, characters_of])
@given(document=documents())
def test_no_passage_is_longer_than_there_is_room(
    document: Document, count: Callable[[Sequence[str]], list[int]]
) -> None:
    """Only a word that cannot be cut may have more word pieces than there is room for."""
    for passage in passages(document, lambda _: ROOM, count):
        text = document.text[passage.start : passage.end]
        assert count([text])[0] <= ROOM or len(text.split()) == 1


@settings(max_examples=30)
@given(text=nasty_texts.map(lambda text: f"Apple {text}"), question=nasty_texts)
def test_a_quote_is_its_slice(text: str, question: str) -> None:
    """From file to answer: the words quoted are the words that stand there."""
    canonical = text.replace("\r\n", "\n").replace("\r", "\n")
    with tempfile.TemporaryDirectory() as folder:
        index = Library(Path(folder)).build(nasty=text)
        answer = ask(f"apple {question}", index)
        quotes = answer.quotes or answer.nearest
        assert quotes
        assert index.document("nasty.txt").text == canonical
        for quote in quotes:
            citation = quote.citation
            assert quote.text == canonical[citation.start : citation.end]
            assert canonical.count(citation.prefix + quote.text + citation.suffix) == 1
            assert quote.context.start <= citation.start < citation.end <= quote.context.end
