"""Enumerators and labels say nothing alone."""

from __future__ import annotations

import pytest

from qa.text.labels import is_enumerator, is_label, is_run_in, is_title, item_at


@pytest.mark.parametrize(
    "text",
    [
        "1.",
        "12)",
        "(3)",
        "[4]",
        "2.1.3.",
        "a)",
        "(iv)",
        "§ 5.",
        "Step 3:",
        "Schritt 2.",
        "A:",
        "•",
        "-",
        "**7.**",
        "Question 4:",
        "Article 9",
    ],
)
def test_an_enumerator_is_a_label(text: str) -> None:
    """Whatever it numbers, with mark-up or without."""
    assert is_enumerator(text)
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    ["RENT.", "4. LATE FEES.", "6.4 PETS.", "1.2.3 LATE FEES:", "TERM AND END:", "(b) KEYS."],
)
def test_capitals_are_a_label(text: str) -> None:
    """Of a few words, alone or behind an enumerator."""
    assert is_label(text)
    assert not is_enumerator(text)


@pytest.mark.parametrize(
    "text",
    [
        "WARNING – Risk of burns.",
        "CAUTION - Risk of electric shock!",
        "ACHTUNG: Hochspannung.",
        "**NOTICE!**",
        "AVERTISSEMENT — Surface chaude.",
    ],
)
def test_a_signal_word_with_its_hazard_is_a_label(text: str) -> None:
    """The text that follows says what to do."""
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    ["NOTE: The pool is closed.", "NOTE – Dogs may not come in.", "2.5 KG.", "6.4", "6.4 Pets"],
)
def test_a_sentence_behind_a_signal_word_and_an_amount_are_no_label(text: str) -> None:
    """They say something alone."""
    assert not is_label(text)


@pytest.mark.parametrize(
    "text",
    ["", "1", "2024", "Rent.", "He left.", "1. Sign it.", "NO", "USE THE SIDE DOOR AT ALL TIMES."],
)
def test_words_that_say_something_are_no_label(text: str) -> None:
    """Nor are numbers without a sign behind them."""
    assert not is_label(text)


def test_a_title_is_short() -> None:
    """Up to three words and a full stop."""
    assert is_title("Late fees.")
    assert not is_title("The fee is due on Monday.")
    assert not is_title("Late fees")


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("- a", 2),
        ("  * a", 4),
        ("10. a", 4),
        ("(2) a", 4),
        ("b) a", 3),
        ("(iv) a", 5),
        ("– a", 2),
        ("a - b", 0),
        ("A. Weber", 0),
        ("-5 degrees", 0),
        ("2024 was dry", 0),
        ("", 0),
    ],
)
def test_a_marker_makes_an_item(line: str, length: int) -> None:
    """A bullet, a number or a letter, and a space."""
    assert item_at(line) == length


def test_a_short_sentence_without_a_verb_may_head_its_paragraph() -> None:
    """A reply or a rule is no heading."""
    assert all(map(is_run_in, ["Lead engineer.", "Costs.", "Fees and costs.", "Über uns."]))
    assert not any(map(is_run_in, ["Yes.", "No dogs.", "It rains.", "Pay at 9.", "See below.", ""]))
