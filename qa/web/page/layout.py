"""The page as Gradio's blocks: the conversation, the views, and the source next to them."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.loaders.registry import FORMATS
from qa.settings import Settings
from qa.web import strings
from qa.web.assets import filled, icon, page_file
from qa.web.page.handlers import Handlers
from qa.web.page.views import VIEWS, masthead, styles, views

if TYPE_CHECKING:
    from qa.web.service.service import Service

# With the question, in one request: a request of its own may come after it, and the answer would be
# from documents that were not chosen.
_WITH_CHOICE = """async (question, history, pending, last) => {
  const { chosenDocuments } = await import(new URL("quoth/chooser/choice.js", document.baseURI));
  return [question, history, pending, last, chosenDocuments() ?? []];
}"""

# Gradio's queue drops an event that joins it just when the one before it ends: a question
# would be lost. Without the queue each event is a request of its own.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}


def page(service: Service, *, log_out: bool = False) -> gr.Blocks:
    """Return the page.

    Args:
        service: answers the questions and opens the sources.
        log_out: whether the page has a button to log out.
    """
    markup = views(
        formats=escape(",".join(sorted(FORMATS))),
        logout=filled("login/logout.html") if log_out else "",
    )
    to = Handlers(service)

    async def cite(request: Any) -> Any:  # Gradio takes functions here, no methods
        return await to.cite(request)

    title = strings.COLLECTION_PAGE.format(title=service.title) if service.title else strings.TITLE
    blocks: gr.Blocks = gr.Blocks(title=title, analytics_enabled=False, fill_height=True)
    with blocks:
        # None ends by its age: Gradio counts that from when it was written, not from when it was
        # used, and a tab that is open shows what it wrote.
        history = gr.State(())
        pending = gr.State(None)
        last = gr.State(None)
        only = gr.JSON([], visible=False)
        with gr.Column(elem_id="chat"):
            gr.HTML(masthead(service.title), elem_id="masthead")
            chat = gr.Chatbot(
                label=strings.CONVERSATION_LABEL,
                show_label=False,
                container=False,
                elem_id="conversation",
                buttons=[],
                height=None,
                autoscroll=False,
                layout="panel",
                latex_delimiters=[],
                allow_tags=False,
                allow_file_downloads=False,
                feedback_options=None,
                placeholder=to.greeting(),
                group_consecutive_messages=False,
            )
            question = gr.Textbox(
                label=strings.QUESTION_LABEL,
                show_label=False,
                container=False,
                placeholder=strings.QUESTION_PLACEHOLDER,
                lines=1,
                max_lines=6,
                submit_btn=strings.SEND,
                elem_id="question",
            )
            gr.HTML(filled("chooser/chooser.html"), elem_id="sources")
        gr.HTML(markup, elem_id="views")
        panel = gr.HTML(
            html_template=filled("source/source.html"),
            js_on_load=page_file("frame/page.js"),
            elem_id="source",
            server_functions=[cite],
            words=json.dumps(strings.all_words()),
            views=json.dumps([view.name for view in VIEWS]),
            writable=service.corpus is not None,
            folder=service.corpus.root.name if service.corpus else "",
            largest=service.limits.upload,
            store=Settings.current().store,
        )
        changed = [chat, history, question, pending, last]
        for accepted in (
            question.submit(
                to.ask,
                [question, history, pending, last, only],
                changed,
                js=_WITH_CHOICE,
                **_QUIET,
            ),
            panel.ask(to.ask_clicked, [history, pending, last], changed, **_QUIET),
        ):
            accepted.then(to.answer, [pending, history], changed, trigger_mode="multiple", **_QUIET)
        panel.restore(to.restore, None, changed, **_QUIET)
        panel.greet(to.greet, None, chat, **_QUIET)
        # The index may have been built again since the server started.
        blocks.load(to.greet, None, chat, **_QUIET)
    return blocks


def head() -> str:
    """Return the HTML of the page's ``<head>``: its icon and its style."""
    return f'<link rel="icon" href="{icon()}"><style>{styles()}</style>'


def theme() -> gr.themes.Base:
    """Return Gradio's theme with fonts of the system; the style sheet does the rest."""
    return gr.themes.Base(
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
        font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"],
    ).set(
        body_background_fill="#faf8f3",
        body_background_fill_dark="#17181a",
        body_text_color="#22262a",
        body_text_color_dark="#e8e6e1",
    )
