"""A document as the source panel shows it: to the character, with the quote marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.verification.findings import Place
from qa.web.errors import SourceError
from qa.web.service.source import find_quote, open_source, reference, reference_of
from tests.support.webs import TEXT, document, quote, ready_service, referring

if TYPE_CHECKING:
    from qa.web.service.live import LiveIndex


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveIndex:
    return ready_service(tmp_path_factory.mktemp("web")).live


@given(st.lists(st.sampled_from(["a b", "é", "🦓", "\n", "\n\n", " "]), min_size=1), st.data())
def test_a_source_is_the_document_to_the_character(parts: list[str], data: st.DataObject) -> None:
    """Its blocks join to the text, and exactly one of them contains the quote."""
    owner = document("".join(parts))
    start = data.draw(st.integers(0, len(owner.text) - 1))
    end = data.draw(st.integers(start + 1, len(owner.text)))
    words = owner.text[start:end]
    blocks = open_source(
        {owner.doc_id: owner}.__getitem__, referring(owner.doc_id, start, end, words)
    )["blocks"]
    assert "".join("".join(block["parts"]) for block in blocks) == owner.text
    (marked,) = [block["parts"] for block in blocks if len(block["parts"]) == 3]
    assert marked[1] == words


def test_heading_lines_keep_their_level_in_the_source(live: LiveIndex) -> None:
    """Styled in the panel, and unchanged in their characters."""
    start = TEXT.index("Stripes confuse")
    words = "Stripes confuse flies."
    with live.current() as index:
        owner = index.document("zebras.md")
        found = open_source(
            index.document, referring("zebras.md", start, start + len(words), words)
        )
    levels = {"".join(block["parts"]): block["level"] for block in found["blocks"]}
    assert found["title"] == owner.title
    assert levels["# Zebras\n"] == 1
    assert levels["## Stripes\n"] == 2
    assert levels["Stripes confuse flies.\n"] == 0


def test_a_source_has_the_notes_of_its_document() -> None:
    """All of them: the panel folds many."""
    owner = replace(document("One."), notes=tuple(map(str, range(30))))
    cited = referring(owner.doc_id, 0, 4, "One.")
    assert open_source({owner.doc_id: owner}.__getitem__, cited)["notes"] == [*owner.notes]


@pytest.mark.parametrize(
    "cited",
    [
        "",
        "zebras.md",
        "zebras.md:1",
        "zebras.md:-1:4:0123456789abcdef",
        "zebras.md:1.5:4:0123456789abcdef",
        "zebras.md:one:two:0123456789abcdef",
        "zebras.md:٣:٤:0123456789abcdef",
        "zebras.md:4:4:0123456789abcdef",
        "zebras.md:9:4:0123456789abcdef",
        "zebras.md:0:99999:0123456789abcdef",
        "zebras.md:0:999999999999999999999:0123456789abcdef",
        "../../etc/passwd:0:4:0123456789abcdef",
        "nowhere.txt:0:4:0123456789abcdef",
        "zebras.md:0:4:0123456789abcdef\n",
        "zebras.md:0:4",
        "zebras.md:0:4:0123456789ABCDEF",
        "<script>:0:4:0123456789abcdef",
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(live: LiveIndex, cited: str) -> None:
    """References come back from a browser, where anyone can change them."""
    with live.current() as index, pytest.raises(SourceError):
        open_source(index.document, cited)


def test_a_document_that_changed_since_it_was_quoted_is_not_passed_off_as_the_same(
    live: LiveIndex,
) -> None:
    """Its offsets still exist, but the words there are others."""
    with live.current() as index, pytest.raises(SourceError, match="has changed"):
        open_source(index.document, referring("zebras.md", 0, 4, "Lion"))


def test_the_reference_of_a_quote_leads_back_to_it() -> None:
    """Also if the name of the file has colons."""
    owner = document("Yes. No.")
    cited = quote(owner, 5, 8)
    found = open_source({owner.doc_id: owner}.__getitem__, reference(cited))
    assert found["blocks"] == [{"level": 0, "page": 0, "parts": ["Yes. ", "No.", ""]}]


def test_a_place_of_a_claim_leads_to_the_same_words_as_a_quote_of_them() -> None:
    """The page opens both in the same way."""
    owner = document("Yes. No.")
    place = Place(owner.doc_id, owner.title, None, 5, 8, "No.")
    assert reference_of(place) == reference(quote(owner, 5, 8))
    found, span = find_quote({owner.doc_id: owner}.__getitem__, reference_of(place))
    assert (found, owner.text[span.start : span.end]) == (owner, "No.")


def test_a_page_begins_with_its_first_line() -> None:
    """The source names the page of the quote, and shows where each page begins."""
    owner = replace(document("One\nTwo\nThree"), pages=(0, 4), media_type="application/pdf")
    opened = open_source({owner.doc_id: owner}.__getitem__, reference(quote(owner, 8, 13)))
    assert [block["page"] for block in opened["blocks"]] == [1, 2, 0]
    assert (opened["page"], opened["pictured"]) == (2, True)
