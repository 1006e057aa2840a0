"""Some full stops end no sentence."""

from __future__ import annotations

import pytest

from qa.text.abbreviations import goes_on


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("for approx.", "40 euros", "en"),
        ("as of Jan.", "5", ""),
        ("room no.", "7", ""),
        ("by Dr.", "Weber", ""),
        ("prices incl.", "VAT", ""),
        ("it is e.g.", "Red", ""),
        ("das ist z. B.", "Holz", "de"),
        ("am 12.", "August", ""),
        ("in der 3.", "Klasse", "de"),
        ("Bonjour M.", "Petit", "fr"),
        ("an Fr./Hr.", "Weber", "de"),
        ("prices incl./excl.", "VAT", "en"),
        ("met Gen.", "Lind", "en"),
    ],
)
def test_a_sentence_goes_on_after_what_is_short(before: str, after: str, language: str) -> None:
    """By the word in front of the full stop and what follows."""
    assert goes_on(before, after, language)


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("It holds 40 max.", "The hall is large", "en"),
        ("He said no.", "She left", "en"),
        ("They came in 3.", "They left", "en"),
        ("in der 3.", "Klasse", "en"),
        ("Er wurde der 3.", "Danach ging er", "de"),
        ("at 5 p.m.", "He left", "en"),
        ("on the 1st.", "Payment is due", "en"),
        ("at 300 km/hr.", "Trains", "en"),
        ("the next gen.", "Everyone", "en"),
        ("of Schedule M.", "Cash", "fr"),
        ("in 2024.", "May", "en"),
        ("Is it no?", "7", ""),
        ("", "", ""),
    ],
)
def test_other_full_stops_end_a_sentence(before: str, after: str, language: str) -> None:
    """Where the word is whole, or a name or number does not follow."""
    assert not goes_on(before, after, language)
