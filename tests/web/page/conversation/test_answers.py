"""An answer as HTML: to the character, and inert."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.pipeline import ask
from qa.records import Heading
from qa.web import strings
from qa.web.page.conversation.answers import answer_html, problem_html, question_html, waiting_html
from tests.support.webs import HOSTILE, answer, document, quote, referring, texts

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.records import Answer


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
    assert chip == f"{strings.OPEN_SOURCE} B One › Two a/b:c.txt"
    assert "<script" not in shown
    assert "\n" not in shown


def test_the_verdict_is_in_words_with_the_probability_of_the_best_quote() -> None:
    """The probability is shown on hover: it is of this quote, and the verdict weighs more."""
    owner = document("Yes. No.")
    best = quote(owner, 0, 4)
    likely = answer_html(answer((best,), confidence=0.997), lambda _: owner)
    assert strings.LIKELY in likely
    assert f'class="verdict" title="{strings.SCORE.format(share=best.score)}"' in likely
    uncertain = answer_html(answer((best,), confidence=0.49, likely=False), lambda _: owner)
    assert strings.UNCERTAIN in uncertain
    missing = answer_html(answer((best,), confidence=0.1, found=False), lambda _: owner)
    assert 'class="verdict" title' not in missing


def test_a_name_that_the_document_does_not_hold_is_shown(article_index: Index) -> None:
    """As it was typed."""
    found = ask("How many EVs did Tesla deliver in October 2024?", article_index)
    shown = answer_html(found, article_index.document)
    assert f"{strings.NOT_IN_DOCUMENT} <strong>Tesla</strong></div>" in shown
    assert strings.LIKELY not in shown


def test_nothing_found_shows_the_closest_passages_as_no_answer() -> None:
    """They can be opened like any quote, but there is nothing to rate."""
    owner = document("Yes. No.")
    missing = answer((quote(owner, 0, 4),), confidence=0.02, found=False)
    shown = answer_html(missing, lambda _: owner)
    assert shown.index(strings.NOT_FOUND) < shown.index(strings.NEAREST) < shown.index("Yes.")
    assert f'value="{referring("a/b:c.txt", 0, 4, "Yes.")}"' in shown
    assert 'class="rating"' not in shown
    assert 'class="rating"' in answer_html(
        answer((quote(owner, 0, 4),), confidence=0.9), lambda _: owner
    )
    assert strings.NEAREST not in answer_html(
        answer((), confidence=0.0, found=False), lambda _: owner
    )


def test_the_next_sections_can_be_opened() -> None:
    """A button has the reference to the line of their heading."""
    text = "A\nYes.\nB\nNo.\n"
    owner = document(text, (Heading(0, 1, 1, "A"), Heading(7, 8, 1, "B")))
    shown = answer_html(answer((quote(owner, 2, 6),), confidence=0.9), lambda _: owner)
    assert re.findall(r'class="section further" value="(.*?)">(.*?)<', shown) == [
        (referring(owner.doc_id, 7, 8, "B"), "B")
    ]


def test_where_there_are_no_documents_the_answer_leads_to_adding_some() -> None:
    """Only where they can be added on the page."""
    assert strings.EMPTY_ADD in problem_html("No index", "Build it.", adding=True)
    assert strings.EMPTY_ADD not in problem_html("No index", "Build it.")


def test_a_button_for_each_word_of_an_earlier_question_asks_without_it() -> None:
    """The value is what the page sends back."""
    follow_up = replace(
        answer((), confidence=0.1, found=False),
        question="and <NIO>?",
        searched="How many did <NIO> deliver?",
        carried=("deliver", 'a "b"'),
    )
    shown = answer_html(follow_up, document)
    values = [html.unescape(value) for value in re.findall(r'class="carried" value="(.*?)"', shown)]
    assert [json.loads(value) for value in values] == [
        {"question": "and <NIO>?", "carried": ['a "b"']},
        {"question": "and <NIO>?", "carried": ["deliver"]},
    ]
    assert "<NIO>" not in shown


def test_what_was_searched_for_is_shown_if_it_differs_from_what_was_typed() -> None:
    """Otherwise it is left out."""
    plain = replace(answer((), confidence=0.1, found=False), searched="why?")
    assert strings.SEARCHED.format(question="why?") not in answer_html(plain, document)
    shown = answer_html(replace(plain, searched="whey?"), document)
    assert strings.SEARCHED.format(question="whey?") in shown


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


def test_everything_is_offered_for_several_questions_if_one_asks_for_several_things() -> None:
    """It is found for the message, or with the words that its first question leans on."""
    owner = document("Berlin. Ann.")
    dogs, whole_message = "Which offices allow dogs?", "Which allow dogs, and who pays?"
    found = answer((quote(owner, 0, 7),), confidence=0.9)
    first = replace(found, question="Which allow dogs?", searched=dogs[:-1])
    second = replace(found, question="who pays?")

    def offered(*parts: Answer) -> list[str]:
        whole = replace(found, question=whole_message, parts=parts)
        shown = answer_html(whole, lambda _: owner)
        values = texts(shown, r'<button class="everything quiet" value="(.*?)"')
        return [json.loads(value)["question"] for value in values]

    assert offered(first, second) == [whole_message]
    leaning = replace(first, carried=("offices",))
    assert offered(leaning, second) == [f"{dogs} Who pays?"]
    assert offered(second, second) == []


def test_quotes_in_nearly_the_same_words_are_folded() -> None:
    """The first represents them; the others are one click away."""
    owner = document("The fee is 40 euros. The fee is: 40 euros! Dogs are welcome.")
    quotes = (quote(owner, 0, 20), quote(owner, 21, 42), quote(owner, 43, 60))
    shown = answer_html(answer(quotes, confidence=0.9), lambda _: owner)
    assert shown.count('class="alike"') == 1
    assert strings.ALIKE.format(1) in shown
    before, _, _ = shown.partition('class="alike"')
    assert before.count("<blockquote") == 1


def test_a_question_a_state_and_a_problem_are_text_whatever_they_contain() -> None:
    """None of them becomes markup, and each fits on one line, as the chat needs it."""
    for shown in (
        question_html(HOSTILE),
        waiting_html(HOSTILE),
        problem_html("<b>Title</b>", HOSTILE),
    ):
        assert HOSTILE in html.unescape(shown)
        assert "<script" not in shown
        assert "<b>" not in shown
        assert "\n" not in shown


def test_the_browser_gets_the_answer_and_the_receipt() -> None:
    """It stores both, and exports them."""
    owner = document("Yes. No.")
    shown = answer_html(answer((quote(owner, 0, 4),), confidence=0.9), lambda _: owner)
    (value,) = re.findall(r'<button class="record" value="(.*?)"', shown)
    record = json.loads(html.unescape(value))
    assert record["answer"]["question"] == "Why?"
    assert record["receipt"]["quotes"][0]["text"] == "Yes."


def test_an_answer_about_one_document_leads_to_its_outline() -> None:
    """The document itself, where it has none; of several documents, to neither."""
    text = "Rent\nIt is due in May.\nTerm\nIt ends in June.\n"
    heads = (Heading(0, 4, 1, "Rent"), Heading(23, 27, 1, "Term"))
    lease = document(text, heads)
    about = replace(answer((quote(lease, 5, 22),), confidence=1.0), note="It begins:")
    button = f'<button class="outlined further" value="{html.escape(lease.doc_id)}">'
    shown = answer_html(about, lambda _: lease)
    assert f"{button}{html.escape(strings.OPEN_OUTLINE.format(title=lease.title))}<" in shown
    plain = answer_html(about, lambda _: replace(lease, headings=()))
    assert f"{button}{html.escape(strings.OPEN_DOCUMENT.format(title=lease.title))}<" in plain
    other = quote(replace(lease, doc_id="other.txt"), 5, 22)
    both = answer_html(replace(about, quotes=(*about.quotes, other)), lambda _: lease)
    assert "outlined" not in both
    assert "outlined" not in answer_html(replace(about, note=""), lambda _: lease)
