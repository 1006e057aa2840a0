"""A wish, a plan or a condition does not say that something happened."""

from __future__ import annotations

import pytest

from qa.answers.intended import intended


@pytest.mark.parametrize(
    ("question", "quote", "word"),
    [
        ("Did Brill close the mill?", "Zander asked Brill in May to close the mill.", "asked"),
        ("Was the house sold?", "The heirs agreed to sell the house.", "agreed"),
        ("Has the fee been paid?", "The fee must be paid within ten days.", "must"),
        ("Who signed the deed?", "Berta will sign the deed.", "will"),
        ("Has the deposit been returned?", "If the deposit is returned, interest is due.", "if"),
        ("When was the boiler repaired?", "A fitter will come on Monday, 3 May.", "will"),
        ("Did they withdraw the claim?", "They had a duty to withdraw the claim.", "duty"),
        ("Did Zander order the M-4?", "Dr. Brill asked Ms. Zander to order the M-4.", "asked"),
        ("Did Brill tell the bank?", "I asked Brill in May to inform the bank.", "asked"),
        ("How much did Brill pay Hecht?", "Brill offers Hecht 900 euros.", "offers"),
        ("What did the mill agree to pay?", "Hecht asked the mill to pay 900 euros.", "asked"),
        ("Did the mill agree to pay?", "The farmers asked the mill to pay.", "asked"),
        ("What did the repair cost?", "A joiner estimated 900 euros.", "estimated"),
        ("Why did Hecht leave the board?", "Hecht said that he would leave the board.", "would"),
    ],
)
def test_what_is_left_open_is_named(question: str, quote: str, word: str) -> None:
    """The quote has the words of the question, and not the fact."""
    assert intended(question, quote) == (word,)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Did Zander ask Brill to close the mill?", "Zander asked Brill to close the mill."),
        ("Was the tenant told to leave?", "The tenant was told to leave."),
        ("Was the house sold?", "They agreed to sell the house, and it was sold in May."),
        ("Did Brill close the mill?", "Brill refused to close the mill."),
        # A duty is what is asked for.
        ("What did the mill agree to pay?", "The mill shall pay the farmers 900 euros."),
        ("What did Hecht promise to mend?", "Hecht will mend the gate and the fence."),
        ("How much did the club have to pay?", "The club must pay 900 euros by May."),
        ("Did the club have to move?", "The club had to move in 1990."),
        ("Did Brill hire guards?", "A: No. The board would not pay for guards."),
        ("How much did Brill offer?", "Brill offers Hecht 900 euros."),
        ("How much did Brill pay Hecht?", "Brill offered 800 euros and paid 900."),
        ("Who has to pay?", "The tenant must pay."),
        ("May Brill close the mill?", "Zander asked Brill to close the mill."),
        ("When was the school founded?", "Founded in 1990, the school will close in 2030."),
        ("Did Hecht write to Berta?", "I wrote to Berta on 2 April."),
    ],
)
def test_what_happened_or_is_asked_for_as_a_wish_is_not_doubted(question: str, quote: str) -> None:
    """Nor is a refusal, which answers."""
    assert intended(question, quote) == ()


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("When was the delivery scheduled?", "Delivery will take place on 5 May."),
        ("What did the board decide on the budget?", "The board will raise the budget by 5 %."),
        ("What was agreed on heating?", "The tenant will pay the heating costs."),
        ("What did Brill promise?", "He will repair the roof."),
        ("What did the study find?", "Patients who take the drug will live longer."),
    ],
)
def test_what_was_decided_or_found_may_lie_ahead(question: str, quote: str) -> None:
    """Minutes and contracts are full of it."""
    assert intended(question, quote) == ()
