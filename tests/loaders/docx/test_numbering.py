"""Word's automatic numbers are text, counted as Word counts them."""

from __future__ import annotations

from tests.support.office import read
from tests.support.word_files import definition, num, numbered, package, paragraph, styled

_CLAUSES = definition(0, ("decimal", "%1.", 4), ("decimal", "%1.%2", 1), ("lowerLetter", "(%3)", 1))


def _text(body: str, numbering: str, **parts: str) -> str:
    return read("docx", package(body, numbering=numbering, **parts)).text


def test_clauses_have_the_numbers_of_those_above() -> None:
    """A title of clauses is a heading above them; deeper levels begin again below each."""
    body = (
        numbered("Rent")
        + numbered("The rent is due on the first.", 1)
        + numbered("It may rise.", 1)
        + numbered("Repairs")
        + numbered("The tenant shall:", 1)
        + numbered("paint the walls;", 2)
        + numbered("oil the hinges.", 2)
        + numbered("The landlord mends the roof.", 1)
    )
    found = read("docx", package(body, numbering=_CLAUSES + num(1, 0)))
    assert found.text == (
        "4. Rent\n\n4.1 The rent is due on the first.\n\n4.2 It may rise.\n\n5. Repairs\n\n"
        "5.1 The tenant shall:\n\n    (a) paint the walls;\n    (b) oil the hinges.\n\n"
        "5.2 The landlord mends the roof."
    )
    assert [(h.level, h.title) for h in found.headings] == [(1, "4. Rent"), (1, "5. Repairs")]


def test_a_list_goes_on_unless_it_says_where_it_starts() -> None:
    """Lists of one definition count together."""
    steps = definition(0, ("decimal", "%1)", 1))
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    body = (
        numbered("Open it.")
        + numbered("Fill it.")
        + paragraph("Then wait.")
        + numbered("Close it.", num=2)
        + numbered("Weigh it.", num=3)
        + numbered("Send it.", num=3)
    )
    text = _text(body, steps + num(1, 0) + num(2, 0) + num(3, 0, anew))
    assert text == (
        "1) Open it.\n2) Fill it.\n\nThen wait.\n\n3) Close it.\n7) Weigh it.\n8) Send it."
    )


def test_a_heading_has_the_number_that_its_style_is_linked_with() -> None:
    """The level of the list is the one that names the style; a style takes over from its own."""
    styles = (
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="H2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="H1"/></w:style>'
    )
    levels = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="Part %1"/><w:pStyle w:val="H1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>'
        '<w:lvlText w:val="%1.%2"/><w:pStyle w:val="H2"/></w:lvl></w:abstractNum>'
    )
    body = styled("Bees", "H1") + styled("Hives", "H2") + styled("Wax", "H1") + styled("Use", "H2")
    found = read("docx", package(body, numbering=levels + num(1, 0), styles=styles))
    assert [(h.level, h.title) for h in found.headings] == [
        (1, "Part I Bees"),
        (2, "1.1 Hives"),
        (1, "Part II Wax"),
        (2, "2.1 Use"),
    ]


def test_a_level_may_count_on_below_the_next_one() -> None:
    """``lvlRestart`` says so."""
    articles = definition(0, ("decimal", "%1.", 1), ("decimal", "Article %2", 1))
    restart = articles.replace('"Article %2"/>', '"Article %2"/><w:lvlRestart w:val="0"/>')
    body = numbered("A.") + numbered("b", 1) + numbered("C.") + numbered("d", 1)
    assert "Article 2 d" in _text(body, restart + num(1, 0))
    assert "Article 1 d" in _text(body, articles + num(1, 0))


def test_a_list_is_left_by_the_number_zero() -> None:
    """A paragraph with the style of a list may be none of its items; bullets stay bullets."""
    styles = (
        '<w:style w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    body = styled("Nails", "L") + paragraph(
        "Not an item.", '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    bullets = definition(0, ("bullet", "", 1))
    assert _text(body, bullets + num(1, 0), styles=styles) == "- Nails\n\nNot an item."


def test_a_number_is_text_in_a_cell_too() -> None:
    """Rows of a table are often numbered so."""
    cells = "".join(f"<w:tc>{cell}</w:tc>" for cell in (numbered(""), paragraph("Oak")))
    body = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    text = _text(body, definition(0, ("decimal", "%1.", 1)) + num(1, 0))
    assert text == "| 1. | Oak |\n| 2. | Oak |"


def test_numbering_that_is_wrong_costs_no_text() -> None:
    """Levels that are no numbers, definitions that are missing or name each other."""
    wrong = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/><w:lvl w:ilvl="x"/>'
        '<w:lvl w:ilvl="99"/></w:abstractNum>' + num(1, 0) + num(2, 5)
    )
    styles = '<w:style w:styleId="S"><w:basedOn w:val="S"/></w:style>'
    body = numbered("One.") + numbered("Two.", 77) + numbered("Three.", num=2)
    assert _text(body, wrong, styles=styles) == "One.\n\nTwo.\n\nThree."
    assert _text(body, "<w:num") == "One.\n\nTwo.\n\nThree."
