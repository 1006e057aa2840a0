"""From a question to what the chat shows next, without a browser."""

from __future__ import annotations

import html
import json
import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import anyio
import pytest

from qa.web import strings
from qa.web.limits import Limits
from qa.web.monitoring.logs import JsonLines
from qa.web.page.conversation import turns
from qa.web.page.conversation.answers import question_html
from qa.web.page.conversation.turns import PendingQuestion, cited_source
from qa.web.service.live import LiveIndex
from qa.web.service.service import Service
from tests.support.webs import (
    HOSTILE,
    ready_service,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index.protocol import Searchable
    from qa.index.search import Index
    from qa.web.page.conversation.turns import Conversation, Step


class Broken(LiveIndex):
    """An index whose use fails in a way nobody foresaw."""

    @contextmanager
    def current(self) -> Iterator[Index]:
        """Fail."""
        raise RuntimeError
        yield

    @contextmanager
    def generation(self) -> Iterator[Searchable]:
        """Fail."""
        raise RuntimeError
        yield


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def live(service: Service) -> LiveIndex:
    return service.live


def accepted(service: Service, question: PendingQuestion, history: Conversation = ()) -> Step:
    """Return what the page shows as soon as a question is sent."""
    return anyio.run(turns.accept, service, question, history)


def answered(service: Service, question: PendingQuestion, history: Conversation = ()) -> Step:
    """Return what the page shows once a question is answered."""
    return anyio.run(turns.answer, service, question, history)


def reply_to(service: Service, question: str) -> tuple[Step, str]:
    """Ask a first question; return the last step and its last message."""
    step = accepted(service, PendingQuestion(question))
    if step.pending is not None:
        step = answered(service, step.pending, step.history)
    return step, step.messages[-1]["content"]


def test_a_question_is_asked_and_answered_and_kept(service: Service) -> None:
    """The first step shows the question and that it is being worked on."""
    first = accepted(service, PendingQuestion("What do zebras eat?"), ())
    assert first.pending == PendingQuestion("What do zebras eat?")
    second = answered(service, first.pending, first.history)
    assert strings.SEARCHING in first.messages[-1]["content"]
    assert first.typed == ""
    assert second.typed is None
    assert [message["role"] for message in second.history] == ["user", "assistant"]
    assert "Zebras eat grass." in second.history[1]["content"]
    assert second.last is not None
    assert second.last.quotes or second.last.nearest
    again = accepted(service, PendingQuestion("And again?", second.last), second.history)
    assert again.history[:2] == second.history
    assert again.last == second.last


@pytest.mark.parametrize("chosen", [("zebras.md", "gone.txt"), ("gone.txt",), ()])
def test_a_removed_document_leaves_what_is_searched(
    service: Service, chosen: tuple[str, ...]
) -> None:
    """With none of the chosen ones left all are searched, and the answer says so."""
    step = answered(service, PendingQuestion("What do zebras eat?", documents=chosen))
    assert "Zebras eat grass." in step.messages[-1]["content"]
    is_lost = html.escape(strings.CHOICE_LOST) in step.messages[-1]["content"]
    assert is_lost == (chosen == ("gone.txt",))
    assert step.last is not None
    assert step.last.asked is not None
    assert step.last.asked.documents == (("zebras.md",) if "zebras.md" in chosen else ())


def test_a_follow_up_is_resolved_from_the_answer_before(service: Service) -> None:
    """The page hands the last answer on, and a chip's choice wins over it."""
    first = answered(service, PendingQuestion("Which stripes confuse flies?"), ())
    then = answered(service, PendingQuestion("why?", first.last), first.history)
    assert then.last is not None
    assert "confuse" in then.last.carried
    chosen = answered(
        service, PendingQuestion("why stripes?", first.last, ("flies",)), first.history
    )
    assert chosen.last is not None
    assert (chosen.last.carried, chosen.last.searched) == (("flies",), "why stripes? flies")


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_gets_a_word_and_leaves_no_trace(service: Service, question: str) -> None:
    """Asked twice, it does not pile up."""
    step, shown = reply_to(service, question)
    assert "The question is empty" in shown
    assert step.history == ()


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("z" * 100_000, "has 100,000 characters"),
        ("🦓?!…", "contains no word"),
        ("\x00\x01\x02", "is empty"),
        ("\ud800", "is empty"),
    ],
)
def test_a_question_that_cannot_be_asked_comes_back_with_the_reason(
    service: Service, question: str, sentence: str
) -> None:
    """It stands in the input field again, to be changed there."""
    step, shown = reply_to(service, question)
    assert sentence in shown
    assert step.typed == question
    assert step.history[0]["content"] == question_html(question)


@pytest.mark.parametrize(
    "question",
    ["the of and", "Was fressen Zebras?", "斑马吃什么?", "zebras\x00eat\x1b[31m", HOSTILE],
)
def test_any_other_question_gets_an_answer(service: Service, question: str) -> None:
    """Found or not found, but never a failure, and the question is shown as it was typed."""
    step, shown = reply_to(service, question)
    assert re.match(r'<div class="answer (likely|uncertain|not-found)">', shown)
    assert texts(step.history[0]["content"], r'<div class="words">(.*?)</div>') == [
        html.unescape(html.escape(question)).replace("\0", "\ufffd")
    ]
    assert "<script" not in step.history[0]["content"] + shown


def test_a_missing_index_is_explained_in_every_answer(tmp_path: Path) -> None:
    """The error's own sentence says what to run."""
    nowhere = LiveIndex(tmp_path / "nowhere")
    first = accepted(Service(nowhere), PendingQuestion("What do zebras eat?"))
    assert strings.LOADING in first.messages[-1]["content"]
    step, shown = reply_to(Service(nowhere), "What do zebras eat?")
    assert "qa build" in shown
    assert len(step.history) == 2
    assert "qa build" in str(cited_source(nowhere, {"reference": "zebras.md:0:4:0123456789abcdef"}))


def test_what_nobody_foresaw_is_logged_and_said_plainly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The chat goes on; the traceback is for the log."""
    broken = Broken(tmp_path)
    step, shown = reply_to(Service(broken), "What do zebras eat?")
    assert html.escape(strings.UNEXPECTED) in shown
    assert len(step.history) == 2
    assert cited_source(broken, {"doc_id": "a"}) == {"problem": strings.SOURCE_UNEXPECTED}
    assert [record.exc_info is not None for record in caplog.records] == [True, True]


def test_where_too_many_wait_the_page_says_busy(live: LiveIndex) -> None:
    """The question stays, and is counted as such."""
    service = Service(live, limits=Limits(waiting=0))
    step, shown = reply_to(service, "What do zebras eat?")
    assert strings.BUSY in html.unescape(shown)
    assert len(step.history) == 2
    assert b'quoth_questions_total{outcome="busy"} 1.0' in service.metrics.text()


def test_a_conversation_from_a_browser_is_shown_again(service: Service, live: LiveIndex) -> None:
    """What it kept leads the next question on; what stands elsewhere by now is not passed off."""
    first = answered(service, PendingQuestion("What do zebras eat?"))
    assert first.last is not None
    kept = json.loads(json.dumps(first.last.to_dict()))
    again = turns.restore(live, [kept])
    assert again.last == first.last
    assert again.history[1] == first.history[0]
    for quote in kept["quotes"] + kept["nearest"]:
        quote["text"] = "Zebras eat lions."
    shown = turns.restore(live, [kept]).history[1]["content"]
    assert strings.STALE in shown
    assert 'class="answer changed"' in shown
    assert "Zebras eat lions." in texts(shown, r"<del[^>]*>(.*?)</del>")
    assert "Zebras eat lions." not in texts(shown, r"<blockquote[^>]*>(.*?)</blockquote>")
    assert "Zebras eat grass." in texts(shown, r"<blockquote[^>]*>(.*?)</blockquote>")


@pytest.mark.parametrize(
    "edit",
    [
        {"quotes": [], "nearest": []},
        {"found": False},
        {"confidence": -1.0},
        {"confidence": 1e300},
        {"parts": "one with quotes that was not found"},
    ],
    ids=str,
)
def test_an_answer_that_contradicts_itself_is_not_shown_as_one(
    service: Service, live: LiveIndex, edit: dict[str, object]
) -> None:
    """It is called changed, and the other answers are shown."""
    first = answered(service, PendingQuestion("What do zebras eat?"))
    assert first.last is not None
    sound = json.loads(json.dumps(first.last.to_dict())) | {"nearest": []}
    sound |= {"found": True, "quotes": first.last.to_dict()["nearest"] or sound["quotes"]}
    edited = {**sound, **edit}
    if edit.get("parts"):
        edited["parts"] = [{**sound, "found": False}]
    step = turns.restore(live, [edited, sound])
    assert strings.STALE in step.history[1]["content"]
    assert "Zebras eat grass." in step.history[3]["content"]
    assert step.messages == step.history


def test_a_part_without_quotes_takes_no_other_with_it(service: Service) -> None:
    """It may be found and have none: the number of quotes is limited for all parts together."""
    first = answered(service, PendingQuestion("What do zebras eat?"))
    assert first.last is not None
    sound = json.loads(json.dumps(first.last.to_dict())) | {"nearest": []}
    sound |= {"found": True, "quotes": first.last.to_dict()["nearest"] or sound["quotes"]}
    parts = [{**sound, "quotes": []}, sound]
    step = turns.restore(service.live, [{**sound, "parts": parts}, sound])
    assert len(step.history) == 4
    assert "Zebras eat grass." in step.history[3]["content"]


def test_what_a_browser_kept_and_nobody_foresaw_is_logged(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One answer that cannot be shown takes no other with it."""
    first = answered(service, PendingQuestion("What do zebras eat?"))
    assert first.last is not None
    monkeypatch.setattr(turns, "find_quote", lambda *_: 1 / 0)
    step = turns.restore(service.live, [first.last.to_dict()])
    assert html.escape(strings.UNEXPECTED) in step.history[1]["content"]
    assert [record.exc_info is not None for record in caplog.records] == [True]


@pytest.mark.parametrize("kept", [None, 7, "x", [1], [{}], {"turns": []}, [[[]]]])
def test_whatever_a_browser_brings_back_nothing_fails(live: LiveIndex, kept: object) -> None:
    """Then the conversation begins anew."""
    assert turns.restore(live, kept).history == ()


@pytest.mark.parametrize("logged", [False, True])
def test_the_log_holds_no_question_unless_asked_for(
    live: LiveIndex, caplog: pytest.LogCaptureFixture, *, logged: bool
) -> None:
    """It tells that one was asked, and how long it took."""
    caplog.set_level(logging.INFO)
    service = Service(live, log_questions=logged)
    answered(service, PendingQuestion("What do secretive zebras eat?"))
    (record,) = [record for record in caplog.records if record.name == "quoth.questions"]
    line = JsonLines().format(record)
    assert json.loads(line)["characters"] == 29
    assert ("secretive" in line) is logged
    assert "secretive" not in caplog.text


@pytest.mark.parametrize(
    "request_",
    [
        None,
        7,
        [],
        {},
        {"reference": None},
        {"reference": 7},
        {"reference": "zebras.md:0:4:0"},
        {"reference": "zebras.md:0:4:0123456789abcdef", "words": ["a"]},
        {"doc_id": "lions.md"},
        {"doc_id": []},
        {"doc_id": "zebras.md", "piece": "0"},
        {"doc_id": "zebras.md", "piece": -1},
        {"doc_id": "zebras.md", "piece": 1},
        {"doc_id": "zebras.md", "piece": 1e300},
    ],
    ids=str,
)
def test_a_request_that_leads_nowhere_is_answered_with_a_sentence(
    live: LiveIndex, request_: object
) -> None:
    """A request is JSON, so it may be anything."""
    assert "problem" in cited_source(live, request_)
