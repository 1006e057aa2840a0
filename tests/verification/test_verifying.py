"""With the documents, anyone can check a receipt, and no change of a character goes unnoticed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.answers.citations import cite
from qa.errors import CorpusError, ReceiptError
from qa.files.hashing import sha256_of_text
from qa.loaders.folders.discovery import find_files
from qa.loaders.text import decode
from qa.receipts import Receipt, parse_receipt
from qa.records import Answer, Document, Quote, Span, Why
from qa.verification.judging import judge
from qa.verification.verifying import verify
from tests.support.indexes import load_document
from tests.support.nasty import nasty_texts

TEXT = (
    "Apples are red. The orchard of Ms Alvarez had 1,200 trees in 2019, and it was not sold. "
    "Birds sing. Clouds pass. Birds sing.\n"
)
SPAN = Span(16, 87)


def document(text: str = TEXT, doc_id: str = "orchard.txt") -> Document:
    """Return a text file's document."""
    sha256 = sha256_of_text(text)
    return Document(doc_id, "Orchard", text, sha256, sha256, "text/plain")


def receipt(owner: Document, span: Span) -> Receipt:
    """Return the receipt of an answer with one quote."""
    quote = Quote(
        owner.text[span.start : span.end],
        cite(owner, span, ()),
        0.9,
        span,
        Why(0.5, 1.0, 0.5, 1.0, ()),
    )
    answer = Answer("How many?", (quote,), found=True, confidence=0.9, nearest=(), index="0" * 16)
    return answer.receipt()


def verdict(text: str, span: Span = SPAN) -> Any:
    """Return what becomes of a quote of TEXT in a document with another text."""
    return judge(receipt(document(), span).quotes[0], document(text))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with the document of TEXT."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "orchard.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_a_true_quote_is_exact(corpus: Path) -> None:
    """By the folder and by the file, whatever form the receipt comes in."""
    made = receipt(document(), SPAN)
    file = corpus.parent / "receipt.json"
    file.write_text(made.to_json(), encoding="utf-8")
    for form in (made, made.to_dict(), made.to_json(), file, str(file)):
        for source in (corpus, corpus / "orchard.txt", str(corpus)):
            result = verify(form, source)
            assert result.exact
            assert [one.verdict for one in result.verdicts] == ["exact"]


def test_words_that_moved_are_found() -> None:
    """The verdict has their offsets now."""
    result = verdict("A new first line.\n" + TEXT)
    assert (result.verdict, result.start, result.end) == ("moved", SPAN.start + 18, SPAN.end + 18)


def test_of_several_occurrences_the_one_with_the_same_neighbours_counts() -> None:
    """“Birds sing.” occurs twice; the quote is the one before the clouds."""
    first = TEXT.index("Birds")
    result = verdict("New. " + TEXT, Span(first, first + 11))
    assert (result.verdict, result.start) == ("moved", first + 5)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("was not sold", "was sold", "negation"),
        ("1,200", "12,000", "number"),
        ("Alvarez", "Alvaro", "name"),
        ("orchard", "garden", "word"),
        ("2019,", "2019", "punctuation"),
    ],
)
def test_an_altered_quote_has_its_changes_named(old: str, new: str, kind: str) -> None:
    """The change has the words that were dropped or replaced."""
    result = verdict(TEXT.replace(old, new))
    assert result.verdict == "altered"
    (change,) = result.changes
    assert change.kind == kind
    assert TEXT.replace(old, new)[change.start : change.end] == change.actual


def test_other_typography_is_no_exact_quote() -> None:
    """The characters count; the kinds of typography are named."""
    result = verdict(TEXT.replace("it was", "it  was").replace("Ms", "MS"))
    assert (result.verdict, result.changes) == ("altered", ())
    assert result.typography == ("white space", "case")


def test_what_is_nowhere_is_gone(corpus: Path) -> None:
    """Other words, and a document that does not exist."""
    assert verdict("Nothing of it is left here.").verdict == "gone"
    (corpus / "orchard.txt").unlink()
    (result,) = verify(receipt(document(), SPAN), corpus).verdicts
    assert result.verdict == "gone"
    assert "there is no document 'orchard.txt'" in result.problems


def test_a_renamed_file_is_named(corpus: Path) -> None:
    """Its bytes are the same: the quote moved there, and is not gone."""
    made = receipt(document(), SPAN)
    (corpus / "old").mkdir()
    (corpus / "orchard.txt").rename(corpus / "old" / "trees.txt")
    verification = verify(made, corpus)
    (renamed,) = verification.verdicts
    assert (renamed.verdict, renamed.moved_to) == ("moved", "old/trees.txt")
    assert (renamed.start, renamed.end) == (SPAN.start, SPAN.end)
    assert "'old/trees.txt' has the bytes of the file that was quoted" in renamed.notices[0]
    assert not verification.exact


def test_a_renamed_file_is_not_hidden(corpus: Path) -> None:
    """As a build would find it."""
    made = receipt(document(), SPAN)
    (corpus / "orchard.txt").rename(corpus / ".orchard.txt")
    assert [one.verdict for one in verify(made, corpus).verdicts] == ["gone"]


def test_a_renamed_file_may_have_another_suffix(corpus: Path) -> None:
    """One with the same suffix comes first; one that cannot be read under it has no quotes."""
    made = receipt(document(), SPAN)
    (corpus / "orchard.txt").rename(corpus / "orchard.md")
    assert [one.moved_to for one in verify(made, corpus).verdicts] == ["orchard.md"]
    (corpus / "trees.txt").write_bytes((corpus / "orchard.md").read_bytes())
    assert [one.moved_to for one in verify(made, corpus).verdicts] == ["trees.txt"]
    (corpus / "trees.txt").unlink()
    (corpus / "orchard.md").rename(corpus / "orchard.pdf")
    assert [one.verdict for one in verify(made, corpus).verdicts] == ["gone"]


def test_a_document_changed_elsewhere_is_noticed(corpus: Path) -> None:
    """The quote is exact, but it is not the same file."""
    (corpus / "orchard.txt").write_text(TEXT + "More.", encoding="utf-8")
    result = verify(receipt(document(), SPAN), corpus)
    assert result.verdicts[0].verdict == "exact"
    assert not result.exact
    assert "the file is not the one that was quoted" in result.verdicts[0].problems[0]


@given(raw=nasty_texts, data=st.data())
def test_any_change_of_a_character_is_noticed(raw: str, data: st.DataObject) -> None:
    """In the source, the quote, an offset or a hash; Unicode of every kind."""
    text, _ = decode(f"{raw}x".encode(), Path("nasty.txt"))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    owner = document(text)
    made = receipt(owner, Span(start, end)).quotes[0]
    result = judge(made, owner)
    assert (result.verdict, result.problems) == ("exact", ())

    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=("Cc", "Cs")))
    assume(other != text[at])
    changed = judge(made, document(text[:at] + other + text[at + 1 :]))
    assert changed.problems
    assert (changed.verdict == "exact") is not (start <= at < end)

    inside = at % (end - start)
    words = made.text[:inside] + other + made.text[inside + 1 :]
    assume(words != made.text)
    assert judge(replace(made, text=words), owner).verdict != "exact"
    by = data.draw(st.integers(-start, 3).filter(bool))
    for field in ("start", "end", "byte_start", "byte_end"):
        off = judge(replace(made, **{field: getattr(made, field) + by}), owner)
        assert off.verdict != "exact" or off.problems
    for hashes in (
        {"sha256": "0" + made.sha256[:-1]},
        {"source": replace(made.source, sha256="0" * 64)},
        {"source": replace(made.source, text_sha256="0" * 64)},
    ):
        assert judge(replace(made, **hashes), owner).problems


@given(data=st.data())
def test_an_edited_receipt_is_noticed(data: st.DataObject) -> None:
    """One character of its JSON changed: it is not a receipt any more, or its seal is broken."""
    result = receipt(document(), SPAN).to_json()
    at = data.draw(st.integers(0, len(result) - 1))
    edited = result[:at] + data.draw(st.characters(exclude_categories=["Cs"])) + result[at + 1 :]
    try:
        same = json.loads(edited) == json.loads(result)
    except ValueError:
        same = False
    try:
        read = parse_receipt(edited)
    except ReceiptError:
        assert not same
    else:
        assert read.intact is same


@pytest.mark.parametrize(
    "doc_id",
    [
        "../secret.txt",
        "/etc/passwd",
        "a/../../secret.txt",
        "..\\secret.txt",
        "C:\\x.txt",
        "",
        "a\x00b",
    ],
)
def test_a_path_outside_of_the_folder_is_refused(corpus: Path, doc_id: str) -> None:
    """Nothing is read there."""
    (corpus.parent / "secret.txt").write_text("secret", encoding="utf-8")
    made = receipt(document(doc_id=doc_id), SPAN)
    with pytest.raises(ReceiptError, match="not a path below the folder"):
        verify(made, corpus)


def test_what_is_no_regular_file_is_no_document(corpus: Path) -> None:
    """A named pipe is not waited for, and neither is it a receipt."""
    made = receipt(document(TEXT + "More.", doc_id="pipe.txt"), SPAN)
    os.mkfifo(corpus / "pipe.txt")
    assert [one.verdict for one in verify(made, corpus).verdicts] == ["gone"]
    with pytest.raises(ReceiptError, match="is not a regular file"):
        verify(corpus / "pipe.txt", corpus)


def test_a_receipt_made_by_hand_is_read_as_strictly_as_a_file(corpus: Path) -> None:
    """A record may have no value that a file may not."""
    made = receipt(document(), SPAN)
    with pytest.raises(ReceiptError, match="confidence is NaN; expected a number"):
        verify(replace(made, confidence=float("nan")), corpus)
    assert not verify(replace(made, intact=False), corpus).exact


def test_a_path_of_another_line_of_a_file_is_noticed(corpus: Path) -> None:
    """The other path of a line of JSON Lines is the same line of a file with the same bytes."""
    lines = "".join(json.dumps({"id": i, "text": TEXT}) + "\n" for i in ("a", "b"))
    (corpus / "all.jsonl").write_text(lines, encoding="utf-8")
    (corpus / "copy.jsonl").write_text(lines, encoding="utf-8")
    owner = Document(
        "all.jsonl#a",
        "a",
        TEXT,
        sha256_of_text(lines),
        sha256_of_text(TEXT),
        "application/jsonl",
        places=("copy.jsonl#a",),
    )
    assert verify(receipt(owner, SPAN), corpus).exact
    off = verify(receipt(replace(owner, places=("copy.jsonl#b",)), SPAN), corpus)
    assert "'copy.jsonl#b' with the same bytes" in off.verdicts[0].problems[0]


def test_errors_are_sentences(corpus: Path) -> None:
    """No source, a source that is not text, and one in another encoding."""
    made = receipt(document(), SPAN)
    with pytest.raises(CorpusError, match="nowhere': does not exist"):
        verify(made, corpus / "nowhere")
    (corpus / "orchard.txt").write_bytes(b"\x00\x01\x02" * 40)
    with pytest.raises(CorpusError, match="is not text"):
        verify(made, corpus)
    (corpus / "orchard.txt").write_bytes(TEXT.encode("utf-16"))
    result = verify(made, corpus)
    assert [one.verdict for one in result.verdicts] == ["exact"]
    assert len(result.verdicts[0].problems) == 1  # the bytes are others, the text is not


def test_documents_of_several_folders_and_of_one_file_are_found(corpus: Path) -> None:
    """A document has the name of its folder before it; a line of JSON Lines its id behind."""
    result = verify(receipt(document(doc_id="corpus/orchard.txt"), SPAN), corpus)
    assert result.exact
    lines = json.dumps({"id": "a#1", "text": TEXT}) + "\n"
    (corpus / "all.jsonl").write_text(lines, encoding="utf-8")
    owner = replace(
        document(doc_id="all.jsonl#a#1"),
        title="a#1",
        media_type="application/jsonl",
        source_sha256=sha256_of_text(lines),
    )
    assert verify(receipt(owner, SPAN), corpus).exact


def test_a_page_is_verified(corpus: Path) -> None:
    """A receipt that names another page than that of the quote is noticed."""
    made = receipt(document(), SPAN)
    off = replace(made.quotes[0], page=3)
    (result,) = verify(replace(made, quotes=(off,)), corpus).verdicts
    assert result.problems == ("the quote is not on page 3",)


def test_a_receipt_of_many_altered_quotes_takes_bounded_work(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first ones show what differs; the others say that nobody searched for it."""
    monkeypatch.setattr("qa.verification.verifying.MOST_COMPARED", 2 * len(TEXT))
    (quote,) = receipt(document(), SPAN).quotes
    words = quote.text.replace("2019", "2020")
    altered = replace(quote, text=words, sha256=sha256_of_text(words))
    others = [replace(altered, byte_start=i, byte_end=i + 71) for i in range(4)]
    result = verify(replace(receipt(document(), SPAN), quotes=tuple(others)), corpus)
    assert [one.verdict for one in result.verdicts] == ["altered", "altered", "gone", "gone"]
    assert ["were not searched for" in str(one.notices) for one in result.verdicts] == [
        False,
        False,
        True,
        True,
    ]


def test_a_document_whose_name_is_no_utf_8_is_found(corpus: Path) -> None:
    """Its path in a receipt is the one that the build has made of its name."""
    (corpus / "orchard.txt").rename(corpus / os.fsdecode(b"orchard\xe9.txt"))
    (found,) = find_files([corpus]).files
    owner = load_document(*found)
    assert verify(receipt(owner, SPAN), corpus).exact
