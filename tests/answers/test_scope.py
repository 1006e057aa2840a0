"""What a question leaves in and out."""

from __future__ import annotations

from qa.answers.scope import Scope


def test_off_is_the_opposite_of_on() -> None:
    """Of what is switched, turned or logged; elsewhere, "on" says little."""
    scope = Scope("How do I turn it off at night?")
    assert scope.is_switched("Press the button twice.", "Switching on")
    assert scope.is_switched("To log on, type your name.", "")
    assert not scope.is_switched("Press the button on the side.", "Switching off")
    assert not scope.is_switched("Press the button on the side.", "Buttons")
    assert not Scope("How do I turn it on and off?").is_switched("Turn it on.", "")
    assert not Scope("What is on the table?").is_switched("Turn the lamp off.", "")
