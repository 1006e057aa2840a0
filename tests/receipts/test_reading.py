"""Receipts are read as they were written, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from qa.errors import ReceiptError
from qa.receipts.reading import MAKE_ONE, parse_receipt, read_receipt, receipt_from
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
        ('{"receipt": 2}', "^The receipt is not as Quoth writes receipts .seal is missing"),
        (
            json.dumps({"receipt": FORMAT + 1, "seal": ""}),
            f"is of version {FORMAT + 1}, .* up to version {FORMAT}. Install a newer",
        ),
        (json.dumps({"receipt": "1", "seal": ""}), 'receipt is "1"; expected a whole number'),
        (json.dumps({"receipt": {}, "seal": ""}), "receipt is an object; expected a whole number"),
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
        ("confidence", float("nan"), "confidence is NaN; expected a number"),
        ("confidence", float("inf"), "confidence is Infinity; expected a number"),
        ("confidence", 1.5, "expected a probability, 0 to 1"),
        ("confidence", 10**400, "confidence is a number of more than 64 bits"),
        ("confidence", True, "confidence is true; expected a number"),
        ("index", "x", "16 hexadecimal digits"),
        ("intact", True, "intact is not a field of a receipt"),
        ("version", 2, "version is not a field of a receipt"),
        ("note", "seen in court", "note is not a field of a receipt"),
        ("a\ud800", 1, r'"a\\ud800" is not a field of a receipt'),
        ("quotes", [{}] * 2, r"quotes\[0\].text is missing"),
        ("asked", None, "asked is null; expected an object"),
        ("asked", NESTED, "asked is a list; expected an object"),
        ("carried", [[]], r"carried\[0\] is a list; expected text"),
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
    with pytest.raises(ReceiptError, match=r"is not a receipt|is Infinity; expected a number"):
        parse_receipt(text)


def test_a_receipt_of_version_1_is_read() -> None:
    """It lacks the question before; written again it has the same seal."""
    made = replace(receipt(document(), SPAN), version=1).to_dict()
    assert set(made["asked"]) == {"k", "documents", "min_confidence", "evidence_model"}
    read = receipt_from(made)
    assert (read.version, read.intact, read.to_dict()) == (1, True, made)
    with pytest.raises(
        ReceiptError, match=r"asked\.after is not a field of a receipt of version 1"
    ):
        receipt_from({**made, "asked": {**made["asked"], "after": None}})
    with pytest.raises(ReceiptError, match=r"asked\.after is missing"):
        receipt_from({**made, "receipt": 2})


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("start", "5", r'quotes\[0\].start is "5"; expected a whole number'),
        ("start", True, "expected a whole number"),
        ("start", 99, "that is not a range"),
        ("byte_end", 1, "that is not a range"),
        ("byte_end", -1, "byte_end is -1; expected an offset"),
        ("end", 2**53, "end is 9007199254740992; expected an offset"),
        ("end", 1 << 80, "end is a number of more than 64 bits; expected an offset"),
        ("page", 0, "page is 0; expected a number from 1"),
        ("sha256", "A" * 64, "expected 64 hexadecimal digits"),
        ("sha256", "0" * 64 + "\n", "expected 64 hexadecimal digits"),
        ("text", "", 'text is ""; expected text that is not empty'),
        ("title", "\ud800", r'title is "\\ud800"; expected text without half surrogate pairs'),
        ("places", ["x"] * 10_001, "more than 10,000 places"),
        ("selectors", [], "has 0 selectors; a quote has 2"),
        ("selectors", [{"type": "TextPositionSelector"}] * 2, "start is missing"),
        ("headings", NESTED, r"headings\[0\] is a list; expected text"),
        ("source", {"deep": NESTED}, "media_type is missing"),
        ("text", None, "is null; expected text"),
        ("headings", "x", "expected a list"),
        ("headings", [1], r"headings\[0\] is 1; expected text"),
        ("source", [], "expected an object"),
        ("selectors", [[]], "expected an object"),
        ("page", 1.5, "a whole number or null"),
        ("extra", 1, r"quotes\[0\].extra is not a field of a receipt"),
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
    with pytest.raises(ReceiptError, match="does not exist"):
        read_receipt(tmp_path / "none.json")
    with pytest.raises(ReceiptError, match="is a folder"):
        read_receipt(tmp_path)
    with pytest.raises(ReceiptError, match="cannot be read"):
        read_receipt(tmp_path / "a\x00b")
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(ReceiptError, match="has more than 64 MiB"):
        read_receipt(tmp_path / "large.json")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "it is empty"),
        ("Dear all", "a value is missing in line 1 at character 1"),
        ('{"receipt": 2,\n "seal" 1}', "a colon is missing in line 2 at character 9"),
        (b"\xff\xfeP", "it is not text in UTF-8, from byte 0 on"),
    ],
)
def test_a_file_that_is_no_receipt_says_what_it_is_and_how_to_make_one(
    tmp_path: Path, content: str | bytes, what: str
) -> None:
    """In words of the file, not of a parser."""
    path = tmp_path / "a.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ReceiptError) as caught:
        read_receipt(path)
    assert caught.value.reason == f"is not a receipt ({what}). {MAKE_ONE}"


def test_an_edited_field_says_where_to_get_the_receipt(tmp_path: Path) -> None:
    """After the field and the value that it has."""
    with pytest.raises(ReceiptError) as caught:
        receipt_from({**plain(), "confidence": "high"})
    assert caught.value.reason.startswith("is not as Quoth writes receipts (confidence is")
    assert caught.value.reason.endswith("ask whoever saved it for the original")


def test_a_path_without_a_receipt_says_what_to_name(tmp_path: Path) -> None:
    """A folder, and a file that is not there."""
    for path, reason in (
        (tmp_path, "is a folder. Name the files of the receipts in it"),
        (tmp_path / "gone.json", "does not exist. Name the file of a receipt"),
    ):
        with pytest.raises(ReceiptError) as caught:
            read_receipt(path)
        assert caught.value.reason == reason
