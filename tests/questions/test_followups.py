"""Questions that lean on the one before are searched with what they lack."""

from __future__ import annotations

import pytest

from qa.questions.followups import carrying, resolve

XIAOMI = "How many EVs did Xiaomi deliver in October 2024?"


@pytest.mark.parametrize(
    ("question", "before", "text", "carried"),
    [
        ("and NIO?", XIAOMI, "How many EVs did NIO deliver in October 2024?",
         "EVs|deliver|October 2024"),
        ("what about Germany?", "How did France vote on the tariffs?",
         "How did Germany vote on the tariffs?", "vote|tariffs"),
        ("in 2023?", XIAOMI, "How many EVs did Xiaomi deliver in 2023?", "EVs|Xiaomi|deliver"),
        ("how about November 2024?", XIAOMI, "How many EVs did Xiaomi deliver in November 2024?",
         "EVs|Xiaomi|deliver"),
        ("And for landlords?", "What is the notice period for tenants?",
         "What is the notice period for landlords?", "notice|period"),
        ("Tencent?", "Who founded Alibaba?", "Who founded Tencent?", "founded"),
        ("what about Tesla?", "What are Xiaomi’s sales?", "What are Tesla’s sales?", "sales"),
        ("What about the United States?", "What does the European Union plan?",
         "What does the United States plan?", "plan"),
    ],
)  # fmt: skip
def test_a_name_or_time_takes_the_place_of_the_one_before(
    question: str, before: str, text: str, carried: str
) -> None:
    """The rest of the question before stays, and is what is carried over."""
    follow_up = resolve(question, before)
    assert follow_up is not None
    assert (follow_up.text, "|".join(follow_up.carried)) == (text, carried)


@pytest.mark.parametrize(
    ("question", "before", "text"),
    [
        ("When was it founded?", XIAOMI, "When was Xiaomi founded?"),
        ("what are their plans?", XIAOMI, "what are Xiaomi’s plans?"),
        (
            "who runs it?",
            "What is the Thousand Talents Program for?",
            "who runs Thousand Talents Program?",
        ),
        ("Does it work?", "what is machine learning", "Does machine learning work?"),
    ],
)
def test_a_pronoun_gives_way_to_the_one_name_it_can_stand_for(
    question: str, before: str, text: str
) -> None:
    """Where there is none, the words of the question before are searched too."""
    follow_up = resolve(question, before)
    assert follow_up is not None
    assert follow_up.text == text


@pytest.mark.parametrize(
    ("question", "before", "carried"),
    [
        ("What did they say about it?", "Who won the trial?", "won|trial"),
        ("How many were in that trial?", "What were the results of the trial?", "results"),
        ("Is this legal?", "Which fees must tenants pay?", "fees|tenants|pay"),
    ],
)
def test_what_points_back_is_searched_with_what_it_points_at(
    question: str, before: str, carried: str
) -> None:
    """A pronoun without a noun of its own, and a noun spoken of before."""
    follow_up = resolve(question, before)
    assert follow_up is not None
    assert "|".join(follow_up.carried) == carried


def test_who_was_asked_for_is_searched_with_a_question_about_him() -> None:
    """The name stands in the quote, the rest in the question before."""
    follow_up = resolve("Where was he born?", "Who founded Alibaba?", "It was Jack Ma, in 1999.")
    assert follow_up is not None
    assert follow_up.carried == ("Jack Ma", "founded", "Alibaba")


def test_a_name_may_come_from_the_quote() -> None:
    """Who was asked for stands in the answer, not in the question."""
    quoted = "A boost came from Xiaomi, which delivered 20,000 cars."
    follow_up = resolve("When was it founded?", "which company delivered 20,000 cars?", quoted)
    assert follow_up is not None
    assert follow_up.text == "When was Xiaomi founded?"


@pytest.mark.parametrize("question", ["why?", "and why?", "How?"])
def test_a_bare_question_word_asks_the_same_again(question: str) -> None:
    """All of the question before is searched with it."""
    follow_up = resolve(question, XIAOMI)
    assert follow_up is not None
    assert follow_up.text.endswith(XIAOMI)


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "So what is SMIC?",
        "In which year was the AI plan introduced?",
        "Who opposed the tariffs on electric vehicles?",
        "What is the Thousand Talents Program and who runs it?",
        "What is this document about?",
        "Which companies raised their prices?",
        "Does the company publish its results?",
        "How many people say that they are happy?",
        "Which models are there that can be used?",
        "export controls",
        "Well-being: who pays?",
        "So-called dumping tax rules?",
    ],
)
def test_a_question_that_stands_on_its_own_is_left_alone(question: str) -> None:
    """Nothing of the question before gets into it."""
    assert resolve(question, XIAOMI) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("And the fee?", "When is the fee due?"),
        ("ok, and what about the fee then?", "When is the fee due?"),
        ("the fee?", "When is the fee due?"),
        ("Is it the same for the fee?", "When is the fee due?"),
        ("and how much is the fee?", "how much is the fee"),
    ],
)
def test_a_follow_up_leaves_out_fillers_and_what_it_replaces(question: str, text: str) -> None:
    """A thing of its own takes the place of the one before; nothing else is added."""
    follow_up = resolve(question, "When is the tax due?")
    assert follow_up is not None
    assert follow_up.text == text
    assert "tax" not in follow_up.carried


@pytest.mark.parametrize(
    ("question", "before", "text"),
    [
        ("when is it due?", "What is the tax?", "when is the tax due?"),
        ("where do they grow?", "What are chestnuts?", "where do chestnuts grow?"),
        ("what did they say about it?", "Who won the trial?",
         "what did they say about it won trial"),
    ],
)  # fmt: skip
def test_a_pronoun_gives_way_to_the_one_thing_of_the_question(
    question: str, before: str, text: str
) -> None:
    """If it is one that "it", or "they", can refer to."""
    follow_up = resolve(question, before)
    assert follow_up is not None
    assert follow_up.text == text


def test_a_follow_up_knows_what_speaks_of_the_thing_before() -> None:
    """Words on that and not on the new thing do not answer it; a heading may name the new one."""
    follow_up = resolve("what about brown lentils?", "How do I store red lentils?")
    assert follow_up is not None
    assert follow_up.is_of_the_replaced("Store red lentils in a jar.", "Lentils")
    assert not follow_up.is_of_the_replaced("Brown lentils keep longer than red ones.", "")
    assert not follow_up.is_of_the_replaced("As the red ones, in a jar.", "Brown lentils")
    assert not follow_up.is_of_the_replaced("Keep them dry.", "Lentils")
    assert not carrying("what about red lentils?", ()).is_of_the_replaced("Red lentils.", "")


@pytest.mark.parametrize(
    "question",
    ["and " * 2_000, "the " * 2_000 + "?", "what about " + "red " * 2_000, "and 🎧?", "y 谁?"],
)
def test_any_question_can_follow_any_other(question: str) -> None:
    """Long ones, signs and other scripts raise nothing."""
    for before in (XIAOMI, "", question[:1_000], "谁？"):
        resolve(question, before, question)


def test_what_is_carried_can_be_chosen() -> None:
    """As the page does when a chip is taken away."""
    assert carrying("and NIO?", ("October 2024",)).text == "and NIO? October 2024"
    assert carrying("and NIO?", ()).text == "and NIO?"


@pytest.mark.parametrize(
    ("question", "before", "text", "carried"),
    [
        ("and Norway?", "How many boats were built in the US?",
         "How many boats were built in Norway?", "boats|built"),
        ("and the US?", "How many boats were built in Norway?",
         "How many boats were built in the US?", "boats|built"),
        ("US?", "How many boats were built in Norway?",
         "How many boats were built in US?", "boats|built"),
        ("and barges?", "How many boats were built in the US?",
         "How many barges were built in the US?", "built|US"),
        ("and for IT?", "Who is responsible for sales?", "Who is responsible for IT?",
         "responsible"),
    ],
)  # fmt: skip
def test_a_name_in_capitals_is_replaced_and_carried(
    question: str, before: str, text: str, carried: str
) -> None:
    """Although "us" and "it" are stop words."""
    follow_up = resolve(question, before)
    assert follow_up is not None
    assert (follow_up.text, "|".join(follow_up.carried)) == (text, carried)
    if "US" in before and "US" not in text:
        assert follow_up.replaced == {"us"}


@pytest.mark.parametrize(
    ("question", "before", "text", "carried"),
    [
        ("and for horses?", "Is the toll for dogs €4,500?", "Is the toll for horses?", ("toll",)),
        ("and the mule?", "Is the goat 12 euros a day?", "Is the mule?", ()),
        ("what about for pupils", "Is the pass valid for 60 days?", "Is the pass valid for pupils?",
         ("pass", "valid")),
        ("or 5,000 euros?", "Is the dog toll 4,500 euros?", "Is the dog toll 5,000 euros?",
         ("dog", "toll")),
        ("why?", "Is the toll €4,500?", "why? Is the toll €4,500?", ("toll", "€4,500")),
    ],
)  # fmt: skip
def test_a_supposed_value_stays_with_what_was_asked(
    question: str, before: str, text: str, carried: tuple[str, ...]
) -> None:
    """Another thing has another value; the same question again keeps it, as one word."""
    follow_up = resolve(question, before)
    assert follow_up is not None
    assert (follow_up.text, follow_up.carried) == (text, carried)
