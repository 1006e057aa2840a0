"""Receipts are read as they were written, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from qa.errors import ReceiptError
from qa.receipts.reading import parse_receipt, read_receipt, receipt_from
from qa.receipts.records import FORMAT
from tests.verification.test_verifying import SPAN, document, receipt

if TYPE_CHECKING:
    from pathlib import Path


def plain() -> dict[str, Any]:
    """Return a receipt as plain data."""
    return receipt(document(), SPAN).to_dict()


def test_a_receipt_reads_as_it_was_written(tmp_path: Path) -> None:
    """From data, JSON and a file, equal and intact."""
    made = receipt(document(), SPAN)
    path = tmp_path / "receipt.json"
    path.write_text(made.to_json(), encoding="utf-8")
    assert receipt_from(made.to_dict()) == parse_receipt(made.to_json()) == read_receipt(path)
    assert read_receipt(path) == made
    assert read_receipt(path).intact


def test_an_edit_breaks_the_seal() -> None:
    """Whatever is edited, also what no document can tell, such as the question."""
    content = plain()
    content["question"] = "How few trees?"
    assert not receipt_from(content).intact


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not a receipt"),
        ('{"receipt": 1, "seal"', "is not a receipt"),
        ("[" * 100_000, "is not a receipt"),
        ('{"a": 1, "a": 2}', "is repeated"),
        ('{"a": NaN}', "NaN is not a finite number"),
        ('{"a": 1e', "is not a receipt"),
        ('"\\ud800"', "half of a surrogate pair"),
        ("9" * 10_000, "a number has too many digits"),
        ("[1]", "is not a receipt. Make one with: qa ask"),
        ('{"question": "?"}', "is not a receipt"),
        (json.dumps({"receipt": FORMAT + 1, "seal": ""}), "Install a newer one"),
        (json.dumps({"receipt": "1", "seal": ""}), 'receipt is "1"; it is a whole number'),
        (json.dumps({"receipt": {}, "seal": ""}), "receipt is an object; it is a whole number"),
        (json.dumps({"receipt": 0, "seal": ""}), "receipt is 0"),
        (json.dumps({"receipt": 1, "seal": ""}), "question is missing"),
    ],
)
def test_what_is_no_receipt_is_refused(text: str, reason: str) -> None:
    """With a sentence that says why."""
    with pytest.raises(ReceiptError, match=reason):
        parse_receipt(text)


NESTED: list[Any] = []
for _ in range(5_000):
    NESTED = [NESTED]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("confidence", float("nan"), "confidence is NaN; it is a number"),
        ("confidence", float("inf"), "confidence is Infinity; it is a number"),
        ("confidence", 1.5, "it is a probability, 0 to 1"),
        ("confidence", 10**400, "confidence is a number of more than 64 bits"),
        ("confidence", True, "confidence is true; it is a number"),
        ("index", "x", "16 hexadecimal digits"),
        ("intact", True, "intact is unknown to receipts"),
        ("version", 2, "version is unknown to receipts"),
        ("note", "seen in court", "note is unknown to receipts"),
        ("a\ud800", 1, r'"a\\ud800" is unknown to receipts'),
        ("quotes", [{}] * 2, r"quotes\[0\].text is missing"),
        ("asked", None, "asked is null; it is an object"),
        ("asked", NESTED, "asked is a list; it is an object"),
        ("carried", [[]], r"carried\[0\] is a list; it is text"),
    ],
)
def test_a_wrong_value_of_the_whole_is_named(key: str, value: object, reason: str) -> None:
    """Whatever it is, and however deep."""
    with pytest.raises(ReceiptError, match=reason):
        receipt_from({**plain(), key: value})


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1e999", "[" * 5_000])
def test_a_number_that_is_none_is_refused(value: str) -> None:
    """Also one that is too large for any number, in the JSON itself."""
    text = json.dumps({**plain(), "confidence": "HERE"}).replace('"HERE"', value)
    with pytest.raises(ReceiptError, match=r"is not a receipt|is Infinity; it is a number"):
        parse_receipt(text)


def test_a_receipt_of_version_1_is_read() -> None:
    """It lacks the question before; written again it has the same seal."""
    made = replace(receipt(document(), SPAN), version=1).to_dict()
    assert set(made["asked"]) == {"k", "documents", "min_confidence", "evidence_model"}
    read = receipt_from(made)
    assert (read.version, read.intact, read.to_dict()) == (1, True, made)
    with pytest.raises(ReceiptError, match=r"asked\.after is unknown to receipts of version 1"):
        receipt_from({**made, "asked": {**made["asked"], "after": None}})
    with pytest.raises(ReceiptError, match=r"asked\.after is missing"):
        receipt_from({**made, "receipt": 2})


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("start", "5", r'quotes\[0\].start is "5"; it is a whole number'),
        ("start", True, "it is a whole number"),
        ("start", 99, "that is no range"),
        ("byte_end", 1, "that is no range"),
        ("byte_end", -1, "byte_end is -1; it is an offset"),
        ("end", 2**53, "end is 9007199254740992; it is an offset"),
        ("end", 1 << 80, "end is a number of more than 64 bits; it is an offset"),
        ("page", 0, "page is 0; it is a number from 1"),
        ("sha256", "A" * 64, "it is 64 hexadecimal digits"),
        ("sha256", "0" * 64 + "\n", "it is 64 hexadecimal digits"),
        ("text", "", 'text is ""; it is text that is not empty'),
        ("title", "\ud800", r'title is "\\ud800"; it is text without half surrogate pairs'),
        ("places", ["x"] * 10_001, "more than 10,000 places"),
        ("selectors", [], "has 0 selectors; a quote has 2"),
        ("selectors", [{"type": "TextPositionSelector"}] * 2, "start is missing"),
        ("headings", NESTED, r"headings\[0\] is a list; it is text"),
        ("source", {"deep": NESTED}, "media_type is missing"),
        ("text", None, "is null; it is text"),
        ("headings", "x", "it is a list"),
        ("headings", [1], r"headings\[0\] is 1; it is text"),
        ("source", [], "it is an object"),
        ("selectors", [[]], "it is an object"),
        ("page", 1.5, "a whole number or null"),
        ("extra", 1, r"quotes\[0\].extra is unknown"),
    ],
)
def test_a_wrong_value_is_named(key: str, value: object, reason: str) -> None:
    """With its path and what would be right."""
    content = plain()
    content["quotes"][0][key] = value
    with pytest.raises(ReceiptError, match=reason):
        receipt_from(content)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """None there, a folder, and one too large to be a receipt."""
    with pytest.raises(ReceiptError, match="cannot be read"):
        read_receipt(tmp_path / "none.json")
    with pytest.raises(ReceiptError, match="is no regular file"):
        read_receipt(tmp_path)
    with pytest.raises(ReceiptError, match="cannot be read"):
        read_receipt(tmp_path / "a\x00b")
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(ReceiptError, match="has more than 64 MiB"):
        read_receipt(tmp_path / "large.json")
