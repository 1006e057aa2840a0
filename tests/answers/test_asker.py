"""Whatever way people ask: several questions, follow-ups, misspellings, courtesies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa import ask
from qa.answers.asker import new_asker
from qa.indexing.build import build_with_report
from qa.indexing.in_memory import index_text
from qa.rendering.text import to_text
from qa.web.page.conversation.answers import answer_html

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"
DELIVERED = "China’s EV sector also received a boost from Xiaomi"
OPPOSED = "This directive followed a vote by EU members"


@pytest.mark.parametrize(
    "question",
    [
        "xiaomi ev deliverys october",
        "Xiaomi EV deliveries October 2024",
        "Hi there! Could you please tell me how many EVs Xiaomi delivered in October 2024? Thanks!",
        "I was reading about cars yesterday. How many EVs did Xiaomi deliver in October 2024?",
        "HOW MANY EVS DID XIAOMI DELIVER IN OCTOBER 2024",
    ],
)
def test_the_same_question_in_other_words_has_the_same_answer(
    article_index: Index, question: str
) -> None:
    """Misspelt, keywords only, chatty, shouted."""
    answer = ask(question, article_index)
    assert answer.found
    assert answer.quotes[0].text.startswith(DELIVERED)
    assert answer.question == question


def test_the_answer_records_the_search(article_index: Index) -> None:
    """The spelling that was taken, for the user to see."""
    answer = ask("xiaomi ev delivreis octobr", article_index)
    assert answer.question == "xiaomi ev delivreis octobr"
    assert answer.searched == "xiaomi ev deliveries october"
    assert ask(XIAOMI, article_index).searched == XIAOMI


def test_a_follow_up_takes_what_it_lacks_from_the_answer_before(article_index: Index) -> None:
    """And says what it took; without it, it asks nothing."""
    before = ask("Who opposed the tariffs?", article_index)
    alone = ask("When was it founded?", article_index, after=before)
    assert alone.carried
    first = ask("What did Xiaomi deliver?", article_index)
    then = ask("how many in October 2024?", article_index, after=first)
    assert then.question == "how many in October 2024?"
    assert ask(XIAOMI, article_index, after=before).carried == ()


def test_a_follow_up_may_lean_on_a_follow_up(article_index: Index) -> None:
    """What was searched for before counts, not what was typed."""
    first = ask("How many EVs did NIO deliver in October 2024?", article_index)
    second = ask("and Xiaomi?", article_index, after=first)
    assert second.searched == XIAOMI
    assert second.quotes[0].text.startswith(DELIVERED)
    third = ask("and in 2024?", article_index, after=second)
    assert third.searched == "How many EVs did Xiaomi deliver in 2024?"


def test_a_follow_up_leans_on_the_last_of_several_questions(article_index: Index) -> None:
    """On that one alone."""
    both = "Who opposed the tariffs and how many EVs did Xiaomi deliver in October 2024?"
    before = ask(both, article_index)
    answer = ask("and in 2024?", article_index, after=before)
    assert answer.searched == "how many EVs did Xiaomi deliver in 2024?"


def test_a_follow_up_is_not_answered_with_the_thing_before(real_embedder: Embedder) -> None:
    """Words on that thing alone are the nearest at most."""
    text = "Red lamps burn for 900 hours each. White lamps burn for 400 hours each."
    index = index_text(text, "Lamps", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    first = ask("How long do red lamps burn?", index)
    assert first.quotes[0].text.startswith("Red lamps")
    second = ask("what about white ones?", index, after=first)
    assert [quote.text for quote in second.quotes] == ["White lamps burn for 400 hours each."]
    third = ask("and blue ones?", index, after=second, min_confidence=0.0)
    assert not any(quote.text.startswith("White") for quote in third.quotes)


def test_after_thanks_a_follow_up_leans_on_what_stood_before(article_index: Index) -> None:
    """A remark is no question that another could lack words of."""
    asked = ask(XIAOMI, article_index)
    thanked = ask("thanks", article_index, after=asked)
    assert thanked.note
    assert ask("and NIO?", article_index, after=thanked).carried


def test_what_is_carried_can_be_taken_back(article_index: Index) -> None:
    """With no word carried the question stands alone, whatever came before."""
    before = ask(XIAOMI, article_index)
    answer = new_asker(article_index).ask("and NIO?", before, carried=())
    assert answer.carried == ()
    assert answer.searched == "and NIO?"


def test_the_document_that_a_question_names_is_searched_first(
    real_embedder: Embedder, tmp_path: Path
) -> None:
    """And the answer says so; where it has nothing, all are searched."""
    (tmp_path / "Varga2018.md").write_text("# Moss\n\nMoss grew on 40 of 90 walls.\n")
    (tmp_path / "Linden2020.md").write_text("# Moss\n\nMoss grew on 12 of 30 walls.\n")
    (tmp_path / "rules.md").write_text("# Rules\n\nEvery wall is painted white in May.\n")
    index = build_with_report([tmp_path], into=tmp_path / "index", embedder=real_embedder).index
    answer = ask("On how many walls did moss grow in Varga2018?", index)
    assert answer.within == ("Varga2018.md",)
    assert [quote.citation.doc_id for quote in answer.quotes] == ["Varga2018.md"]
    assert "Searched in: Varga2018.md" in to_text(answer)
    assert "Searched in: Varga2018.md" in answer_html(answer, index.document)
    assert ask("How many walls did Varga see?", index).within == ("Varga2018.md",)
    other = ask("On how many walls did moss grow in Varga2018?", index, documents=["Linden*"])
    assert other.within == ()
    elsewhere = ask("According to Linden2020, when is every wall painted white?", index)
    assert elsewhere.within == ()
    assert elsewhere.quotes[0].citation.doc_id == "rules.md"


def test_an_amount_of_what_the_documents_lack_is_no_other_amount(real_embedder: Embedder) -> None:
    """Without the thing before, "how much is it" asks for anything."""
    text = "Hecht sells the mill to Brill. The price is 900 euros. The mill has a wheel."
    index = index_text(text, "Sale", real_embedder)  # type: ignore[arg-type]
    assert index is not None
    before = ask("Does Brill have to pay a pledge to Hecht?", index)
    answer = ask("and how much is it?", index, after=before)
    assert answer.carried == ("a pledge",)
    assert not answer.likely


def test_too_many_questions_in_a_message_are_said(article_index: Index) -> None:
    """They are searched as one, which is then never likely; four are asked one by one."""
    five = "How many EVs did Xiaomi deliver in October 2024? And NIO? And Li? And BYD? And Geely?"
    asker = new_asker(article_index)
    answer = asker.ask(five)
    assert (answer.parts, answer.likely) == ((), False)
    assert answer.doubts[0].kind == "questions"
    assert " ".join(answer.doubts[0].words) == five
    assert "Ask up to four in a message" in to_text(answer)
    assert len(asker.ask(five.partition(" And Geely?")[0]).parts) == 4
