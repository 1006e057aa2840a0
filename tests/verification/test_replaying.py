"""Saved answers are tested again after the documents have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from qa.answers.asker import new_asker
from qa.errors import QuestionError, ReceiptError
from qa.indexing.build import build_with_report
from qa.pipeline import ask
from qa.receipts import Asked, parse_receipt, receipt_from
from qa.verification.replaying import replay
from qa.verification.verifying import CHANGED

if TYPE_CHECKING:
    from pathlib import Path

    from qa.embedders.protocol import Embedder
    from qa.index.search import Index
    from qa.receipts import Receipt
    from tests.support.indexes import Library

APPLE = "An apple of the orchard weighs 120 grams. "
BIRD = "A bird met a bird and a bird. "

HARBOUR = """\
# Ports of the coast

## Velmora

The port of Velmora is run by Ines Dahl. She was appointed in March 2016. The port was opened in
1911 and has seven cranes. Velmora charges a fee for anchoring, because dredging the bay is costly.
In 2019, 412 ships called at Velmora. In 2021, 388 ships called at Velmora.

## Tarsk

The port of Tarsk is run by Olav Brenner. Tarsk was opened in 1934 and has eleven cranes.
Anchoring is free at Tarsk.
"""
FLEET = """\
# The fleet

The fleet has two ferries, the Oriel and the Petrel. The ferry Oriel is painted green. The ferry
Petrel is painted white and carries 60 cars. The tug Bantam belongs to the fleet too.
"""


def saved(library: Library) -> Receipt:
    """Return the receipt of an answer with one quote, from a text of two sentences."""
    index = library.build(fruit=APPLE + BIRD)
    answer = ask("What does an apple weigh?", index, 1, min_confidence=0.0, evidence_model="none")
    assert [quote.text for quote in answer.quotes] == [APPLE.strip()]
    return answer.receipt(Asked(k=1, min_confidence=0.0, evidence_model="none"))


def test_an_answer_holds_while_nothing_changed(library: Library) -> None:
    """The quote is exact, and the question is answered by it."""
    receipt = saved(library)
    replayed = replay(receipt, library.load())
    assert replayed.holds
    assert not replayed.answered_otherwise


def test_a_quote_that_moved_is_followed(library: Library) -> None:
    """Within its document, and into another one."""
    receipt = saved(library)
    moved = replay(receipt, library.build(fruit=BIRD + APPLE))
    assert [one.verdict for one in moved.verdicts] == ["moved"]
    assert (moved.moved_to, moved.holds, moved.answered_otherwise) == (("",), False, False)
    renamed = replay(receipt, library.build(other=APPLE + BIRD))
    assert [one.verdict for one in renamed.verdicts] == ["moved"]
    assert renamed.moved_to == ("other.txt",)


def test_a_changed_quote_and_answer_are_named(library: Library) -> None:
    """The number in the document is another one, and so is the answer."""
    receipt = saved(library)
    replayed = replay(receipt, library.build(fruit=APPLE.replace("120", "180") + BIRD))
    (verdict,) = replayed.verdicts
    assert verdict.verdict == "altered"
    assert [(one.kind, one.claimed, one.actual) for one in verdict.changes] == [
        ("number", "120", "180")
    ]
    assert replayed.answered_otherwise


def test_a_quote_that_is_gone_is_called_gone(library: Library) -> None:
    """No document has it any more."""
    replayed = replay(saved(library), library.build(sky="A cloud came by, and then one more."))
    assert [one.verdict for one in replayed.verdicts] == ["gone"]
    assert not replayed.holds


def test_an_edited_receipt_does_not_hold(library: Library) -> None:
    """Its seal is broken, whatever the documents say."""
    content = saved(library).to_dict()
    content["confidence"] = 1.0
    replayed = replay(receipt_from(content), library.load())
    assert not replayed.holds
    assert replayed.problems[0] == CHANGED


def test_a_question_to_a_document_that_is_gone_cannot_be_asked(library: Library) -> None:
    """The error says so."""
    receipt = saved(library)
    scoped = replace(receipt, asked=replace(receipt.asked, documents=("gone.txt",)))
    with pytest.raises(QuestionError, match=r"no document 'gone.txt'"):
        replay(scoped, library.load())


def ports(folder: Path, embedder: Embedder, harbour: str = HARBOUR, fleet: str = FLEET) -> Index:
    """Return an index of two documents."""
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    (corpus / "harbour.md").write_text(harbour, encoding="utf-8")
    (corpus / "fleet.md").write_text(fleet, encoding="utf-8")
    return build_with_report([corpus], into=folder / "index", embedder=embedder).index


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory, real_embedder: Embedder) -> Index:
    """The index of two documents, made with the model that ships."""
    return ports(tmp_path_factory.mktemp("coast"), real_embedder)


RUNS = "Who runs the port of Velmora?"
FOLLOW_UPS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "another name": ((RUNS, "and Tarsk?"), {}),
    "a pronoun": ((RUNS, "When was it opened?"), {}),
    "the person who answers": ((RUNS, "When was she appointed?"), {}),
    "why": (("Does the port of Velmora charge a fee for anchoring?", "why?"), {}),
    "another year": (("How many ships called at Velmora in 2019?", "and in 2021?"), {}),
    "a follow-up of a follow-up": ((RUNS, "and Tarsk?", "and Velmora?"), {}),
    "two in one": ((RUNS, "When was it opened? How many cranes does it have?"), {}),
    "two that need nothing": ((f"{RUNS} How many cranes does the port of Tarsk have?",), {}),
    "one that needs nothing": ((RUNS, "What colour is the ferry Oriel?"), {}),
    "not found": ((RUNS, "and Atlantis?"), {}),
    "misspelt": ((RUNS, "how many cranse does it have?"), {}),
    "in one document": ((RUNS, "and Tarsk?"), {"documents": ["harb*.md"]}),
    "a high threshold": ((RUNS, "and Tarsk?"), {"min_confidence": 0.99999}),
    "no threshold": ((RUNS, "and the moon?"), {"min_confidence": 0.0}),
    "two quotes": (("Which ships belong to the fleet?", "and ferries?"), {"k": 2}),
    "without a reader": ((RUNS, "and Tarsk?"), {"evidence_model": "none"}),
}
"""Kind → questions, one after another, and how they are asked."""


def answered(index: Index, kind: str) -> Receipt:
    """Return the receipt of the last answer, as it is read from a file."""
    questions, way = FOLLOW_UPS[kind]
    answer = None
    for question in questions:
        answer = ask(question, index, after=answer, **way)
    assert answer is not None
    return parse_receipt(answer.receipt().to_json())


@pytest.mark.parametrize("kind", FOLLOW_UPS)
def test_a_follow_up_is_asked_again_as_it_was_understood(coast: Index, kind: str) -> None:
    """Whatever it leaned on: on the same index its answer holds in every attribute."""
    receipt = answered(coast, kind)
    again = replay(receipt, coast)
    assert (again.holds, again.problems, again.notices) == (True, (), ())
    assert again.answer.receipt() == receipt


def test_most_of_these_follow_ups_lean_on_what_came_before(coast: Index) -> None:
    """The receipt says which; what does not lean, records nothing of what came before."""
    leaning = {kind: answered(coast, kind).asked for kind in FOLLOW_UPS}
    assert sum(any(asked.leaning) for asked in leaning.values()) >= 12
    assert leaning["two in one"].leaning == (True, True)
    assert leaning["one that needs nothing"].leaning == (False,)
    assert leaning["one that needs nothing"].after is None
    after = leaning["another name"].after
    assert after is not None
    assert after.searched == RUNS
    assert after.quote.startswith("The port of Velmora is run by Ines Dahl.")


def test_a_question_read_on_its_own_after_all_is_read_so_again(coast: Index) -> None:
    """Together with what came before it finds nothing: what came before decides that, too."""
    before = ask("Who composed the opera Fidelio?", coast)
    answer = ask("and the ferry Petrel?", coast, after=before)
    assert answer.found
    receipt = answer.receipt()
    assert receipt.asked.leaning == (False,)
    assert receipt.asked.after is not None
    assert replay(receipt, coast).holds


def test_chosen_words_are_added_again(coast: Index) -> None:
    """As in the page, where a person takes words of the question before away."""
    for chosen in (("Tarsk", "cranes"), ()):
        answer = new_asker(coast).ask("how many are there?", carried=chosen)
        receipt = parse_receipt(answer.receipt().to_json())
        assert receipt.asked.chosen == chosen
        assert replay(receipt, coast).holds


def test_another_index_shows_by_its_answers(
    coast: Index, tmp_path: Path, real_embedder: Embedder
) -> None:
    """A follow-up whose answer changed does not hold, and one whose answer did not, does."""
    changed = ports(
        tmp_path, real_embedder, HARBOUR.replace("Olav Brenner", "Signe Moe").replace("388", "401")
    )
    holds = {
        kind: replay(answered(coast, kind), changed)
        for kind in ("another name", "another year", "a pronoun", "one that needs nothing")
    }
    assert [one.holds for one in holds.values()] == [False, False, True, True]
    assert not any(one.same_index for one in holds.values())
    assert holds["another name"].answered_otherwise
    assert [one.verdict for one in holds["another name"].verdicts] == ["altered"]


def test_a_question_that_is_understood_otherwise_now_says_so(
    tmp_path: Path, real_embedder: Embedder
) -> None:
    """A word that the documents did not have was a misspelling, and is none any more."""
    index = ports(tmp_path, real_embedder)
    receipt = ask("how many cranse has the port of Tarsk?", index).receipt()
    assert "cranes" in receipt.searched
    again = replay(receipt, ports(tmp_path, real_embedder, fleet=FLEET + "A cranse is a boat.\n"))
    assert any("the search was for “how many cranes" in notice for notice in again.notices)


def test_version_1_of_a_follow_up_is_replayed_by_what_was_searched_for(coast: Index) -> None:
    """It holds, and a notice says what the format does not record."""
    receipt = replace(answered(coast, "another name"), version=1)
    again = replay(receipt_from(receipt.to_dict()), coast)
    assert (again.holds, again.problems) == (True, ())
    assert "whether the question leads to it is not known" in again.notices[0]
    alone = replace(answered(coast, "one that needs nothing"), version=1)
    assert replay(receipt_from(alone.to_dict()), coast).notices == ()


def test_version_1_of_a_follow_up_in_parts_does_not_hold_and_says_why(coast: Index) -> None:
    """What its parts were searched for cannot be known from it."""
    receipt = replace(answered(coast, "two in one"), version=1)
    again = replay(receipt_from(receipt.to_dict()), coast)
    assert not again.holds
    assert any("whether the answer has changed is not known" in one for one in again.problems)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("searched", "Who runs Tarsk?"),
        ("carried", ("port",)),
        ("confidence", 0.5),
        ("question", "and Velmora?"),
    ],
)
def test_the_same_index_shows_what_was_edited(coast: Index, attribute: str, value: object) -> None:
    """The documents cannot show it; asked again, the index can."""
    edit: dict[str, Any] = {attribute: value}
    receipt = replace(answered(coast, "another name"), **edit)
    again = replay(receipt, coast)
    assert not again.holds
    assert again.answered_otherwise or again.problems[0].startswith(attribute)


def test_an_edited_title_is_noticed_though_the_index_is_another(
    coast: Index, tmp_path: Path, real_embedder: Embedder
) -> None:
    """The document is as it was, so that no change of it explains the title."""
    receipt = answered(coast, "another name")
    forged = replace(receipt, quotes=(replace(receipt.quotes[0], title="A court order"),))
    other = ports(tmp_path, real_embedder, fleet=FLEET + "It has no other ship.\n")
    assert replay(receipt, other).holds
    (problem,) = replay(forged, other).problems
    assert "title is 'Ports of the coast', not 'A court order'" in problem


def test_a_receipt_chooses_no_model(coast: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever replays it names the reader in the settings."""
    receipt = answered(coast, "another name")
    asked = replace(receipt.asked, evidence_model="/tmp/somebody/model")
    with pytest.raises(ReceiptError, match="set QA_EVIDENCE_MODEL"):
        replay(replace(receipt, asked=asked), coast)
    quick = answered(coast, "without a reader")
    monkeypatch.setenv("QA_EVIDENCE_MODEL", "none")
    assert replay(quick, coast).holds
    assert replay(receipt, coast).holds  # which names the shipped one
