"""Sources that a text names in words."""

from __future__ import annotations

import pytest

from qa.manuscripts.citations import bare_pages_of, named_in_text, pages_of, sources_of_note


@pytest.mark.parametrize(
    ("text", "authors", "year", "pages"),
    [
        ("words (Smith 2020: 4)", ("Smith",), "2020", (4, 4)),
        ("words (see Smith, 2020a, pp. 4–6)", ("Smith",), "2020a", (4, 6)),
        ("words (Smith & Jones 2020, 433–7)", ("Smith", "Jones"), "2020", (433, 437)),
        ("words (van Dijk et al. 2020)", ("Dijk",), "2020", None),
        ("words (cf. Müller 2020, S. 12)", ("Müller",), "2020", (12, 12)),
        ("as Smith (2020, p. 4) says", ("Smith",), "2020", (4, 4)),
        ("As Smith and Jones (2020) say", ("Smith", "Jones"), "2020", None),
        ("in Smith’s (2020: 4) words", ("Smith",), "2020", (4, 4)),
        ("He left. Okoye et al. (2021) came", ("Okoye",), "2021", None),
    ],
)
def test_author_and_year_name_a_source(
    text: str, authors: tuple[str, ...], year: str, pages: tuple[int, int] | None
) -> None:
    """In brackets, or with the year alone in them, which makes it a part of the sentence."""
    (mark,) = named_in_text(text)
    (source,) = mark.sources
    assert (source.authors, source.year, source.pages) == (authors, year, pages)
    assert source.is_narrative == (not text.startswith("words"))


@pytest.mark.parametrize(
    "text", ["It rained (May 2020).", "In 2020 Smith left.", "see (1.2020.3)", "a (b) c 2020"]
)
def test_a_date_names_no_source(text: str) -> None:
    """Nor does a year outside of brackets."""
    assert not list(named_in_text(text))


def test_several_sources_in_one_bracket_are_each_named() -> None:
    """Each with its page."""
    marks = list(named_in_text("words (Smith 2020: 4; Jones 2019: 7)"))
    named = [(one.authors, one.pages) for mark in marks for one in mark.sources]
    assert named == [(("Smith",), (4, 4)), (("Jones",), (7, 7))]


def test_a_bracket_with_a_page_names_a_title_or_the_page_alone() -> None:
    """A page without a title is of the source named before."""
    (titled,) = next(named_in_text("words (Lease, p. 4)")).sources
    assert (titled.title, titled.pages, titled.is_page) == ("Lease", (4, 4), False)
    (alone,) = next(named_in_text("words (pp. 4–5)")).sources
    assert (alone.pages, alone.is_page) == ((4, 5), True)


def test_a_note_names_sources_or_explains() -> None:
    """One with a year or a page is certain; "ibid." is the source before."""
    one, other = sources_of_note("Smith, The Lease (Oxford 2020) 4; Jones 2019, pp. 7-9.")
    assert (one.year, one.pages, one.is_certain) == ("2020", (4, 4), True)
    assert (other.year, other.pages) == ("2019", (7, 9))
    (same,) = sources_of_note("Ibid., p. 5.")
    assert (same.is_same, same.pages) == (True, (5, 5))
    assert not any(one.is_certain for one in sources_of_note("This was much later, of course."))


def test_pages_are_read_in_several_forms() -> None:
    """A locator may be nothing but a number."""
    assert [pages_of(text) for text in ("p. 4", "pp. 33-35, ch. 2", "S. 9", "ch. 2")] == [
        (4, 4),
        (33, 35),
        (9, 9),
        None,
    ]
    assert [bare_pages_of(text) for text in ("4", "33--35", "437-9", "iv")] == [
        (4, 4),
        (33, 35),
        (437, 439),
        None,
    ]
