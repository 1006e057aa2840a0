"""The page's events, as Gradio hands them over."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import anyio
import gradio as gr
import pytest

from qa.web import strings
from qa.web.limits import Limits
from qa.web.page.handlers import Handlers
from qa.web.service.service import Service
from tests.support.webs import ready_service, referring

if TYPE_CHECKING:
    from qa.web.page.conversation.turns import PendingQuestion

SKIPPED = [gr.skip()] * 5


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("web"))


def test_a_question_is_accepted_and_then_answered(service: Service) -> None:
    """The chat, its history, the field, the pending question and the last answer change."""
    handlers = Handlers(service)
    accepted = anyio.run(handlers.ask, "What do zebras eat?", (), None, None, ())
    messages, history, typed, pending, last = accepted
    assert [message["role"] for message in messages] == ["user", "assistant"]
    assert (len(history), typed, last) == (1, "", None)
    messages, history, _, pending, last = anyio.run(handlers.answer, pending, history)
    assert "Zebras eat grass." in messages[-1]["content"]
    assert pending is None
    assert last.question == "What do zebras eat?"


def test_while_a_question_waits_no_other_is_accepted(service: Service) -> None:
    """What is typed meanwhile stays in the field, and nothing is answered twice."""
    handlers = Handlers(service)
    waiting: PendingQuestion = anyio.run(handlers.ask, "Which?", (), None, None, ())[3]
    assert anyio.run(handlers.ask, "And?", (), waiting, None, ()) == SKIPPED
    assert anyio.run(handlers.answer, None, ()) == SKIPPED


def test_a_button_asks_with_the_words_it_was_clicked_with(service: Service) -> None:
    """They are chosen: none is added from the answer before."""
    event: Any = SimpleNamespace(question="why stripes?", carried=["flies"], documents=["a.md"])
    pending = anyio.run(Handlers(service).ask_clicked, (), None, None, event)[3]
    assert (pending.question, pending.carried) == ("why stripes?", ("flies",))
    assert pending.documents == ("a.md",)


def test_a_stored_conversation_is_shown_again(service: Service) -> None:
    """Whatever else the browser sends gets a reason: it may have turns worth keeping."""
    handlers = Handlers(service)
    pending = anyio.run(handlers.ask, "What do zebras eat?", (), None, None, ())[3]
    answered = anyio.run(handlers.answer, pending, ())[4]
    stored: Any = SimpleNamespace(turns=[json.loads(json.dumps(answered.to_dict()))])
    messages, history, *_, last = anyio.run(handlers.restore, stored)
    assert last == answered
    assert list(history) == messages
    anything: Any = SimpleNamespace(turns={"a": 1})
    (reason,), history, *_, last = anyio.run(handlers.restore, anything)
    assert strings.NOT_RESTORED in reason["content"]
    assert "not-restored" in reason["content"]
    assert (history, last) == ((), None)
    nothing: Any = SimpleNamespace(turns=[])
    assert anyio.run(handlers.restore, nothing)[0] == []


def test_documents_to_search_are_taken_as_names(service: Service) -> None:
    """Whatever the browser sends."""
    handlers = Handlers(service)
    cases: list[tuple[Any, tuple[str, ...]]] = [
        (["zebras.md", 7], ("zebras.md", "7")),
        ([], ()),
        (None, ()),
        ({"a": 1}, ()),
    ]
    for sent, only in cases:
        typed = anyio.run(handlers.ask, "What do zebras eat?", (), None, None, sent)[3]
        event: Any = SimpleNamespace(question="What do zebras eat?", carried=[], documents=sent)
        clicked = anyio.run(handlers.ask_clicked, (), None, None, event)[3]
        assert (typed.documents, clicked.documents) == (only, only)


@pytest.mark.parametrize("request_", [None, 7, [], {}, {"reference": 7}])
def test_a_request_without_a_reference_is_answered_with_a_sentence(
    service: Service, request_: object
) -> None:
    """It is JSON from a browser, so it may be anything."""
    assert "problem" in anyio.run(Handlers(service).cite, request_)


def test_a_reference_opens_the_document(service: Service) -> None:
    """With its text in blocks."""
    reference = referring("zebras.md", 10, 27, "Zebras eat grass.")
    opened = anyio.run(Handlers(service).cite, {"reference": reference})
    assert opened["doc_id"] == "zebras.md"
    assert ["", "Zebras eat grass.", " They sleep standing.\n"] in [
        block["parts"] for block in opened["piece"]["blocks"]
    ]


def test_a_busy_server_says_so_or_changes_nothing(service: Service) -> None:
    """The source is not shown as missing, and the conversation stays as it is."""
    handlers = Handlers(Service(service.live, limits=Limits(waiting=0)))
    event: Any = SimpleNamespace(turns=[])
    assert anyio.run(handlers.cite, {"reference": "a:0:1:0"}) == {"problem": strings.BUSY}
    assert anyio.run(handlers.restore, event) == SKIPPED
    assert anyio.run(handlers.greet) == gr.skip()
