"""A document as the source panel shows it: to the character, with the quote marked."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from qa.records import Heading
from qa.verification.findings import Place
from qa.web.errors import SourceError
from qa.web.service import source_blocks
from qa.web.service.references import reference, reference_of
from qa.web.service.source import Source, open_source, without_doubles
from tests.support.webs import TEXT, document, quote, ready_service, referring
from tests.web.service.test_source_blocks import joined, text_of

if TYPE_CHECKING:
    from qa.records import Document
    from qa.web.service.live import LiveIndex


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> LiveIndex:
    return ready_service(tmp_path_factory.mktemp("web")).live


class Only:
    """A generation of one document."""

    def __init__(self, owner: Document) -> None:
        self._owner = owner
        self.manifest = SimpleNamespace(duplicates={"copy.txt": owner.doc_id})

    def document(self, doc_id: str) -> Document:
        """Return it, or raise KeyError."""
        return {self._owner.doc_id: self._owner}[doc_id]

    def facts(self) -> list[Document]:
        """Return what a list shows of it."""
        return [self._owner]


def opened(owner: Document, **request: object) -> Any:
    """Return what the browser gets of a document."""
    return open_source(Only(owner), request)  # type: ignore[arg-type]


def test_a_document_opens_without_a_quote(live: LiveIndex) -> None:
    """At its beginning, with its outline."""
    with live.generation() as generation:
        found: Any = open_source(generation, {"doc_id": "zebras.md"})
    assert joined(found["piece"]["blocks"]) == TEXT
    assert (found["cited"], found["again"], found["page"]) == (False, None, 0)
    assert [(one["title"], one["level"], one["piece"]) for one in found["outline"]] == [
        ("Zebras", 1, 0),
        ("Stripes", 2, 0),
    ]


def test_a_copy_opens_as_the_document_that_it_is_a_copy_of() -> None:
    """It is listed under its own name, and has no document of its own."""
    assert opened(document("Yes."), doc_id="copy.txt")["doc_id"] == "a/b:c.txt"


def test_a_quote_opens_in_its_section(live: LiveIndex) -> None:
    """The headings around it are named."""
    start = TEXT.index("Stripes confuse")
    words = "Stripes confuse flies."
    cited = referring("zebras.md", start, start + len(words), words)
    with live.generation() as generation:
        found: Any = open_source(generation, {"reference": cited})
    assert (found["cited"], found["section"]) == (True, ["Zebras", "Stripes"])
    (marked,) = [b for b in found["piece"]["blocks"] if len(b.get("parts", ())) == 3]
    assert marked["parts"][1] == words


def test_a_source_has_the_notes_of_its_document() -> None:
    """All of them: the panel folds many."""
    owner = replace(document("One."), notes=tuple(map(str, range(30))))
    assert opened(owner, doc_id=owner.doc_id)["notes"] == [*owner.notes]


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
    with live.generation() as generation, pytest.raises(SourceError):
        open_source(generation, {"reference": cited})


def test_a_document_that_changed_since_it_was_quoted_is_not_passed_off_as_the_same(
    live: LiveIndex,
) -> None:
    """Its offsets still exist, but the words there are others, and the old ones are not known."""
    with live.generation() as generation, pytest.raises(SourceError, match="has changed"):
        open_source(generation, {"reference": referring("zebras.md", 0, 4, "Lion")})


def test_a_quote_that_changed_opens_at_what_is_there_now(live: LiveIndex) -> None:
    """With what it said; words that are not those of the reference do not count."""
    was = "Zebras eat hay."
    cited = referring("zebras.md", 10, 10 + len(was), was)
    with live.generation() as generation:
        found: Any = open_source(generation, {"reference": cited, "words": was})
        assert found["again"] is not None
        assert (found["again"]["verdict"], found["again"]["was"]) == ("altered", was)
        assert found["again"]["place"]["text"].startswith("Zebras eat grass")
        with pytest.raises(SourceError):
            open_source(generation, {"reference": cited, "words": "Zebras eat grass."})


def test_the_reference_of_a_quote_leads_back_to_it() -> None:
    """Also if the name of the file has colons."""
    owner = document("Yes. No.")
    found = opened(owner, reference=reference(quote(owner, 5, 8)))
    assert found["piece"]["blocks"] == [{"parts": ["Yes. ", "No.", ""]}]


def test_a_place_of_a_claim_leads_to_the_same_words_as_a_quote_of_them() -> None:
    """The page opens both in the same way."""
    owner = document("Yes. No.")
    place = Place(owner.doc_id, owner.title, None, 5, 8, "No.")
    assert reference_of(place) == reference(quote(owner, 5, 8))


def test_a_page_begins_with_its_first_line() -> None:
    """The source names the page of the quote, and shows where each page begins."""
    owner = replace(document("One.\nTwo\nThree"), pages=(0, 5), media_type="application/pdf")
    found = opened(owner, reference=reference(quote(owner, 9, 14)))
    assert [block.get("page", 0) for block in found["piece"]["blocks"]] == [1, 2, 0]
    assert (found["page"], found["pictured"], found["pages"]) == (2, True, [0, 0])


def test_a_long_document_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first with what is asked for; all together are the text, each with its headings."""
    monkeypatch.setattr(source_blocks, "PIECE", 40)
    text = "".join(f"# Part {n}\nLine {n} of a long text.\n" for n in range(9))
    starts = [text.index(f"# Part {n}") for n in range(9)]
    headings = tuple(Heading(s, s + 8, 1, f"Part {n}") for n, s in enumerate(starts))
    owner = replace(document(text, headings), pages=tuple(starts))
    cited = quote(owner, starts[7] + 9, starts[7] + 20)
    found: Source = opened(owner, reference=reference(cited))
    number = found["piece"]["number"]
    assert 0 < number < len(found["pieces"])
    pieces = [
        opened(owner, reference=reference(cited), piece=n) for n in range(len(found["pieces"]))
    ]
    assert pieces[number] == found["piece"]
    assert "".join(joined(piece["blocks"]) for piece in pieces) == text
    assert [sum(map(len, map(text_of, piece["blocks"]))) for piece in pieces] == found["pieces"]
    marked = [n for n, piece in enumerate(pieces) if "Line 7" in str(marks(piece["blocks"]))]
    assert marked == [number]
    for title in found["outline"]:
        blocks = pieces[title["piece"]]["blocks"]
        (block,) = [b for b in blocks if b.get("heading") == title["heading"] and "level" in b]
        assert title["title"] in text_of(block)
    begun = [block["page"] for piece in pieces for block in piece["blocks"] if "page" in block]
    assert begun == list(range(1, 10))
    assert [piece["page"] + 1 for piece in pieces[1:]] == [
        next(block["page"] for block in piece["blocks"] if "page" in block) for piece in pieces[1:]
    ]


def marks(blocks: list[Any]) -> list[str]:
    """Return what is marked."""
    return [block["parts"][1] for block in blocks if len(block.get("parts", ())) == 3]


def test_the_outline_names_no_columns_and_nothing_twice_in_a_row() -> None:
    """The names of a table's columns head its rows, and are no section."""
    text = "Rates\nRates\n| City | Rate |\n| Rome | 4 |\nRates\n"
    at = (0, 6, 12, text.rindex("Rates"))
    titles = ("Rates", "Rates", "City · Rate", "Rates")
    headings = tuple(Heading(a, a + 5, 1, title) for a, title in zip(at, titles, strict=True))
    outline = opened(document(text, headings), doc_id="a/b:c.txt")["outline"]
    assert [(one["heading"], one["title"]) for one in outline] == [(0, "Rates")]


def test_a_title_that_repeats_the_one_above_it_is_named_once() -> None:
    """One that comes again further down is another section."""
    assert without_doubles(["A", "A", "B", "A"]) == ["A", "B", "A"]
