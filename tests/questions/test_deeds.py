"""The verb after "who" is what someone did."""

from __future__ import annotations

import pytest

from qa.questions.deeds import asked_deed


@pytest.mark.parametrize(
    ("question", "deed"),
    [
        ("Who signed the lease?", "signed"),
        ("And who first painted it?", "painted"),
        ("Who has translated the hymns?", "translated"),
        ("Who may row at night?", "row"),
        ("Who didn't sign the lease?", "sign"),
        ("Who hasn’t signed it?", "signed"),
        ("Who can't or won't row?", ""),
        ("Who can't row?", "row"),
        ("Who won't row at night?", "row"),
        ("Who couldn't row?", ""),
        ("Who did Adeyemi pay?", ""),
        ("Who is the author?", ""),
        ("Who has the key?", ""),
        ("What was signed?", ""),
    ],
)
def test_a_deed_stands_after_who(question: str, deed: str) -> None:
    """Verbs that say little, such as "has", are none."""
    assert asked_deed(question) == deed
