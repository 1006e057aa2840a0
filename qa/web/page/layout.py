"""The page: a chat, beside it the source of what is quoted, and behind it the documents."""

from __future__ import annotations

import json
from html import escape
from string import Template
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.loaders.registry import FORMATS
from qa.settings import Settings
from qa.web import strings
from qa.web.assets import icon, page_file
from qa.web.page.handlers import Handlers

if TYPE_CHECKING:
    from qa.web.service.service import Service

# Gradio's queue drops an event that joins it just when the one before it ends: a question
# would be lost. Without the queue each event is a request of its own.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}

_STYLES = (
    "page.css",
    "conversation.css",
    "quote.css",
    "controls.css",
    "source.css",
    "views.css",
    "documents.css",
)


def page(service: Service, *, log_out: bool = False) -> gr.Blocks:
    """Return the page that asks ``service``; with ``log_out``, it has a button for that."""
    leaving = _filled("logout.html") if log_out else ""
    views = {"formats": escape(",".join(sorted(FORMATS))), "logout": leaving}
    to = Handlers(service)

    async def cite(request: Any) -> Any:  # Gradio takes functions here, no methods
        return await to.cite(request)

    blocks: gr.Blocks = gr.Blocks(title=strings.TITLE, analytics_enabled=False, fill_height=True)
    with blocks:
        kept = gr.State(())
        pending = gr.State(None)
        last = gr.State(None)
        only = gr.State(())
        with gr.Column(elem_id="chat"):
            gr.HTML(_filled("masthead.html"), elem_id="masthead")
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
                autofocus=True,
                submit_btn=strings.SEND,
                elem_id="question",
            )
        gr.HTML(_filled("views.html", **views), elem_id="views")
        panel = gr.HTML(
            html_template=_filled("source.html"),
            js_on_load=page_file("page.js"),
            elem_id="source",
            server_functions=[cite],
            words=json.dumps(strings.all_words()),
            writable=service.corpus is not None,
            store=Settings.current().store,
        )
        changed = [chat, kept, question, pending, last]
        for sent in (
            question.submit(to.ask, [question, kept, pending, last, only], changed, **_QUIET),
            panel.ask(to.ask_clicked, [kept, pending, last, only], changed, **_QUIET),
        ):
            sent.then(to.answer, [pending, kept], changed, trigger_mode="multiple", **_QUIET)
        panel.restore(to.restore, None, changed, **_QUIET)
        panel.narrow(to.narrow, None, only, **_QUIET)
        panel.greet(to.greet, None, chat, **_QUIET)
        # The index may have been built anew since this page was put together.
        blocks.load(to.greet, None, chat, **_QUIET)
    return blocks


def _filled(name: str, **more: str) -> str:
    """Return a template of the page with its words in place."""
    words = {key: escape(word) for key, word in strings.all_words().items()}
    return Template(page_file(name)).substitute(words | more)


def head() -> str:
    """Return what the page's ``<head>`` holds: its style, and an icon that needs no request."""
    style = "\n".join(page_file(name) for name in _STYLES)
    return f'<link rel="icon" href="{icon()}"><style>{style}</style>'


def theme() -> gr.themes.Base:
    """Return a theme of system fonts; the style sheet does the rest."""
    return gr.themes.Base(
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
        font_mono=["ui-monospace", "Menlo", "Consolas", "monospace"],
    ).set(
        body_background_fill="#faf8f3",
        body_background_fill_dark="#17181a",
        body_text_color="#22262a",
        body_text_color_dark="#e8e6e1",
    )
