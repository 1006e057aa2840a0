"""All that a receipt says is compared with something, or listed as not verified."""

from __future__ import annotations

import copy
import re
from contextlib import closing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from qa.errors import ReceiptError
from qa.loaders.folders.source_folder import SourceFolder
from qa.loaders.sandbox.process import Sandbox
from qa.pipeline import ask
from qa.receipts import receipt_from
from qa.receipts.records import Receipt, seal
from qa.verification.verifying import NOT_VERIFIED, Verification, compare_with, verify
from tests.support.indexes import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

DECISION = Path(__file__).parents[2] / "docs" / "decisions" / "0005-receipts.md"
TEXT = """\
# A log of the orchard

Clouds came by.

## Fruit

An apple weighs 120 grams; Zoë’s one weighs 150 grams. The others are small.

## Stores

The apple is stored in the cellar. A bird watches the cellar.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document at two places, and another one."""
    folder = tmp_path_factory.mktemp("claims") / "corpus"
    (folder / "copies").mkdir(parents=True)
    (folder / "log.md").write_text(TEXT, encoding="utf-8")
    (folder / "copies" / "log.md").write_text(TEXT, encoding="utf-8")
    (folder / "sky.txt").write_text("A cloud came by, and then a bird.\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def content(corpus: Path) -> dict[str, Any]:
    """A receipt of a real answer as plain data."""
    library = Library(corpus.parent)
    index = library.build_as_it_is().index
    answer = ask(
        "What does an apple weigh? Where is the apple stored?",
        index,
        2,
        after=ask("What about the apple?", index),
        documents=["*"],
        min_confidence=0.0,
        evidence_model="none",
    )
    made = answer.receipt().to_dict()
    assert [quote["doc_id"] for quote in made["quotes"]] == ["copies/log.md"] * 2
    assert made["quotes"][0]["places"] == ["log.md"]
    return made


@pytest.fixture(scope="module")
def folder(corpus: Path) -> Iterator[SourceFolder]:
    """The documents, read once."""
    with closing(Sandbox()) as sandbox:
        yield SourceFolder(corpus, sandbox)


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """Return a receipt sealed again, as a forger would."""
    return {**content, "seal": seal({key: content[key] for key in content if key != "seal"})}


def test_the_true_receipt_is_exact(content: dict[str, Any], corpus: Path) -> None:
    """Nothing of what follows fails for another reason."""
    verification = verify(content, corpus)
    assert verification.exact
    assert verification.not_verified == NOT_VERIFIED
    assert [one.notices for one in verification.verdicts] == [(), ()]


ROWS: dict[str, tuple[object, str]] = {
    "receipt": (1, "not a field of a receipt of version 1"),
    "question": ("What does a pear weigh?", "not verified: question"),
    "searched": ("pears", "not verified: searched"),
    "carried": (["pears"], "not verified: carried"),
    "found": (False, "says that no answer was found"),
    "confidence": (0.25, "not verified: confidence"),
    "quotes": ([], "has no quote"),
    "quotes.text": ("An apple weighs 900 grams", "the hash of the quote"),
    "quotes.sha256": ("0" * 64, "the hash of the quote is not that of its words"),
    "quotes.doc_id": ("official/report.md", "no document 'official/report.md'"),
    "quotes.title": ("An official report", "title is 'A log of the orchard', not 'An official"),
    "quotes.headings": (["Findings"], r"'Fruit', not 'Findings'"),
    "quotes.page": (4, "is not on page 4"),
    "quotes.recognized": (0.5, "with a certainty of .*, not 0.5"),
    "quotes.score": (0.125, "not verified: score"),
    "quotes.start": (1, "the offsets span"),
    "quotes.end": (2000, "the offsets span"),
    "quotes.byte_start": (1, "the byte offsets"),
    "quotes.byte_end": (2000, "the byte offsets"),
    "quotes.selectors": (
        [
            {"type": "TextPositionSelector", "start": 1, "end": 2},
            {"type": "TextQuoteSelector", "exact": "a", "prefix": "", "suffix": ""},
        ],
        "the selectors",
    ),
    "quotes.places": (["sky.txt"], "'sky.txt' with the same bytes"),
    "quotes.source.media_type": ("application/pdf", "is text/markdown|'text/markdown', not"),
    "quotes.source.sha256": ("0" * 64, "the file is not the one"),
    "quotes.source.text_sha256": ("0" * 64, "the document's text is not the one"),
    "quotes.source.loader": ("pdf", "the loader 'markdown', not 'pdf'"),
    "quotes.source.versions": (["quoth 0.0.1"], "not verified: versions"),
    "asked.k": (1, "more than the 1 asked for"),
    "asked.documents": (["sky.txt"], "none of the documents that were searched"),
    "asked.min_confidence": (
        1.0,
        "at least 1.0 was asked for, and it says that an answer was found",
    ),
    "asked.evidence_model": ("default", "not verified: asked"),
    "asked.after": ({"searched": "pears", "quote": ""}, "not verified: asked"),
    "asked.chosen": (["pears"], "not verified: asked"),
    "asked.leaning": ([True], "not verified: asked"),
    "index": ("0" * 16, "not verified: index"),
    "seal": ("0" * 64, "was changed after it was made"),
}
"""Attribute → its new value, and what the verification says."""


def attributes(kind: type, prefix: str = "") -> set[str]:
    """Return the attributes of a record and of the records in it."""
    found: set[str] = set()
    for field in fields(kind):
        hint = get_type_hints(kind)[field.name]
        inner = next((one for one in (hint, *get_args(hint)) if is_dataclass(one)), None)
        name = prefix + field.name
        if inner is None or name == "quotes" or field.name == "after":
            found.add(name)
        if isinstance(inner, type) and field.name != "after":
            found |= attributes(inner, f"{name}.")
    return found


def test_every_attribute_has_a_row() -> None:
    """In the decision, and here; one that is added to receipts is missed."""
    table = re.findall(r"^\| `([\w.]+)` \|", DECISION.read_text(encoding="utf-8"), re.MULTILINE)
    known = attributes(Receipt) - {"intact", "version"} | {"receipt", "seal"}
    assert table == list(ROWS)
    assert set(table) == known


def edited(content: dict[str, Any], attribute: str, value: object) -> dict[str, Any]:
    """Return a receipt with another value, of its first quote where it is one of quotes."""
    forged = copy.deepcopy(content)
    *path, last = attribute.split(".")
    at = forged
    for name in path:
        at = at[name][0] if name == "quotes" else at[name]
    assert at.get(last) != value  # most quotes have no certainty
    at[last] = value
    return forged


def said(verification: Verification) -> list[str]:
    """Return everything that a verification says about a receipt."""
    verdicts = verification.verdicts
    return [
        *(problem for one in verdicts for problem in one.problems),
        *verification.problems,
        *(f"not verified: {name}" for name in verification.not_verified),
    ]


@pytest.mark.parametrize(("attribute", "value", "saying"), [(a, *ROWS[a]) for a in ROWS])
def test_an_edited_attribute_is_named(
    content: dict[str, Any], corpus: Path, attribute: str, value: object, saying: str
) -> None:
    """Though the receipt is sealed again: as a problem, or among what is not verified."""
    forged = edited(content, attribute, value)
    try:
        verification = verify(forged if attribute == "seal" else sealed(forged), corpus)
    except ReceiptError as error:
        assert re.search(saying, str(error))  # noqa: PT017 - refused or not, it is named
        return
    assert re.search(saying, "\n".join(said(verification)))
    assert verification.exact is saying.startswith("not verified")


def test_other_versions_are_a_notice(content: dict[str, Any], corpus: Path) -> None:
    """The same text was read by them, so that they are no fault."""
    other = sealed(edited(content, "quotes.source.versions", ["quoth 0.0.1"]))
    verification = verify(other, corpus)
    assert verification.exact
    assert verification.verdicts[0].notices[0].startswith("the document was read by quoth 0.0.1,")


@pytest.mark.parametrize(
    ("changes", "saying"),
    [
        ({"quotes": []}, "an answer was found, and has no quote"),
        ({"found": False}, "no answer was found, and has quotes"),
    ],
)
def test_a_contradiction_is_named(
    content: dict[str, Any], corpus: Path, changes: dict[str, Any], saying: str
) -> None:
    """It needs no document."""
    assert any(
        saying in problem for problem in verify(sealed({**content, **changes}), corpus).problems
    )


def test_a_quote_that_a_receipt_has_twice_is_named(content: dict[str, Any], corpus: Path) -> None:
    """An answer has none twice."""
    twice = sealed({**content, "quotes": [*content["quotes"][:1] * 2]})
    assert "the receipt has a quote twice" in verify(twice, corpus).problems


def test_words_at_another_path_have_moved_there(content: dict[str, Any], corpus: Path) -> None:
    """The document that the receipt names does not exist: never exact, and both are named."""
    forged = sealed(edited(content, "quotes.doc_id", "official/report.md"))
    first, second = verify(forged, corpus).verdicts
    assert (first.verdict, first.moved_to) == ("moved", "log.md")
    assert "there is no document 'official/report.md'" in first.problems
    assert (second.verdict, second.problems) == ("exact", ())


def test_one_file_as_the_source_has_the_name_of_its_document(
    content: dict[str, Any], corpus: Path, tmp_path: Path
) -> None:
    """Its folder cannot be compared, and that is listed; under another name it was renamed."""
    verification = verify(content, corpus / "copies" / "log.md")
    assert verification.exact
    assert {"folder of the document", "other paths of the document"} <= set(
        verification.not_verified
    )
    other = tmp_path / "report.md"
    other.write_text(TEXT, encoding="utf-8")
    renamed = verify(content, other).verdicts
    assert [(one.verdict, one.moved_to) for one in renamed] == [("moved", "report.md")] * 2
    other.write_text(f"{TEXT}More.\n", encoding="utf-8")
    assert [one.verdict for one in verify(content, other).verdicts] == ["gone", "gone"]


# Any edit


Path_ = tuple["str | int", ...]


def leaves(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the path of every value, and of every list."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
        yield path
    else:
        yield path
    for key, one in inner:
        yield from leaves(one, (*path, key))


def texts_like(text: str) -> st.SearchStrategy[str]:
    """Return texts that differ by one character, and others."""
    at = st.integers(0, len(text))
    char = st.characters()
    return st.one_of(
        st.builds(lambda i, c: text[:i] + c + text[i:], at, char),
        st.builds(lambda i, c: text[:i] + c + text[i + 1 :], at, char),
        st.builds(lambda i: text[:i] + text[i + 1 :], at),
        st.just(text.upper()),
        st.text(max_size=4),
    )


def others_than(value: Any) -> st.SearchStrategy[Any]:
    """Return values to replace one: similar ones, and ones of other types."""
    retyped = st.sampled_from([None, True, False, 0, 1, 2.5, "", "1", [], {}, [None], {"a": 1}])
    if isinstance(value, str):
        return texts_like(value) | retyped
    if isinstance(value, bool) or value is None:
        return retyped
    if isinstance(value, int):
        near = st.integers(-3, 3).map(lambda by: value + by)
        return near | st.integers() | st.just(float(value)) | st.just(str(value)) | retyped
    if isinstance(value, float):
        return st.floats() | retyped
    return retyped | st.just([*value, *value[:1]]) | st.just([*value, "x"]) | st.just(value[1:])


def unverified(path: Path_, *, fewer: bool) -> str | None:
    """Return the name among what is not verified that an edit falls under, None for none."""
    if "versions" in path:
        return "versions"
    if path[0] == "quotes" and path[2:] == ("score",):
        return "score"
    if path[0] == "quotes" and path[2:3] == ("places",):
        return "whether other files have the same bytes" if fewer else None
    if path[0] == "quotes":
        return "choice and order of the quotes" if fewer and len(path) <= 2 else None
    return str(path[0])


@settings(max_examples=1500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_edit_goes_unnoticed(
    content: dict[str, Any], folder: SourceFolder, data: st.DataObject
) -> None:
    """One value changed, retyped or removed, and the receipt sealed again.

    It is refused, or not exact, or it is one that the verification lists as not verified.
    """
    path = data.draw(st.sampled_from(list(leaves(content))))
    forged = copy.deepcopy(content)
    at: Any = forged
    for key in path[:-1]:
        at = at[key]
    last: Any = path[-1]
    before = copy.deepcopy(at[last])
    removed = data.draw(st.booleans())
    if removed:
        del at[last]
    else:
        at[last] = data.draw(others_than(before))
        same = at[last] == before and type(at[last]) is type(before)
        assume(not same)
    fewer = (removed and isinstance(last, int)) or (
        isinstance(before, list) and not removed and at[last] == before[1:]
    )
    try:
        receipt = receipt_from(forged if path == ("seal",) else sealed(forged))
    except (ReceiptError, UnicodeEncodeError):
        return
    try:
        verification = compare_with(receipt, folder)
    except ReceiptError:
        return
    if verification.exact:
        assert unverified(path, fewer=fewer) in verification.not_verified, (path, at)


@pytest.mark.parametrize(
    "doc_id",
    ["./log.md", "copies//log.md", "log.md/", "//host/share/log.md", "\\\\host\\share\\x.md", "."],
)
def test_a_path_in_another_spelling_is_refused(
    content: dict[str, Any], corpus: Path, doc_id: str
) -> None:
    """One document has one path; other paths are spelt the same way."""
    for attribute, value in (("quotes.doc_id", doc_id), ("quotes.places", [doc_id])):
        with pytest.raises(ReceiptError, match="not a path below the folder"):
            verify(sealed(edited(content, attribute, value)), corpus)
