"""A true quotation is exact, an altered one never; typography alters nothing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.errors import ClaimError, IndexNotFoundError, QuestionError
from qa.text.folding import tokens
from qa.verification.checking import check
from qa.verification.findings import Finding
from tests.support.indexes import Library
from tests.support.nasty import nasty_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa.index.search import Index

ORCHARD = (
    "The orchard of Ms Alvarez had 1,200 apple trees in 2019, and it was not sold.\n\n"
    "“We’ll keep it,” she said – the oﬃce agreed. Naïve visitors came by the thousand.\n\n"
    "中文句子在这里。第二句也在这里。\n\n"
    "To be or not to be.\n"
)
RIVER = (
    "Every bird on the river was counted twice by the wardens of Lower Saxony. A cloud of "
    "starlings was seen in the autumn of 1987, and nobody knew where they came from.\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two documents."""
    return Library(tmp_path_factory.mktemp("checked")).build(orchard=ORCHARD, river=RIVER)


def words(finding: Finding) -> list[str]:
    """Return the words at each place."""
    return [place.text for place in finding.places]


@pytest.mark.parametrize(
    "claim",
    [
        "The orchard of Ms Alvarez had 1,200 apple trees in 2019, and it was not sold.",
        "apple trees in 2019",
        "sold.\n\n“We’ll keep it,” she said",
        "中文句子在这里。",
        "第二句",
        "To be or not to be",
    ],
)
def test_a_true_quotation_is_exact(index: Index, claim: str) -> None:
    """Sentences, parts of them, over a paragraph's end, in any script, of common words only."""
    found = check(claim, index)
    assert (found.verdict, found.typography) == ("exact", ())
    (place,) = found.places
    assert place.doc_id == "orchard.txt"
    assert ORCHARD[place.start : place.end].strip("“”.") == claim.strip("“”.")


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ('"We\'ll keep it," she said', "quotation marks"),
        ("she said — the oﬃce", "dashes"),
        ("the office agreed", "ligatures and compatibility characters"),
        ("or\u00adchard of Ms Al\u00advarez", "soft hyphens and invisible characters"),
        ("The\norchard  of Ms\u00a0Alvarez", "white space"),
        ("THE ORCHARD OF MS ALVAREZ", "case"),
        (unicodedata.normalize("NFD", "Naïve visitors"), "composed and decomposed characters"),
        ("apple trees in 2019.", "closing punctuation"),
    ],
)
def test_typography_is_named_and_is_no_alteration(index: Index, claim: str, kind: str) -> None:
    """The offsets are those of the original characters."""
    found = check(claim, index)
    assert found.verdict == "exact"
    assert kind in found.typography
    (place,) = found.places
    assert ORCHARD[place.start : place.end] == place.text


@pytest.mark.parametrize(
    ("claim", "kind", "actual"),
    [
        ("The orchard had 1,200 apple trees in 2019, and it was sold.", "negation", "not"),
        ("Ms Alvarez had 1,300 apple trees in 2019", "number", "1,200"),
        ("The orchard of Ms Meyer had 1,200 apple trees", "name", "Alvarez"),
        ("somebody counted every bird on the river was counted twice", "word", ""),
        ("在这里。第三句也在这里。", "word", "二"),
    ],
)
def test_an_alteration_is_marked_word_by_word(
    index: Index, claim: str, kind: str, actual: str
) -> None:
    """The claimed words, the actual words, and their kind."""
    found = check(claim, index)
    assert found.verdict == "altered"
    assert (kind, actual) in [(change.kind, change.actual) for change in found.changes]


def test_an_ellipsis_stitches_and_the_words_it_leaves_out_are_shown(index: Index) -> None:
    """Such as the word "not"."""
    found = check("it was … sold.", index)
    assert found.verdict == "stitched"
    assert words(found) == ["it was", "sold."]
    assert [(change.kind, change.actual) for change in found.changes] == [("negation", "not")]


def test_two_passages_joined_are_both_shown(index: Index) -> None:
    """Of two documents, with an ellipsis or without a sign of it."""
    first, second = "The orchard of Ms Alvarez", "was seen in the autumn of 1987"
    for claim in (f"{first} {second}", f"{first} [...] {second}"):
        found = check(claim, index)
        assert found.verdict == "stitched"
        assert words(found) == [first, second]
        assert [place.doc_id for place in found.places] == ["orchard.txt", "river.txt"]


def test_an_altered_part_makes_the_whole_altered(index: Index) -> None:
    """An ellipsis excuses nothing on either side of it."""
    found = check("Ms Alvarez had 1,300 apple trees ... she said – the oﬃce agreed", index)
    assert found.verdict == "altered"
    assert ("number", "1,200") in [(change.kind, change.actual) for change in found.changes]
    found = check("Ms Alvarez had 1,200 apple trees … whales swam along the coast", index)
    assert found.verdict == "altered"


def test_common_words_are_found_though_many_documents_have_them_apart(library: Library) -> None:
    """Of words that the lexical index leaves out, a hundred documents hold each somewhere."""
    others = {f"a{i}": "It is red. This was so. We do not know apples." for i in range(100)}
    index = library.build(**others, z="The bird? It was not there.")
    found = check("it was not", index)
    assert (found.verdict, found.places[0].doc_id) == ("exact", "z.txt")


def test_words_in_another_order_are_altered(index: Index) -> None:
    """They stand in one place, but not so."""
    claim = "in the autumn of 1987 a cloud of starlings was seen"
    found = check(claim, index)
    assert found.verdict == "altered"
    assert found.places[0].doc_id == "river.txt"


def test_a_claim_is_checked_against_the_documents_it_is_said_to_be_from(index: Index) -> None:
    """In another document it is elsewhere, and which one is told."""
    claim = "apple trees in 2019"
    assert check(claim, index, documents="orchard.txt").verdict == "exact"
    found = check(claim, index, documents=["riv*"])
    assert found.verdict == "elsewhere"
    assert found.places[0].doc_id == "orchard.txt"
    with pytest.raises(QuestionError, match=r"no document 'sea.txt'"):
        check(claim, index, documents=["sea.txt"])


def test_what_is_absent_is_shown_with_the_nearest_sentence(index: Index) -> None:
    """Or with none, where nothing comes near."""
    found = check("The wardens of Bavaria shot all the bears on the river", index)
    assert found.verdict == "absent"
    assert words(found) == [
        "Every bird on the river was counted twice by the wardens of Lower Saxony."
    ]
    assert check("Xylophones!", index) == Finding("Xylophones!", "absent")


LEASE = (
    "The tenant may use the mill from 1 May. The rent is due on the third day of each month.\n\n"
    + "\n\n".join(f"Clause {i} is of no effect on what has been agreed before." for i in range(30))
    + "\n\nIt is not so. The landlord shall return the deposit within sixty days of the end of the "
    'lease, unless there is damage to the mill. The gate is 5" wide. Is this the last lease [3, 4]?'
)


@pytest.mark.parametrize(
    "claim",
    [
        "The roof fell in. It is not so. Elephants dance on tables. Nobody ever came home.",
        "the … not … of … due",
        "The rent … is … deposit … mill",
        "The landlord may use the rent of each month and the mill without any day of damage",
        "The tenant eats cake with jam … and every week he sings for his supper",
        "5'",
    ],
)
def test_words_from_anywhere_are_not_found(library: Library, claim: str) -> None:
    """One short sentence of four, single words around ellipses, words in the text's order."""
    assert check(claim, library.build(lease=LEASE)).verdict == "absent"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The tenant may use the mill … within sixty days of the end", "stitched"),
        ("The landlord … within sixty days", "stitched"),
        ("The tenant may rent the mill … within sixty days of the end", "altered"),
        ("The landlord shall keep the deposit within ninety days of the end", "altered"),
        ("The gate is 5'", "altered"),
        ('The gate is 5"', "exact"),
        ("the last lease.", "altered"),
        ("this the last lease [3, 4]?", "exact"),
    ],
)
def test_runs_of_words_are_found(library: Library, claim: str, verdict: str) -> None:
    """Far apart if each is one, or close together; and altered where a part of one differs."""
    assert check(claim, library.build(lease=LEASE)).verdict == verdict


_PIECES = st.sampled_from(
    [*" \n*_-–'\"“”‘.,;:?!…()[]{}/^~=+½²₂①⑴❶➓", "apple", "1,200", "2019", "the", "Ms", "中"]
)


@pytest.mark.parametrize(
    "claim",
    [
        "the apple trees ❶",
        "5⑴ apple trees",
        "apple trees ➓.",
        "1987 ❶,5",
        "…]",
        "[…",
        "(…)",
        "Quokkas ran.\n\n* * *\n\nNobody ran in 2019.",
        "Quokkas!\n\n”",
        "2019! quokkas! ’“",
    ],
)
def test_signs_around_a_claim_end_no_check(index: Index, claim: str) -> None:
    """Circled figures, brackets around nothing, and sentences of quotation marks alone."""
    assert check(claim, index).verdict in {"altered", "absent"}


@given(pieces=st.lists(_PIECES, min_size=1, max_size=14))
def test_whatever_signs_a_claim_mixes_it_is_judged_or_refused(
    index: Index, pieces: list[str]
) -> None:
    """No order of words, figures and signs ends a check in another way."""
    claim = "".join(pieces)
    try:
        found = check(claim, index)
    except ClaimError as error:
        assert "is empty" in str(error)  # noqa: PT017 - most of them are no error
    else:
        assert found.verdict in {"exact", "altered", "stitched", "absent"}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("", "is empty"),
        (" “…” ", "is empty"),
        ("a" * 20_001, "more than 20,000 characters"),
        ("\ud800", "half of a surrogate pair"),
        (5, "not int"),
    ],
)
def test_what_is_no_claim_is_refused(index: Index, claim: str, reason: str) -> None:
    """With a sentence."""
    with pytest.raises(ClaimError, match=reason):
        check(claim, index)


def test_an_index_is_opened_by_its_folder_and_again_when_it_was_built_anew(
    library: Library, tmp_path: Path
) -> None:
    """No model is loaded for it."""
    library.build(one="Apples are red.")
    assert check("Apples are red.", library.root).verdict == "exact"
    library.build(one="Apples are green.")
    assert check("Apples are red.", library.root).verdict == "altered"
    with pytest.raises(IndexNotFoundError):
        check("Apples are red.", tmp_path / "none")


_TYPOGRAPHY: tuple[Callable[[str], str], ...] = (
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\r\n"),
    lambda text: text.replace("“", '"').replace("”", '"'),
    lambda text: f"»{text}«",
)


@pytest.mark.long
@given(raw=nasty_texts, data=st.data())
def test_no_altered_quotation_is_exact_and_no_typographic_one_altered(
    tmp_path_factory: pytest.TempPathFactory, raw: str, data: st.DataObject
) -> None:
    """In Unicode of every kind: a token dropped or doubled is noticed, typography is not."""
    text = f"{raw} An orchard of ninety trees was sold to the river wardens."
    index = Library(tmp_path_factory.mktemp("unicode")).build(one=text)
    text = index.document("one.txt").text
    there = tokens(text)
    first = data.draw(st.integers(0, len(there) - 1))
    last = data.draw(st.integers(first + 1, min(len(there), first + 60)))
    claim = text[there[first].start : there[last - 1].end]
    assume(len(claim) <= 2_000)
    assert check(claim, index).verdict == "exact"
    styled = data.draw(st.sampled_from(_TYPOGRAPHY))(claim)
    if [token.key for token in tokens(styled)] == [token.key for token in tokens(claim)]:
        assert check(styled, index).verdict == "exact"

    claimed = tokens(claim)
    at = data.draw(st.integers(0, len(claimed) - 1))
    changed = claim[: claimed[at].start] + " quokka " + claim[claimed[at].end :]
    assert check(changed, index).verdict != "exact"
