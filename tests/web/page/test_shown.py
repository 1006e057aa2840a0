"""What is shown of an answer and of a source: to the character, and inert."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.pipeline import ask
from qa.records import Span
from qa.web import strings
from qa.web.errors import SourceError
from qa.web.page.answers import answer_html
from qa.web.page.conversation import source
from qa.web.page.escaping import escaped
from qa.web.service.source import open_source, reference
from tests.support.webs import (
    HOSTILE,
    TEXT,
    answer,
    document,
    quote,
    ready_service,
    referring,
    texts,
)

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.web.service.live import LiveIndex
    from qa.web.service.service import Service

encodable = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def live(service: Service) -> LiveIndex:
    return service.live


@given(encodable)
def test_escaped_text_is_one_line_and_reads_as_the_text(text: str) -> None:
    """Nothing is lost, and nothing is left that HTML or Markdown would act on."""
    line = escaped(text)
    text = text.replace("\0", "\ufffd")
    assert html.unescape(line.replace("&#13;", "\r")) == html.unescape(html.escape(text))
    assert not set(line) & set("<>\"'\n\r\t")


def test_a_lone_surrogate_is_shown_as_a_replacement_character() -> None:
    """Such a string can be typed into a request, but not sent back."""
    assert escaped("a\ud800b") == "a\ufffdb"


def test_an_answer_shows_each_quote_to_the_character_and_where_it_stands() -> None:
    """Quote, reference, place and passage are all there, and inert."""
    owner = document(HOSTILE)
    shown = answer_html(answer((quote(owner, 8, 40),), confidence=0.99), lambda _: owner)
    assert texts(shown, r"<blockquote[^>]*>(.*?)</blockquote>") == [owner.text[8:40]]
    assert texts(shown, r"</summary>(<div class=\"words\">.*?)</details>") == [owner.text]
    assert re.findall(r'<button class="chip" value="(.*?)"', shown) == [
        referring("a/b:c.txt", 8, 40, owner.text[8:40])
    ]
    (chip,) = texts(shown, r'<button class="chip"[^>]*>(.*?)</button>')
    assert chip == f"{strings.OPEN_SOURCE} B One › Two"
    assert 'title="a/b:c.txt › One › Two"' in shown
    assert "<script" not in shown
    assert "\n" not in shown


def test_confidence_is_said_in_words_with_the_number_on_hover() -> None:
    """What is barely found is called uncertain."""
    owner = document("Yes. No.")
    quotes = (quote(owner, 0, 4),)
    likely = answer_html(answer(quotes, confidence=0.997), lambda _: owner)
    assert strings.LIKELY in likely
    assert 'answer this question: 100%"' in likely
    uncertain = answer_html(answer(quotes, confidence=0.49, likely=False), lambda _: owner)
    assert strings.UNCERTAIN in uncertain
    assert 'answer this question: 49%"' in uncertain


def test_a_name_that_the_document_does_not_hold_is_shown(article_index: Index) -> None:
    """As it was typed."""
    told = ask("How many EVs did Tesla deliver in October 2024?", article_index)
    shown = answer_html(told, article_index.document)
    assert "Not in the quoted document: <strong>Tesla</strong></div>" in shown
    assert strings.LIKELY not in shown


def test_nothing_found_shows_what_came_nearest_as_not_answering() -> None:
    """Its quotations can be opened like any other."""
    owner = document("Yes. No.")
    missing = answer((quote(owner, 0, 4),), confidence=0.02, found=False)
    shown = answer_html(missing, lambda _: owner)
    assert shown.index(strings.NOT_FOUND) < shown.index(strings.NEAREST) < shown.index("Yes.")
    assert f'value="{referring("a/b:c.txt", 0, 4, "Yes.")}"' in shown
    assert strings.NEAREST not in answer_html(
        answer((), confidence=0.0, found=False), lambda _: owner
    )


def test_a_quote_that_is_the_whole_passage_has_nothing_to_unfold() -> None:
    """Unfolding would show the same words again."""
    owner = document("Yes. No.")
    alone = quote(owner, 0, 4, Span(0, 5))
    assert 'class="passage"' not in answer_html(answer((alone,), confidence=1.0), lambda _: owner)


def test_quotes_in_nearly_the_same_words_are_folded() -> None:
    """The first stands for them; the others are one click away."""
    owner = document("The fee is 40 euros. The fee is: 40 euros! Dogs are welcome.")
    quotes = (quote(owner, 0, 20), quote(owner, 21, 42), quote(owner, 43, 60))
    shown = answer_html(answer(quotes, confidence=0.9), lambda _: owner)
    assert shown.count('class="alike"') == 1
    assert strings.ALIKE_ONE in shown
    before, _, _ = shown.partition('class="alike"')
    assert before.count("<blockquote") == 1


def test_what_a_follow_up_took_over_stands_in_buttons_that_ask_without_it() -> None:
    """The value is what the page sends back."""
    told_of = replace(
        answer((), confidence=0.1, found=False),
        question="and <NIO>?",
        searched="How many did <NIO> deliver?",
        carried=("deliver", 'a "b"'),
    )
    shown = answer_html(told_of, document)
    values = [html.unescape(value) for value in re.findall(r'class="carried" value="(.*?)"', shown)]
    assert [json.loads(value) for value in values] == [
        {"question": "and <NIO>?", "carried": ['a "b"']},
        {"question": "and <NIO>?", "carried": ["deliver"]},
    ]
    assert "<NIO>" not in shown


def test_a_corrected_question_is_told() -> None:
    """Where just what was typed is searched for, nothing is."""
    plain = replace(answer((), confidence=0.1, found=False), searched="why?")
    assert strings.SEARCHED not in answer_html(plain, document)
    shown = answer_html(replace(plain, searched="whey?"), document)
    assert f"{strings.SEARCHED} whey?" in shown


def test_several_questions_are_answered_one_by_one() -> None:
    """Each under its own words."""
    owner = document("Yes. No.")
    parts = (
        answer((quote(owner, 0, 4),), confidence=0.9),
        replace(answer((), confidence=0.1, found=False), question="Who?"),
    )
    shown = answer_html(replace(parts[0], parts=parts), lambda _: owner)
    assert texts(shown, r'<div class="asked words">(.*?)</div>') == ["Why?", "Who?"]
    assert shown.count('class="answer') == 1
    assert shown.index("Yes.") < shown.index("Who?") < shown.index(strings.NOT_FOUND)


@given(st.lists(st.sampled_from(["a b", "é", "🦓", "\n", "\n\n", " "]), min_size=1), st.data())
def test_a_source_is_the_document_to_the_character(parts: list[str], data: st.DataObject) -> None:
    """Its blocks join to the text, and exactly one of them holds the quote, in the middle."""
    owner = document("".join(parts))
    start = data.draw(st.integers(0, len(owner.text) - 1))
    end = data.draw(st.integers(start + 1, len(owner.text)))
    words = owner.text[start:end]
    blocks = open_source(
        {owner.doc_id: owner}.__getitem__, referring(owner.doc_id, start, end, words)
    )["blocks"]
    assert "".join("".join(block["parts"]) for block in blocks) == owner.text
    (marked,) = [block["parts"] for block in blocks if len(block["parts"]) == 3]
    assert marked[1] == words


def test_heading_lines_keep_their_level_in_the_source(live: LiveIndex) -> None:
    """Styled in the panel, and unchanged in their characters."""
    start = TEXT.index("Stripes confuse")
    words = "Stripes confuse flies."
    with live.current() as index:
        owner = index.document("zebras.md")
        found = open_source(
            index.document, referring("zebras.md", start, start + len(words), words)
        )
    levels = {"".join(block["parts"]): block["level"] for block in found["blocks"]}
    assert found["title"] == owner.title
    assert levels["# Zebras\n"] == 1
    assert levels["## Stripes\n"] == 2
    assert levels["Stripes confuse flies.\n"] == 0


@pytest.mark.parametrize(
    "referred",
    [
        "",
        "zebras.md",
        "zebras.md:1",
        "zebras.md:-1:4:0123456789abcdef",
        "zebras.md:1.5:4:0123456789abcdef",
        "zebras.md:one:two:0123456789abcdef",
        "zebras.md:٣:٤:0123456789abcdef",
        "zebras.md:4:4:0123456789abcdef",
        "zebras.md:9:4:0123456789abcdef",
        "zebras.md:0:99999:0123456789abcdef",
        "zebras.md:0:999999999999999999999:0123456789abcdef",
        "../../etc/passwd:0:4:0123456789abcdef",
        "nowhere.txt:0:4:0123456789abcdef",
        "zebras.md:0:4:0123456789abcdef\n",
        "zebras.md:0:4",
        "zebras.md:0:4:0123456789ABCDEF",
        "<script>:0:4:0123456789abcdef",
    ],
)
def test_a_reference_that_leads_nowhere_is_answered_with_a_sentence(
    live: LiveIndex, referred: str
) -> None:
    """References come back from a browser, where anyone can change them."""
    with live.current() as index, pytest.raises(SourceError):
        open_source(index.document, referred)
    shown = source(live, referred)
    assert "problem" in shown


@pytest.mark.parametrize("referred", [None, 7, [], {"doc_id": "zebras.md"}])
def test_a_reference_that_is_no_text_is_answered_with_a_sentence(
    live: LiveIndex, referred: object
) -> None:
    """A request is JSON, so it may hold anything."""
    assert "problem" in source(live, referred)


def test_a_document_that_changed_since_it_was_quoted_is_not_passed_off_as_the_same(
    live: LiveIndex,
) -> None:
    """The offsets still lie in the text, but other words stand there."""
    with live.current() as index, pytest.raises(SourceError, match="has changed"):
        open_source(index.document, referring("zebras.md", 0, 4, "Lion"))


def test_what_a_citation_carries_is_what_the_source_takes(live: LiveIndex) -> None:
    """A colon in a file's name does not come between them."""
    owner = document("Yes. No.")
    cited = quote(owner, 5, 8)
    found = open_source({owner.doc_id: owner}.__getitem__, reference(cited))
    assert found["blocks"] == [{"level": 0, "page": 0, "parts": ["Yes. ", "No.", ""]}]
