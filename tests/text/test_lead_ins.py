"""An item of a list is found below what introduces it, in lists within lists too."""

from __future__ import annotations

import pytest

from qa.records import Span
from qa.text.lead_ins import lead_ins

NESTED = """The policy is short.

The following are excluded:

(a) losses caused by:
(i) war;
(ii) radiation;
(b) theft without force;
(c) damage to:
(i) fences;
(ii) hedges.

We pay for everything else:

- fire
- storm, but only:
  - above force 8
  - on land
- theft

We also refund the following.

1. postage
2. packing
   - boxes
"""


def _above(text: str, words: str) -> list[str]:
    start = text.index(words)
    span = Span(start, start + len(words))
    return [text[one.start : one.end] for one in lead_ins(text, span, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("item", "introduced"),
    [
        ("(a) losses caused by:", ["The following are excluded:"]),
        ("(ii) radiation;", ["The following are excluded:", "(a) losses caused by:"]),
        ("(b) theft without force;", ["The following are excluded:"]),
        ("(i) fences;", ["The following are excluded:", "(c) damage to:"]),
        ("- fire", ["We pay for everything else:"]),
        ("- on land", ["We pay for everything else:", "- storm, but only:"]),
        ("- theft", ["We pay for everything else:"]),
        ("1. postage", ["We also refund the following."]),
        ("- boxes", ["We also refund the following."]),
        ("The policy is short.", []),
        ("The following are excluded:", []),
    ],
)
def test_an_item_has_what_introduces_it_and_not_its_neighbours(
    item: str, introduced: list[str]
) -> None:
    """A colon of an item above is not that of the next one of its kind."""
    assert _above(NESTED, item) == introduced


@pytest.mark.parametrize(
    ("text", "item", "introduced"),
    [
        ("Not covered are:\nmobile phones\nmoney\nfurs", "money", ["Not covered are:"]),
        ("Bring: (1) a passport; (2) a visa; (3) cash.", "(2) a visa;", ["Bring:"]),
        ("## Fees\n\n- 5 euros\n- 6 euros", "- 6 euros", []),
        ("**Not covered**\n\n- furs\n- coins", "- coins", ["**Not covered**"]),
        ("It opened in 1911. Two things were lost.\n\n- a key\n- a coin", "- a coin", []),
        ("(h) hats;\n(i) irons;", "(i) irons;", []),
    ],
)
def test_lists_are_introduced_in_several_ways(text: str, item: str, introduced: list[str]) -> None:
    """Headings are not repeated: a citation has them."""
    assert _above(text, item) == introduced


def test_a_long_list_is_introduced_to_its_end() -> None:
    """Lists of exclusions are longer than what is quoted at once."""
    items = "\n".join(f"- damage of the {number}th kind, whatever it is" for number in range(100))
    text = f"We do not pay for:\n\n{items}\n\nOther words."
    assert _above(text, "- damage of the 99th kind, whatever it is") == ["We do not pay for:"]
