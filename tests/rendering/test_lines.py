"""Lines of a terminal are as wide as it is, and have all words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rendering.lines import columns, cut_end, cut_middle, flowing, line_spans, padded


def lines(text: str, width: int) -> list[str]:
    """Return the lines of a text."""
    return [text[span.start : span.end] for span in line_spans(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "found"),
    [
        ("Birds fly far.", 9, ["Birds fly", "far."]),
        ("Birds fly", 9, ["Birds fly"]),
        ("Birds   fly", 6, ["Birds", "fly"]),
        ("- one\n- two", 20, ["- one", "- two"]),
        ("a\n\nb", 20, ["a", "", "b"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("水车付了租金", 4, ["水车", "付了", "租金"]),
        ("  indented by two", 10, ["  indented", "by two"]),
        ("", 9, [""]),
    ],
)
def test_a_line_ends_after_a_word(text: str, width: int, found: list[str]) -> None:
    """Or where the text has a line break, or no space."""
    assert lines(text, width) == found


@given(st.text(st.sampled_from("ab é水🦉\u0301\u200d\t \n"), max_size=60), st.integers(4, 12))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, width: int) -> None:
    """For letters that take two columns, one or none."""
    found = lines(text, width)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(columns(line.strip("\t ")) <= width for line in found)


def test_long_text_takes_time_in_proportion() -> None:
    """One word, one line of letters without width, and many spaces: each is read to its end."""
    for text in ("a" * 200_000, "a" + "\u0301" * 200_000, " " * 200_000, "水" * 100_000):
        assert line_spans(text, 80)[-1].end <= len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "The committee reviewed the\nreport and left.",
            "The committee reviewed the report and left.",
        ),
        (
            "It lasted to the last day of\nmay\nand no longer than that day.",
            "It lasted to the last day of may and no longer than that day.",
        ),
        ("The owner pays for all of it.\nthen leaves.", None),
        ("apples\npears\nplums", None),
        ("These are to be paid for by him:\nrent, water", None),
        ("The rights of inter-\nnational lenders stay as they are.", None),
        ("The parties are these persons\na) the owner", None),
        ("The first of all the sections\nThe Second", None),
        ("The first of all the sections\n\nand more", None),
        ("", None),
    ],
)
def test_a_sentence_does_not_break_where_the_page_did(text: str, shown: str | None) -> None:
    """Lists, headings, sentences and cut words stay as they are; offsets are the same."""
    assert flowing(text, "application/pdf") == (shown or text)
    assert flowing(text, "text/x-python") == text


def test_columns_are_not_characters() -> None:
    """Wide ones count twice, marks on others not at all."""
    assert [columns(text) for text in ("abc", "水", "e\u0301", "🦉", "\t")] == [3, 2, 1, 2, 4]


def test_a_name_loses_its_middle_and_a_title_its_end() -> None:
    """What fits is as it was."""
    assert cut_middle("contracts/2024/lease.pdf", 11) == "contr…e.pdf"
    assert cut_middle("lease.pdf", 9) == "lease.pdf"
    assert cut_end("The lease of the mill", 10) == "The lease…"
    assert cut_end("The lease", 9) == "The lease"
    assert columns(cut_middle("水" * 20, 11)) <= 11
    assert padded("水", 4) == "水  "
