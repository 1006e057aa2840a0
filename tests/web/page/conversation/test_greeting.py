"""The page before the first question: examples, or why nothing can be asked."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

from qa.web import strings
from qa.web.documents.corpus import Corpus
from qa.web.page.conversation.greeting import greeting_html
from qa.web.page.escaping import escaped
from qa.web.page.handlers import Handlers
from qa.web.service.starting_points import StartingPoint
from tests.support.webs import ready_service

if TYPE_CHECKING:
    from qa.index.search import Index
    from qa.web.service.service import Service

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return ready_service(tmp_path_factory.mktemp("web"))


def test_it_says_what_the_server_does_until_examples_are_found(service: Service) -> None:
    """First the model is loaded, then examples are looked for."""
    root = service.live.root
    assert escaped(strings.LOADING) in greeting_html(root)
    assert escaped(strings.LOOKING) in greeting_html(root, loaded=True)


def test_examples_are_buttons(service: Service) -> None:
    """Their labels are text; without examples there is no heading for them either."""
    examples = (
        StartingPoint("<b>stripes</b>", "a.md"),
        StartingPoint("grass", "a.md", "<i>Zoo</i>"),
    )
    shown = greeting_html(service.live.root, examples)
    values = re.findall(r'class="example" value="(.*?)"', shown)
    assert values == [escaped("<b>stripes</b>"), "grass"]
    heading = strings.EXPLORE.format(title=f"<em>{escaped('<i>Zoo</i>')}</em>", heading="grass")
    assert f"<span>{heading}</span></button>" in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert strings.EXAMPLES_LABEL not in greeting_html(service.live.root, ())


def test_the_article_has_a_question_that_it_does_not_answer(
    service: Service, article_index: Index
) -> None:
    """It shows what "not found" looks like. Of other documents nobody knows such a question."""
    root = article_index.generation.path.parent.parent
    examples = (StartingPoint("tariffs", "a.md"),)
    assert strings.ARTICLE_UNANSWERED in greeting_html(root, examples)
    assert strings.ARTICLE_UNANSWERED not in greeting_html(service.live.root, examples)


def test_a_missing_index_is_explained(tmp_path: Path) -> None:
    """By the command to run, or by a link if documents can be added on the page."""
    root, folder = tmp_path / "nowhere", tmp_path / "corpus"
    assert "qa build" in greeting_html(root)
    shown = greeting_html(root, corpus=Corpus(folder, root))
    assert strings.EMPTY in shown
    assert 'href="#/documents"' in shown
    folder.mkdir()
    (folder / "a.md").write_text("Zebras have stripes.\n", encoding="utf-8")
    shown = greeting_html(root, corpus=Corpus(folder, root))
    assert strings.EMPTY not in shown
    assert strings.UNBUILT.format(1) in shown
    assert 'href="#/documents"' in shown


def test_a_damaged_index_is_explained(tmp_path: Path) -> None:
    """Not even nonsense in its files keeps the page from opening."""
    (tmp_path / "CURRENT").write_text("../../nonsense\n", encoding="utf-8")
    assert strings.UNUSABLE in greeting_html(tmp_path)


def test_a_visit_reads_no_file_of_the_index_but_its_pointer(service: Service) -> None:
    """The generation is open already; none of its files is opened or hashed again."""
    handlers = Handlers(service)
    anyio.run(handlers.greet)
    while service.examples.ready() is None:  # a thread asks them of the index
        time.sleep(0.01)
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and str(service.live.root) in str(arguments[0]):
            opened.append(Path(str(arguments[0])).name)

    sys.addaudithook(watch)  # it cannot be removed, so it is switched off
    anyio.run(handlers.greet)
    watching = False
    assert set(opened) == {"CURRENT"}
