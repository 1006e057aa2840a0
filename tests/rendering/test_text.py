"""Answers as text, Markdown and JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from qa.receipts import Asked
from qa.records import Answer, Citation, LeadIn, Quote, Span, Why
from qa.rendering.layout import Layout
from qa.rendering.text import citation_line, quotes_shown, to_json, to_markdown, to_text
from tests.support.tables import OOLONG, PRICES, answering, quoted


def quote(text: str = "Birds fly.", *, page: int | None = None) -> Quote:
    """Return a quote of the document ``birds.txt``."""
    citation = Citation(
        "birds.txt", "Birds", ("Air", "Flight"), page, 5, 5 + len(text), "before ", " after"
    )
    return Quote(text, citation, 0.875, Span(0, 40), Why(0.5, 2.5, 0.75, 1.0, ("bird",)))


def answer(*quotes: Quote, found: bool = True) -> Answer:
    """Return an answer with these quotes, or with these as the closest passages."""
    return Answer(
        question="What do birds do?",
        quotes=quotes if found else (),
        found=found,
        confidence=0.9,
        nearest=() if found else quotes,
        index="0123456789abcdef",
    )


def test_a_citation_reads_from_the_outside_in() -> None:
    """Title, sections, page."""
    assert citation_line(quote().citation) == "Birds › Air › Flight"
    assert citation_line(quote(page=3).citation) == "Birds › Air › Flight, page 3"
    doubled = replace(quote().citation, headings=("Birds", "Air"))
    assert citation_line(doubled) == "Birds › Air"
    seen = replace(quote(page=3).citation, recognized=0.934)
    assert citation_line(seen) == (
        "Birds › Air › Flight, page 3 (words recognized in a picture of the page, mean certainty "
        "93%)"
    )


def test_text_shows_the_verdict_and_each_quote_below_its_file() -> None:
    """Two quotes stand apart; the words are on a line of their own, unbroken."""
    long = "Birds fly " + "very " * 40 + "far."
    assert to_text(answer(quote(page=3), quote(long))) == (
        "Uncertain: read the quotes and decide.\n"
        "\n"
        "1. birds.txt, page 3\n"
        "   Birds › Air › Flight\n"
        "   “Birds fly.”\n"
        "   characters 5–15 · probability 88%\n"
        "\n"
        "2. birds.txt\n"
        "   Birds › Air › Flight\n"
        f"   “{long}”\n"
        f"   characters 5–{5 + len(long)} · probability 88%"
    )


def test_notes_stand_once_below_the_first_quote_of_their_document() -> None:
    """Each quote of it would repeat them."""
    noted = replace(quote().citation, notes=("decoded as cp1251 by guess",))
    made = answer(*(replace(quote(), citation=noted) for _ in range(2)))
    assert to_text(made) == (
        "Uncertain: read the quotes and decide.\n"
        "\n"
        "1. birds.txt\n"
        "   Birds › Air › Flight\n"
        "   “Birds fly.”\n"
        "   characters 5–15 · probability 88%\n"
        "   note on the document: decoded as cp1251 by guess\n"
        "\n"
        "2. birds.txt\n"
        "   Birds › Air › Flight\n"
        "   “Birds fly.”\n"
        "   characters 5–15 · probability 88%"
    )
    assert json.loads(to_json(made))["quotes"][1]["citation"]["notes"] == [*noted.notes]
    assert made.receipt() == answer(quote(), quote()).receipt()


def test_an_answer_is_called_likely_only_where_it_is() -> None:
    """As on the page."""
    assert to_text(replace(answer(quote()), likely=True)).startswith("Likely answer.\n\n1. ")


def test_not_found_is_said_first() -> None:
    """The closest passages are shown, and called that."""
    lines = to_text(answer(quote(), found=False)).split("\n")
    assert lines[:5] == [
        "Not found in these documents.",
        "",
        "Closest passages (probably not an answer):",
        "",
        "1. birds.txt",
    ]


def test_a_terminal_has_lines_of_its_width_and_the_answering_words_in_a_style() -> None:
    """Over a line break too; of the closest passages, no words answer."""
    made = replace(answer(quote("Some birds fly very far.")), likely=True)
    layout = Layout(20, styled=True, answering=lambda _, __: Span(11, 19))
    shown = to_text(made, layout)
    assert shown.split("\n") == [
        "\x1b[1;32mLikely answer.\x1b[0m",
        "",
        "1. \x1b[1mbirds.txt\x1b[0m",
        "   \x1b[2mBirds › Air ›\x1b[0m",
        "   \x1b[2mFlight\x1b[0m",
        "   “Some birds \x1b[1;32mfly\x1b[0m",
        "   \x1b[1;32mvery\x1b[0m far.”",
        "   \x1b[2mcharacters 5–29 ·\x1b[0m",
        "   \x1b[2mprobability 88%\x1b[0m",
    ]
    assert "\x1b[1;32m" not in to_text(answer(quote(), found=False), layout)
    assert to_text(made, Layout(20)) == re.sub("\x1b\\[[0-9;]*m", "", shown)


def test_quotes_are_numbered_as_they_are_shown() -> None:
    """Over all parts, and the closest passages too: one number is one quote."""
    near = answer(quote("Fish swim."), found=False)
    both = replace(answer(quote()), parts=(answer(quote()), near))
    assert [one.text for one in quotes_shown(both)] == ["Birds fly.", "Fish swim."]
    lines = to_text(both).split("\n")
    assert [line for line in lines if line[:2] in ("1.", "2.")] == ["1. birds.txt", "2. birds.txt"]


def test_a_document_cannot_command_the_terminal() -> None:
    """Control characters are shown as their pictures; line breaks and tabs stay."""
    shown = to_text(answer(quote("Red \x1b[31malert\x07\r\nand\ttabs.")))
    assert "   “Red ␛[31malert␇␍\n   and\ttabs.”\n" in shown


def test_markdown_quotes_and_escapes() -> None:
    """What looks like mark-up in a document is shown, not obeyed."""
    shown = to_markdown(answer(quote("An ![image](http://x) and *stars*.\n# No heading")))
    assert shown == (
        "> An \\!\\[image\\]\\(http://x\\) and \\*stars\\*\\.\n"
        "> \\# No heading\n"
        ">\n"
        "> — Birds › Air › Flight \\(birds\\.txt\\)"
    )
    linked = to_markdown(answer(quote()), lambda quote: f"https://x.org/{quote.citation.doc_id}")
    assert "> — [Birds › Air › Flight](<https://x.org/birds.txt>) \\(birds" in linked
    assert to_markdown(answer(quote(), found=False)).startswith("**Not found in these documents.**")


def test_json_has_the_records_field_names() -> None:
    """Every field of every record, and non-ASCII as it is."""
    data = json.loads(to_json(answer(quote("Vögel fliegen 🐦."))))
    assert data["question"] == "What do birds do?"
    assert data["found"] is True
    assert data["quotes"][0]["text"] == "Vögel fliegen 🐦."
    assert data["quotes"][0]["citation"] == {
        "doc_id": "birds.txt",
        "title": "Birds",
        "headings": ["Air", "Flight"],
        "page": None,
        "start": 5,
        "end": 21,
        "prefix": "before ",
        "suffix": " after",
        "places": [],
        "byte_start": 0,
        "byte_end": 0,
        "source": {
            "media_type": "",
            "sha256": "",
            "text_sha256": "",
            "loader": "",
            "versions": [],
        },
        "line": None,
        "recognized": None,
        "notes": [],
    }
    assert data["quotes"][0]["context"] == {"start": 0, "end": 40}
    assert data["quotes"][0]["why"]["terms"] == ["bird"]
    assert "🐦" in to_json(answer(quote("🐦")))


def test_what_was_searched_for_is_told_where_it_is_not_what_was_typed() -> None:
    """Other words, that is; other spaces and signs are the same."""
    same = replace(answer(quote()), searched="what DO birds do")
    assert to_text(same) == to_text(answer(quote()))
    other = replace(same, searched="What do finches do?")
    verdict, _, rest = to_text(same).partition("\n\n")
    assert to_text(other) == f"{verdict}\n\nSearched for: What do finches do?\n\n{rest}"
    assert to_markdown(other).startswith("Searched for: What do finches do?\n\n> Birds fly")


def test_several_questions_have_their_answers_below_them() -> None:
    """Found or not; with nothing near, nothing is shown as near."""
    nothing = replace(answer(found=False), question="Do \x1bfish fly?")
    both = replace(answer(quote()), parts=(answer(quote()), nothing))
    assert to_text(both) == (
        f"What do birds do?\n\n{to_text(answer(quote()))}\n\n\n"
        "Do ␛fish fly?\n\nNot found in these documents."
    )
    assert to_markdown(both) == (
        f"**What do birds do?**\n\n{to_markdown(answer(quote()))}\n\n"
        "**Do \x1bfish fly?**\n\n**Not found in these documents.**"
    )


def test_what_was_asked_for_and_stands_nowhere_is_named_first() -> None:
    """A name of the question that the quoted document does not hold."""
    made = replace(answer(quote()), unknown=("Tesla", "2021"))
    assert "decide.\n\nNot in the quoted document: Tesla, 2021\n\n1. birds.txt" in to_text(made)
    assert to_markdown(made).startswith("Not in the quoted document: Tesla, 2021\n\n> Birds")


def test_all_places_of_the_same_bytes_are_told() -> None:
    """Below the one that is cited."""
    item = quote()
    twice = replace(item, citation=replace(item.citation, places=("copy.txt", "b/copy.txt")))
    assert to_text(answer(twice)).endswith("\n   also in copy.txt\n   also in b/copy.txt")
    assert "also in b/copy\\.txt" in to_markdown(answer(twice))


def test_rows_of_a_table_are_drawn_in_a_terminal_and_exact_in_a_pipe() -> None:
    """The place of the names is stated with that of the quote."""
    row = quoted(PRICES, OOLONG)
    terminal, pipe = to_text(answering(row), Layout(80)), to_text(answering(row))
    assert "    Tea        Pot    Note\n" in terminal
    assert "   “*Oolong*   6.00   <b>rare</b> & dear”\n" in terminal
    assert f"   column names, not quoted: Tea | Pot | Note\n   “{OOLONG}”\n" in pipe
    assert row.place_above()
    assert f"–{row.citation.end} · {row.place_above()} · probability" in pipe


def test_an_item_is_below_what_introduces_it() -> None:
    """It is not in quotation marks, and its place is stated with that of the quote."""
    item = replace(quote("- birds"), lead_ins=(LeadIn("We do not\nfly:", 0, 15),))
    terminal, pipe = to_text(answering(item), Layout(80)), to_text(answering(item))
    assert "\n   We do not fly:\n   “- birds”\n" in terminal
    assert "\n   lead-in, not quoted: We do not fly:\n   “- birds”\n" in pipe
    assert " · lead-in (not quoted) at 0–15 · " in pipe
    assert "> *We do not fly:*\n>\n> \\- birds\n" in to_markdown(answering(item))


def test_an_answer_says_which_documents_were_searched() -> None:
    """Those that the question names, or else those the user chose; of many, the first three."""
    everywhere = answer(quote())
    chosen = replace(everywhere, asked=Asked(documents=("a.md", "b.md")))
    missing = replace(answer(quote(), found=False), asked=Asked(documents=("a.md",)))
    many = replace(everywhere, asked=Asked(documents=("a.md", "b.md", "c.md", "d.md", "e.md")))
    assert "Searched in:" not in to_text(everywhere)
    assert "\nSearched in: a.md, b.md\n" in to_text(chosen)
    assert "\nSearched in: b.md\n" in to_text(replace(chosen, within=("b.md",)))
    assert "\nSearched in: a.md\n" in to_text(missing)
    assert to_markdown(missing).startswith("Searched in: a\\.md\n\n**Not found")
    assert "\nSearched in: a.md, b.md, c.md, 2 more\n" in to_text(many)
