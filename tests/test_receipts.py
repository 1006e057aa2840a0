"""A receipt says all there is to check, and nothing that is no receipt is taken for one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_verifying import SPAN, document, receipt

from qa.errors import ReceiptError
from qa.receipts import FORMAT, Receipt, parse_receipt, read_receipt, receipt_from
from qa.records import Span


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


def test_offsets_are_code_points_and_bytes() -> None:
    """Before the quote stand six characters in nine bytes; its own three have seven."""
    made = receipt(document("Ünïcô dé🐦. End"), Span(6, 9)).quotes[0]
    assert made.text == "dé🐦"
    assert (made.start, made.end, made.byte_start, made.byte_end) == (6, 9, 9, 16)


def test_an_edit_breaks_the_seal() -> None:
    """Whatever is edited, also what no document can tell, such as the question."""
    content = plain()
    content["question"] = "How few trees?"
    assert not receipt_from(content).intact


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no JSON"),
        ('{"receipt": 1, "seal"', "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ('{"a": 1, "a": 2}', "a name stands twice"),
        ('{"a": NaN}', "NaN is no number"),
        ('"\\ud800"', "is no JSON"),
        ("[1]", "is no receipt. Make one with: qa ask"),
        ('{"question": "?"}', "is no receipt"),
        (json.dumps({"receipt": FORMAT + 1, "seal": ""}), "Install a newer one"),
        (json.dumps({"receipt": "1", "seal": ""}), "receipt is '1'"),
        (json.dumps({"receipt": 0, "seal": ""}), "receipt is 0"),
        (json.dumps({"receipt": 1, "seal": ""}), "question is missing"),
    ],
)
def test_what_is_no_receipt_is_refused(text: str, reason: str) -> None:
    """With a sentence that says why."""
    with pytest.raises(ReceiptError, match=reason):
        parse_receipt(text)


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("start", "5", r'quotes\[0\].start is "5"; it is a whole number'),
        ("start", True, "it is a whole number"),
        ("start", 99, "that is no range"),
        ("byte_end", -1, "that is no range"),
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
    """By where it stands, and what would be right."""
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
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(65 << 20)
    with pytest.raises(ReceiptError, match="has more than 64 MiB"):
        read_receipt(tmp_path / "large.json")


def test_the_schema_describes_receipts() -> None:
    """It names the very fields that a receipt has, each required, and no others."""
    schema = json.loads(
        (Path(__file__).parent.parent / "qa" / "receipt.schema.json").read_text(encoding="utf-8")
    )

    def compare(schema: Any, value: Any) -> None:
        schema = definitions[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
        if isinstance(value, dict) and "properties" in schema:
            assert set(schema["properties"]) == set(schema["required"]) == set(value)
            assert schema["additionalProperties"] is False
            for key, inner in value.items():
                compare(schema["properties"][key], inner)
        if isinstance(value, list):
            for inner in value:
                compare(schema["items"], inner)

    definitions = schema["$defs"]
    assert schema["properties"]["receipt"]["const"] == FORMAT
    compare(schema, plain())
    assert isinstance(receipt_from(plain()), Receipt)
