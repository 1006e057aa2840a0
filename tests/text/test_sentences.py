"""Sentences are exact spans."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from qa.records import Span
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans
from tests.support.nasty import nasty_texts


def sentences(text: str) -> list[str]:
    """Return the words of each sentence of one paragraph."""
    return [text[span.start : span.end] for span in sentence_spans(text)]


def test_spans_are_offsets_without_white_space_around() -> None:
    """A span begins and ends at a character that is not white space."""
    text = "  One.  Two.\n\n\tThree. "
    assert sentence_spans(text, 2, 12) == [Span(2, 6), Span(8, 12)]


def test_a_part_of_a_text_has_offsets_of_the_whole() -> None:
    """Spans within ``text[start:end]`` address the whole text."""
    text = "No. One. Two. No."
    assert sentence_spans(text, 4, 13) == [Span(4, 8), Span(9, 13)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Smith paid J. Doe $3.50 on Jan. 5. He left.", 2),
        ("U.S. exports rose. The E.U. did not.", 2),
        ("See Fig. 3 and Sec. 2. Then stop.", 2),
        ("It cost 3.5 million. Version 2.0.1 is out.", 2),
        ("Is it? It is! Wait... what?!", 3),
        ("“Is it?” she asked. “Yes.”", 2),
        ("中文句子。第二句！", 2),
        ("Huawei, ZTE and others", 1),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: int) -> None:
    """Abbreviations, initials, decimals and quotations end no sentence."""
    assert len(sentences(text)) == expected
    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Fest findet am 3. Oktober in der 2. Etage statt.", "de"),
        ("Im 18. Jahrhundert wohnten hier nur ca. 300 Menschen, z. B. Weber.", "de"),
        ("Herr Prof. Dr. K. Lang ist seit dem 1. 4. 2019 im Amt.", "de"),
        ("Il 5. Maggio parte il sig. Neri.", "it"),
        ("Mme. Petit paie env. 30 euros, c.-à-d. peu.", "fr"),
        ("La Dra. Ruiz atiende a máx. 12 personas.", "es"),
        ("De kosten zijn ca. 20 euro, d.w.z. weinig.", "nl"),
        ("Room No. 9 seats approx. 30 guests, excl. staff, cf. Fig. 2 of vol. 4.", "en"),
    ],
)
def test_abbreviations_ordinals_and_dates_end_no_sentence(text: str, language: str) -> None:
    """Whether the words show the language or the document names it."""
    assert sentences(text) == [text]
    assert sentence_spans(text, language=language) == [Span(0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Rent is due on the 1st. Payment is by card.",
        "The latency is 5 ms. The server waits.",
        "The latency is 5ms. Servers wait.",
        "Bake it for 1 hr. The oven must be hot.",
        "The train does 300 km/hr. Trains are fast.",
        "She is a sales rep. She travels a lot.",
        "She is a sales rep. Customers like her.",
        "It is made for the next gen. Everyone agreed.",
        "It is payable as in Schedule B. Cash is not accepted.",
        "The keys are in Room M. Guests may not enter.",
        "Es gilt Anlage C. Bargeld wird nicht angenommen.",
        "He came in 2024. May was warm.",
        "It rose by 1.5. May was warm.",
    ],
)
def test_units_ordinals_and_letters_of_things_end_a_sentence(text: str) -> None:
    """They are neither short for a title nor an initial."""
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Ito and Rep. Stone met Gen. Lind and Hr. Weber.",
        "The plan of A. Stone is in St. Gallen.",
        "Part B. Payments are due on Monday.",
        "It is 10 min. 30 sec. long.",
        "Dr. rer. nat. Weber kam mit Dr. h.c. Lang.",
        "It takes 40 approx. Trains excluded.",
    ],
)
def test_titles_with_a_capital_and_initials_end_none(text: str) -> None:
    """Nor does the letter of the part that a paragraph is."""
    assert sentences(text) == [text]


def test_a_number_may_end_a_german_sentence() -> None:
    """Where no word in front of it makes it an ordinal, or the next one is no noun."""
    text = "Das Spiel endete 3 zu 2. Danach gab es Kaffee. Er wurde der 5. Das war alles."
    assert len(sentences(text)) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4. HEATING. The stove is lit at six.", ["4. HEATING. The stove is lit at six."]),
        ("4. Heating. The stove is lit. Pay.", ["4. Heating. The stove is lit.", "Pay."]),
        ("(c) The stove is lit. It is hot.", ["(c) The stove is lit.", "It is hot."]),
        ("HEATING. The stove is lit.", ["HEATING. The stove is lit."]),
        ("6.4 HEATING. The stove is lit.", ["6.4 HEATING. The stove is lit."]),
        (
            "CAUTION – Risk of burns. Let it cool. It is hot.",
            ["CAUTION – Risk of burns. Let it cool.", "It is hot."],
        ),
        ("Step 4. Light the stove.", ["Step 4. Light the stove."]),
        ("A: Yes. Until six in the morning.", ["A: Yes.", "Until six in the morning."]),
        ("No. Dogs may not come in.", ["No. Dogs may not come in."]),
        ("Dogs\nstay. They may not come in.", ["Dogs\nstay.", "They may not come in."]),
        ("The stove is lit. 4.", ["The stove is lit. 4."]),
    ],
)
def test_enumerators_and_labels_are_no_sentences(text: str, expected: list[str]) -> None:
    """They are part of the sentence that follows; at the end, of the one before."""
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "steps",
    [
        ["1. Sign the form.", "2. Post it.", "3. Wait."],
        ["1. Formular unterschreiben.", "2. Abschicken und warten.", "3. Fertig."],
        ["To apply:", "1. Sign the form.", "2. Post it."],
        ["1) Sign the form.", "2) Post it."],
    ],
)
def test_numbered_steps_in_a_line_are_a_sentence_each(steps: list[str]) -> None:
    """The number belongs to what follows it."""
    assert sentences(" ".join(steps)) == steps


def test_mark_up_that_closes_belongs_to_what_it_closes() -> None:
    """Bold questions and the like keep their stars."""
    assert sentences("**May I swim?** In July only. *No.* Not alone.") == [
        "**May I swim?**",
        "In July only.",
        "*No.*",
        "Not alone.",
    ]


@given(nasty_texts)
def test_no_character_is_lost_or_doubled(text: str) -> None:
    """What is not white space lies in exactly one sentence of exactly one paragraph."""
    spans = [s for p in paragraph_spans(text) for s in sentence_spans(text, p.start, p.end)]
    for one, next_one in pairwise([Span(0, 0), *spans, Span(len(text), len(text))]):
        assert one.end <= next_one.start
        assert not text[one.end : next_one.start].strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\u2028\x0c"])
def test_white_space_has_no_sentence(text: str) -> None:
    """A text without a visible character has no sentence."""
    assert sentence_spans(text) == []
