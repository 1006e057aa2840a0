"""A receipt has all that there is to check, in the format that its JSON Schema describes."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from qa.errors import ReceiptError
from qa.receipts.reading import parse_receipt, receipt_from
from qa.receipts.records import (
    FORMAT,
    OPTIONAL,
    Asked,
    Preceding,
    QuoteReceipt,
    Receipt,
    Source,
    seal,
)
from qa.records.answers import Answer
from qa.records.documents import Span
from tests.verification.test_verifying import SPAN, document, receipt


@pytest.mark.parametrize("kind", [Asked, Preceding, QuoteReceipt, Receipt, Source])
def test_every_field_is_explained(kind: type[Receipt]) -> None:
    """The docstring names each field."""
    for field in fields(kind):
        assert f"        {field.name}: " in (kind.__doc__ or ""), field.name


def test_the_seal_is_that_of_the_content() -> None:
    """In whatever order it is; another value has another seal."""
    assert seal({"a": 1, "b": "é"}) == seal({"b": "é", "a": 1})
    assert seal({"a": 1}) != seal({"a": 2})
    made = receipt(document(), SPAN).to_dict()
    assert made["seal"] == seal({key: made[key] for key in made if key != "seal"})


def test_offsets_are_code_points_and_bytes() -> None:
    """Six characters before the quote have nine bytes; its own three have seven."""
    made = receipt(document("Ünïcô dé🐦. End"), Span(6, 9)).quotes[0]
    assert made.text == "dé🐦"
    assert (made.start, made.end, made.byte_start, made.byte_end) == (6, 9, 9, 16)


def test_the_schema_describes_receipts() -> None:
    """It names the very fields that a receipt has, each required, and no others."""
    schema = json.loads(
        (Path(__file__).parents[2] / "qa" / "receipt.schema.json").read_text(encoding="utf-8")
    )

    def compare(schema: Any, value: Any) -> None:
        schema = definitions[schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
        if isinstance(value, dict) and "properties" in schema:
            assert set(schema["properties"]) == set(value)
            assert set(schema["required"]) == set(value) - set(OPTIONAL)
            assert schema["additionalProperties"] is False
            for key, inner in value.items():
                compare(schema["properties"][key], inner)
        if isinstance(value, list) and "prefixItems" in schema:
            for part, inner in zip(schema["prefixItems"], value, strict=True):
                compare(part, inner)
        elif isinstance(value, list):
            for inner in value:
                compare(schema["items"], inner)

    definitions = schema["$defs"]
    assert schema["properties"]["receipt"]["const"] == FORMAT
    made = receipt(document(), SPAN)
    seen = replace(
        made, quotes=tuple(replace(one, recognized=0.9, score=0.6) for one in made.quotes)
    )
    compare(schema, seen.to_dict())


@pytest.mark.parametrize("attribute", OPTIONAL)
def test_a_receipt_without_an_optional_attribute_is_to_the_byte_what_it_was(attribute: str) -> None:
    """How certain recognized words are, and how probably a quote answers: later attributes."""
    made = receipt(document(), SPAN)
    bare = replace(
        made, quotes=tuple(replace(one, recognized=None, score=None) for one in made.quotes)
    )
    assert attribute not in bare.to_dict()["quotes"][0]
    assert receipt_from(bare.to_dict()) == bare
    one = replace(bare.quotes[0], recognized=0.9, score=0.6)
    full = replace(bare, quotes=(one,))
    assert receipt_from(full.to_dict()) == full
    wrong = full.to_dict()
    wrong["quotes"][0][attribute] = 1.5
    with pytest.raises(ReceiptError, match=rf"quotes\[0\].{attribute} is 1.5; expected a prob"):
        receipt_from(wrong)


def test_the_schema_allows_receipts_and_nothing_else() -> None:
    """One of a follow-up is valid; one with a value out of its bounds is not."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(
        (Path(__file__).parents[2] / "qa" / "receipt.schema.json").read_text(encoding="utf-8")
    )
    after = Preceding("How many trees?", "The orchard had 1,200 trees.")
    made = replace(receipt(document(), SPAN), asked=Asked(after=after, leaning=(True,))).to_dict()
    jsonschema.validate(made, schema)
    for key, value in (("confidence", 2), ("index", "x"), ("receipt", 1)):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**made, key: value}, schema)


def test_half_of_a_surrogate_pair_is_not_kept() -> None:
    """A question is asked without it, and its receipt can be written."""
    answer = Answer("Who \udce9?", (), found=False, confidence=0.1, nearest=(), index="")
    assert parse_receipt(answer.receipt().to_json().encode()).question == "Who \ufffd?"


def test_what_an_answer_records_and_what_is_stated_go_together() -> None:
    """What is stated wins; the rest stays."""
    recorded = Asked(k=3, min_confidence=0.5, leaning=(True,))
    answer = Answer("Who?", (), False, 0.1, (), "", asked=recorded)  # noqa: FBT003 - as it is
    made = answer.receipt(Asked(k=1, min_confidence=0.0, documents=("a.txt",)))
    assert made.asked == Asked(1, ("a.txt",), 0.0, leaning=(True,))
    assert answer.receipt().asked == recorded
