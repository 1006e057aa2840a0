"""The web chat without a browser: what is shown, and what happens to whatever is typed."""

from __future__ import annotations

import html
import json
import logging
import re
import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from webs import HOSTILE, TEXT, ready_service

from qa.errors import QAError
from qa.hashing import sha256_of_text
from qa.pipeline import ask
from qa.records import Answer, Citation, Document, Heading, Quote, Span, Why
from qa.web import conversation, serve, strings
from qa.web.answers import answer_html, question_html
from qa.web.application import application
from qa.web.conversation import Asked, source
from qa.web.escaping import escaped
from qa.web.greeting import greeting_html, heading_examples
from qa.web.limits import Limits
from qa.web.live import LiveIndex
from qa.web.logs import JsonLines
from qa.web.service import Service
from qa.web.source import SourceError, open_source, reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.index import Index
    from qa.web.conversation import Conversation, Step

encodable = st.text(st.characters(exclude_categories=["Cs"]))


class Broken(LiveIndex):
    """An index whose use fails in a way nobody foresaw."""

    def current(self) -> Index:
        """Fail."""
        raise RuntimeError


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def live(service: Service) -> LiveIndex:
    return service.live


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(application(service), base_url="http://localhost:7860") as opened:
        yield opened


def document(text: str, headings: tuple[Heading, ...] = ()) -> Document:
    sha256 = sha256_of_text(text)
    return Document("a/b:c.txt", "B", text, "0" * 64, sha256, "text/plain", (), headings)


def quote(owner: Document, start: int, end: int, context: Span | None = None) -> Quote:
    citation = Citation(owner.doc_id, owner.title, ("One", "Two"), None, start, end, "", "")
    whole = context or Span(0, len(owner.text))
    return Quote(owner.text[start:end], citation, 0.83, whole, Why(0.5, 1.0, 0.5, 1.0, ()))


def answer(
    quotes: tuple[Quote, ...], *, confidence: float, found: bool = True, likely: bool = True
) -> Answer:
    nearest = () if found else quotes
    return Answer("Why?", quotes if found else (), found, confidence, nearest, "0" * 16, likely)


def texts(markup: str, pattern: str) -> list[str]:
    """Return the text within each match of ``pattern``, as a browser would show it."""
    matches = re.findall(pattern, markup)
    return [html.unescape(re.sub(r"<[^>]*>", "", match)) for match in matches]


def sent(service: Service, asked: Asked, before: Conversation = ()) -> Step:
    """Return what the page shows as soon as a question is sent."""
    return anyio.run(conversation.ask, service, asked, before)


def answered(service: Service, asked: Asked, before: Conversation = ()) -> Step:
    """Return what the page shows once it is answered."""
    return anyio.run(conversation.answer, service, asked, before)


def told(service: Service, question: str) -> tuple[Step, str]:
    """Ask a first question; return the last step and the last message it shows."""
    step = sent(service, Asked(question))
    if step.pending is not None:
        step = answered(service, step.pending, step.kept)
    return step, step.shown[-1]["content"]


def referring(doc_id: str, start: int, end: int, words: str) -> str:
    """Return a reference to these words."""
    return f"{doc_id}:{start}:{end}:{sha256_of_text(words)[:16]}"


@given(encodable)
def test_escaped_text_is_one_line_and_reads_as_the_text(text: str) -> None:
    """Nothing is lost, and nothing is left that HTML or Markdown would act on."""
    line = escaped(text)
    assert html.unescape(line.replace("&#13;", "\r")) == html.unescape(html.escape(text))
    assert not set(line) & set("<>\"'\n\r\t")


def test_a_lone_surrogate_is_shown_as_a_replacement_character() -> None:
    """Such a string can be typed into a request, but not sent back."""
    assert escaped("a\ud800b") == "a\ufffdb"


def test_an_answer_shows_each_quote_to_the_character_and_where_it_stands() -> None:
    """Quote, reference, place and passage are all there, and inert."""
    owner = document(HOSTILE)
    shown = answer_html(answer((quote(owner, 8, 40),), confidence=0.99), lambda _: owner)
    assert texts(shown, r"<blockquote[^>]*>(.*?)</blockquote>") == [owner.text[8:40]]
    assert texts(shown, r"</summary>(<div class=\"words\">.*?)</details>") == [owner.text]
    assert re.findall(r'<button class="chip" value="(.*?)"', shown) == [
        referring("a/b:c.txt", 8, 40, owner.text[8:40])
    ]
    assert "B › One › Two</button>" in shown
    assert 'title="a/b:c.txt › One › Two"' in shown
    assert "<script" not in shown
    assert "\n" not in shown


def test_confidence_is_said_in_words_with_the_number_on_hover() -> None:
    """What is barely found is called uncertain."""
    owner = document("Yes. No.")
    quotes = (quote(owner, 0, 4),)
    likely = answer_html(answer(quotes, confidence=0.997), lambda _: owner)
    assert strings.LIKELY in likely
    assert 'answer this question: 100%"' in likely
    uncertain = answer_html(answer(quotes, confidence=0.49, likely=False), lambda _: owner)
    assert strings.UNCERTAIN in uncertain
    assert 'answer this question: 49%"' in uncertain


def test_a_name_that_the_document_does_not_hold_is_shown(article_index: Index) -> None:
    """As it was typed."""
    told = ask("How many EVs did Tesla deliver in October 2024?", article_index)
    shown = answer_html(told, article_index.document)
    assert "Not in the document quoted: <strong>Tesla</strong></div>" in shown
    assert strings.LIKELY not in shown


def test_nothing_found_shows_what_came_nearest_as_not_answering() -> None:
    """Its quotations can be opened like any other."""
    owner = document("Yes. No.")
    missing = answer((quote(owner, 0, 4),), confidence=0.02, found=False)
    shown = answer_html(missing, lambda _: owner)
    assert shown.index(strings.NOT_FOUND) < shown.index(strings.NEAREST) < shown.index("Yes.")
    assert f'value="{referring("a/b:c.txt", 0, 4, "Yes.")}"' in shown
    assert strings.NEAREST not in answer_html(
        answer((), confidence=0.0, found=False), lambda _: owner
    )


def test_a_quote_that_is_the_whole_passage_has_nothing_to_unfold() -> None:
    """Unfolding would show the same words again."""
    owner = document("Yes. No.")
    alone = quote(owner, 0, 4, Span(0, 5))
    assert 'class="passage"' not in answer_html(answer((alone,), confidence=1.0), lambda _: owner)


@given(st.lists(st.sampled_from(["a b", "é", "🦓", "\n", "\n\n", " "]), min_size=1), st.data())
def test_a_source_is_the_document_to_the_character(parts: list[str], data: st.DataObject) -> None:
    """Its blocks join to the text, and exactly one of them holds the quote, in the middle."""
    owner = document("".join(parts))
    start = data.draw(st.integers(0, len(owner.text) - 1))
    end = data.draw(st.integers(start + 1, len(owner.text)))
    words = owner.text[start:end]
    blocks = open_source(
        {owner.doc_id: owner}.__getitem__, referring(owner.doc_id, start, end, words)
    )["blocks"]
    assert "".join("".join(block["parts"]) for block in blocks) == owner.text
    (marked,) = [block["parts"] for block in blocks if len(block["parts"]) == 3]
    assert marked[1] == words


def test_heading_lines_keep_their_level_in_the_source(live: LiveIndex) -> None:
    """Styled in the panel, and unchanged in their characters."""
    owner = live.current().document("zebras.md")
    start = TEXT.index("Stripes confuse")
    words = "Stripes confuse flies."
    found = open_source(
        live.current().document, referring("zebras.md", start, start + len(words), words)
    )
    levels = {"".join(block["parts"]): block["level"] for block in found["blocks"]}
    assert found["title"] == owner.title
    assert levels["# Zebras\n"] == 1
    assert levels["## Stripes\n"] == 2
    assert levels["Stripes confuse flies.\n"] == 0


@pytest.mark.parametrize(
    "referred",
    [
        "",
        "zebras.md",
        "zebras.md:1",
        "zebras.md:-1:4:0123456789abcdef",
        "zebras.md:1.5:4:0123456789abcdef",
        "zebras.md:one:two:0123456789abcdef",
        "zebras.md:٣:٤:0123456789abcdef",
        "zebras.md:4:4:0123456789abcdef",
        "zebras.md:9:4:0123456789abcdef",
        "zebras.md:0:99999:0123456789abcdef",
        "zebras.md:0:999999999999999999999:0123456789abcdef",
        "../../etc/passwd:0:4:0123456789abcdef",
        "nowhere.txt:0:4:0123456789abcdef",
        "zebras.md:0:4:0123456789abcdef\n",
        "zebras.md:0:4",
        "zebras.md:0:4:0123456789ABCDEF",
        "<script>:0:4:0123456789abcdef",
    ],
)
def test_a_reference_that_leads_nowhere_is_answered_with_a_sentence(
    live: LiveIndex, referred: str
) -> None:
    """References come back from a browser, where anyone can change them."""
    with pytest.raises(SourceError):
        open_source(live.current().document, referred)
    shown = source(live, referred)
    assert "problem" in shown


@pytest.mark.parametrize("referred", [None, 7, [], {"doc_id": "zebras.md"}])
def test_a_reference_that_is_no_text_is_answered_with_a_sentence(
    live: LiveIndex, referred: object
) -> None:
    """A request is JSON, so it may hold anything."""
    assert "problem" in source(live, referred)


def test_a_document_that_changed_since_it_was_quoted_is_not_passed_off_as_the_same(
    live: LiveIndex,
) -> None:
    """The offsets still lie in the text, but other words stand there."""
    with pytest.raises(SourceError, match="has changed"):
        open_source(live.current().document, referring("zebras.md", 0, 4, "Lion"))


def test_what_a_citation_carries_is_what_the_source_takes(live: LiveIndex) -> None:
    """A colon in a file's name does not come between them."""
    owner = document("Yes. No.")
    cited = quote(owner, 5, 8)
    found = open_source({owner.doc_id: owner}.__getitem__, reference(cited))
    assert found["blocks"] == [{"level": 0, "page": 0, "parts": ["Yes. ", "No.", ""]}]


def test_a_question_is_asked_and_answered_and_kept(service: Service) -> None:
    """The first step shows the question and that it is being worked on."""
    first = sent(service, Asked("What do zebras eat?"), ())
    assert first.pending == Asked("What do zebras eat?")
    second = answered(service, first.pending, first.kept)
    assert strings.SEARCHING in first.shown[-1]["content"]
    assert first.typed == ""
    assert second.typed is None
    assert [message["role"] for message in second.kept] == ["user", "assistant"]
    assert "Zebras eat grass." in second.kept[1]["content"]
    assert second.last is not None
    assert second.last.quotes or second.last.nearest
    again = sent(service, Asked("And again?", second.last), second.kept)
    assert again.kept[:2] == second.kept
    assert again.last == second.last


def test_what_a_follow_up_took_over_stands_in_buttons_that_ask_without_it() -> None:
    """The value is what the page sends back."""
    told_of = replace(
        answer((), confidence=0.1, found=False),
        question="and <NIO>?",
        searched="How many did <NIO> deliver?",
        carried=("deliver", 'a "b"'),
    )
    shown = answer_html(told_of, document)
    values = [html.unescape(value) for value in re.findall(r'class="carried" value="(.*?)"', shown)]
    assert [json.loads(value) for value in values] == [
        {"question": "and <NIO>?", "carried": ['a "b"']},
        {"question": "and <NIO>?", "carried": ["deliver"]},
    ]
    assert "<NIO>" not in shown


def test_a_corrected_question_is_told() -> None:
    """Where just what was typed is searched for, nothing is."""
    plain = replace(answer((), confidence=0.1, found=False), searched="why?")
    assert strings.SEARCHED not in answer_html(plain, document)
    shown = answer_html(replace(plain, searched="whey?"), document)
    assert f"{strings.SEARCHED} whey?" in shown


def test_several_questions_are_answered_one_by_one() -> None:
    """Each under its own words."""
    owner = document("Yes. No.")
    parts = (
        answer((quote(owner, 0, 4),), confidence=0.9),
        replace(answer((), confidence=0.1, found=False), question="Who?"),
    )
    shown = answer_html(replace(parts[0], parts=parts), lambda _: owner)
    assert texts(shown, r'<div class="asked words">(.*?)</div>') == ["Why?", "Who?"]
    assert shown.count('class="answer') == 1
    assert shown.index("Yes.") < shown.index("Who?") < shown.index(strings.NOT_FOUND)


def test_a_follow_up_is_resolved_from_the_answer_before(service: Service) -> None:
    """The page hands the last answer on, and a chip's choice wins over it."""
    first = answered(service, Asked("Which stripes confuse flies?"), ())
    then = answered(service, Asked("why?", first.last), first.kept)
    assert then.last is not None
    assert "confuse" in then.last.carried
    chosen = answered(service, Asked("why stripes?", first.last, ("flies",)), first.kept)
    assert chosen.last is not None
    assert (chosen.last.carried, chosen.last.searched) == (("flies",), "why stripes? flies")


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_gets_a_word_and_leaves_no_trace(service: Service, question: str) -> None:
    """Asked twice, it does not pile up."""
    step, shown = told(service, question)
    assert "The question is empty" in shown
    assert step.kept == ()


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("z" * 100_000, "has 100,000 characters"),
        ("🦓?!…", "holds no word"),
        ("\x00\x01\x02", "is empty"),
        ("\ud800", "is empty"),
    ],
)
def test_a_question_that_cannot_be_asked_comes_back_with_the_reason(
    service: Service, question: str, sentence: str
) -> None:
    """It stands in the input field again, to be changed there."""
    step, shown = told(service, question)
    assert sentence in shown
    assert step.typed == question
    assert step.kept[0]["content"] == question_html(question)


@pytest.mark.parametrize(
    "question",
    ["the of and", "Was fressen Zebras?", "斑马吃什么?", "zebras\x00eat\x1b[31m", HOSTILE],
)
def test_any_other_question_gets_an_answer(service: Service, question: str) -> None:
    """Found or not found, but never a failure, and the question is shown as it was typed."""
    step, shown = told(service, question)
    assert re.match(r'<div class="answer (likely|uncertain|not-found)">', shown)
    assert texts(step.kept[0]["content"], r'<div class="words">(.*?)</div>') == [
        html.unescape(html.escape(question))
    ]
    assert "<script" not in step.kept[0]["content"] + shown


def test_a_missing_index_is_explained_in_the_greeting_and_in_every_answer(tmp_path: Path) -> None:
    """The error's own sentence says what to run."""
    nowhere = LiveIndex(tmp_path / "nowhere")
    assert "qa build" in greeting_html(nowhere.root)
    first = sent(Service(nowhere), Asked("What do zebras eat?"))
    assert strings.LOADING in first.shown[-1]["content"]
    step, shown = told(Service(nowhere), "What do zebras eat?")
    assert "qa build" in shown
    assert len(step.kept) == 2
    assert "qa build" in str(source(nowhere, "zebras.md:0:4:0123456789abcdef"))


def test_a_damaged_index_is_explained_in_the_greeting(tmp_path: Path) -> None:
    """Not even nonsense in its place keeps the page from opening."""
    (tmp_path / "CURRENT").write_text("../../nonsense\n", encoding="utf-8")
    assert strings.UNUSABLE in greeting_html(tmp_path)


def test_what_nobody_foresaw_is_logged_and_said_plainly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The chat goes on; the traceback is for the log."""
    broken = Broken(tmp_path)
    step, shown = told(Service(broken), "What do zebras eat?")
    assert html.escape(strings.UNEXPECTED) in shown
    assert len(step.kept) == 2
    assert source(broken, "a:0:1:0123456789abcdef") == {"problem": strings.SOURCE_UNEXPECTED}
    assert [record.exc_info is not None for record in caplog.records] == [True, True]


def test_the_greeting_offers_the_headings_of_other_documents(live: LiveIndex) -> None:
    """One of each document before a second one of any."""
    assert re.findall(r'class="example" value="(.*?)"', greeting_html(live.root)) == [
        "Zebras",
        "Stripes",
    ]
    two = (Heading(0, 1, 1, "A"), Heading(2, 3, 1, "B"))
    other = (Heading(0, 1, 1, "C"),)
    assert heading_examples([document("", two), document(""), document("", other)]) == [
        "A",
        "C",
        "B",
    ]


def test_the_page_forbids_foreign_content(client: TestClient) -> None:
    """Every response says so, errors among them."""
    for path in ("/", "/nothing-here"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy


def test_the_page_is_there_under_its_own_names_only(client: TestClient) -> None:
    """A foreign site that points its name at this machine gets nothing."""
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "127.0.0.1:7860"}).status_code == 200
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_nothing_can_be_uploaded(client: TestClient) -> None:
    """The chat takes no files, so its server keeps none."""
    sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"12345")})
    assert sent.status_code == 413


def test_no_function_of_the_page_is_published(client: TestClient) -> None:
    """Gradio would list them as an interface for programs, which they are not."""
    assert client.get("/gradio_api/info").json()["named_endpoints"] == {}


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Before anything is loaded."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(QAError, match=f"port {port}"):
            serve(tmp_path, port=port)


def test_where_too_many_wait_the_page_says_busy(live: LiveIndex) -> None:
    """The question stays, and is counted as such."""
    service = Service(live, limits=Limits(waiting=0))
    step, shown = told(service, "What do zebras eat?")
    assert strings.BUSY in html.unescape(shown)
    assert len(step.kept) == 2
    assert b'quoth_questions_total{outcome="busy"} 1.0' in service.metrics.text()


def test_a_conversation_from_a_browser_is_shown_again(service: Service, live: LiveIndex) -> None:
    """What it kept leads the next question on; what stands elsewhere by now is not passed off."""
    first = answered(service, Asked("What do zebras eat?"))
    assert first.last is not None
    kept = json.loads(json.dumps(first.last.to_dict()))
    again = conversation.restored(live, [kept])
    assert again.last == first.last
    assert again.kept[1] == first.kept[0]
    for quote in kept["quotes"] + kept["nearest"]:
        quote["text"] = "Zebras eat lions."
    changed = conversation.restored(live, [kept])
    assert strings.STALE in changed.kept[1]["content"]
    assert "Zebras eat lions." not in changed.kept[1]["content"]


@pytest.mark.parametrize("kept", [None, 7, "x", [1], [{}], {"turns": []}, [[[]]]])
def test_whatever_a_browser_brings_back_nothing_fails(live: LiveIndex, kept: object) -> None:
    """Then the conversation begins anew."""
    assert conversation.restored(live, kept).kept == ()


def test_quotes_in_nearly_the_same_words_are_folded() -> None:
    """The first stands for them; the others are one click away."""
    owner = document("The fee is 40 euros. The fee is: 40 euros! Dogs are welcome.")
    quotes = (quote(owner, 0, 20), quote(owner, 21, 42), quote(owner, 43, 60))
    shown = answer_html(answer(quotes, confidence=0.9), lambda _: owner)
    assert shown.count('class="alike"') == 1
    assert strings.ALIKE_ONE in shown
    before, _, _ = shown.partition('class="alike"')
    assert before.count("<blockquote") == 1


@pytest.mark.parametrize("told", [False, True])
def test_the_log_holds_no_question_unless_asked_for(
    live: LiveIndex, caplog: pytest.LogCaptureFixture, *, told: bool
) -> None:
    """It tells that one was asked, and how long it took."""
    caplog.set_level(logging.INFO)
    service = Service(live, log_questions=told)
    answered(service, Asked("What do secretive zebras eat?"))
    (record,) = [record for record in caplog.records if record.name == "quoth.questions"]
    line = JsonLines().format(record)
    assert json.loads(line)["characters"] == 29
    assert ("secretive" in line) is told
    assert "secretive" not in caplog.text
