"""The rules in docs/checking.md are those that a check applies."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from qa.verification.checking import check
from tests.support.indexes import Library

if TYPE_CHECKING:
    from qa.index.search import Index

PAGE = (Path(__file__).parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"U\+([0-9A-F]{4})")


class Rule(NamedTuple):
    """A row of the page."""

    name: str
    document: str
    claim: str
    verdict: str


def rules() -> list[Rule]:
    """Return the rows of all tables, characters that are named in place of their names."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (exact|altered) \|$", PAGE, re.MULTILINE)
    return [
        Rule(name, _seen(document), _seen(claim), verdict)
        for name, document, claim, verdict in rows
    ]


def _seen(cell: str) -> str:
    return _NAMED.sub(lambda named: chr(int(named[1], 16)), cell).replace("␣", " ")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A document for each row, so that no row finds the words of another."""
    number = count()
    texts = {f"rule{next(number)}": rule.document for rule in rules()}
    return Library(tmp_path_factory.mktemp("rules")).build(**texts)


def test_the_page_has_rules() -> None:
    """Every row of its tables is read as one."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "verdict" not in line]
    assert len(rules()) == len(rows) > 60


@pytest.mark.parametrize("number", range(len(rules())), ids=[rule.name for rule in rules()])
def test_a_rule_of_the_page_is_true(index: Index, number: int) -> None:
    """An exact claim names a kind of typography, an altered one shows what differs."""
    rule = rules()[number]
    found = check(rule.claim, index, documents=[f"rule{number}.txt"])
    assert found.verdict == rule.verdict, (rule, found)
    assert bool(found.changes) is (rule.verdict == "altered")
    assert bool(found.typography) is (rule.verdict == "exact")
    for change in found.changes:
        assert change.claimed != change.actual
        assert rule.document[change.start : change.end] == change.actual
