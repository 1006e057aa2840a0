"""Receipts are compared with the documents as they are indexed, at each of their paths."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.pipeline import ask
from qa.verification.indexed_documents import IndexedDocuments, verify_with
from tests.verification.test_replaying import APPLE, BIRD, saved

if TYPE_CHECKING:
    from tests.support.indexes import Library


def test_a_document_is_compared_at_each_of_its_paths(library: Library) -> None:
    """The index has its text once; a receipt may name any of its paths."""
    index = library.build(fruit=APPLE, pomes=APPLE, sky="A cloud came by.")
    answer = ask("What does an apple weigh?", index, 1, min_confidence=0.0, evidence_model="none")
    receipt = answer.receipt()
    (quote,) = receipt.quotes
    assert (quote.doc_id, quote.title, quote.places) == ("fruit.txt", "Fruit", ("pomes.txt",))
    assert verify_with(index, receipt).exact
    for doc_id, title, places, exact in (
        ("pomes.txt", "Pomes", ("fruit.txt",), True),
        ("pomes.txt", "Fruit", ("fruit.txt",), False),
        ("fruit.txt", "Fruit", ("sky.txt",), False),
        ("fruit.txt", "Fruit", ("none.txt",), False),
    ):
        other = replace(quote, doc_id=doc_id, title=title, places=places)
        assert verify_with(index, replace(receipt, quotes=(other,))).exact is exact


def test_the_index_itself_is_compared(library: Library) -> None:
    """The same one is not listed as not verified; another one is named in a notice."""
    receipt = saved(library)
    same = verify_with(library.load(), receipt)
    assert "index" not in same.not_verified
    assert same.notices == ()
    other = verify_with(library.load(), replace(receipt, index="0" * 16))
    assert other.exact
    assert "index" in other.not_verified
    assert other.notices[0].startswith("the receipt was made with another index (0000000000000000)")


def test_a_renamed_document_is_found_by_its_bytes(library: Library) -> None:
    """The hash is that of the file in the manifest."""
    receipt = saved(library)
    (quote,) = receipt.quotes
    renamed = library.build(other=APPLE + BIRD)
    documents = IndexedDocuments(renamed)
    media_type, sha256 = quote.source.media_type, quote.source.sha256
    assert documents.document("fruit.txt", media_type) is None
    assert documents.renamed("fruit.txt", media_type, sha256) == "other.txt"
    assert documents.renamed("fruit.txt", media_type, "0" * 64) is None
    (verdict,) = verify_with(renamed, receipt).verdicts
    assert (verdict.verdict, verdict.moved_to) == ("moved", "other.txt")
