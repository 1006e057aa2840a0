"""The page: a chat, and beside it the source of what is quoted.

Gradio reads the annotations of the handlers when it runs, so they are evaluated here.
"""

from importlib.resources import files
from typing import Any
from urllib.parse import quote

import gradio as gr

from qa.records import Answer
from qa.web import conversation, strings
from qa.web.conversation import Asked, Conversation, Step
from qa.web.greeting import greeting_html
from qa.web.live import LiveIndex

# Gradio's queue drops an event that joins it just when the one before it ends: a question
# would be lost. Without the queue each event is a request of its own.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}


def page(live: LiveIndex) -> gr.Blocks:
    """Return the page that asks ``live``."""

    def ask(
        question: str | None, before: Conversation, unanswered: Asked | None, last: Answer | None
    ) -> Any:
        return send(Asked(question or "", last), before, unanswered)

    def ask_clicked(
        before: Conversation, unanswered: Asked | None, last: Answer | None, event: gr.EventData
    ) -> Any:
        carried = tuple(str(word) for word in event.carried)
        return send(Asked(str(event.question), last, carried), before, unanswered)

    def send(asked: Asked, before: Conversation, unanswered: Asked | None) -> Any:
        if unanswered is not None:  # one at a time; what is typed stays in the field
            return [gr.skip()] * 5
        return _changes(conversation.ask(live, asked, tuple(before)))

    def answer(pending: Asked | None, before: Conversation) -> Any:
        if pending is None:
            return [gr.skip()] * 5
        return _changes(conversation.answer(live, pending, tuple(before)))

    def cite(request: Any) -> Any:
        given = request if isinstance(request, dict) else {}
        return conversation.source(live, given.get("reference", ""), given.get("words", ""))

    def greet() -> Any:
        live.page_opened()
        return gr.Chatbot(placeholder=greeting_html(live.root))

    blocks: gr.Blocks = gr.Blocks(title=strings.TITLE, analytics_enabled=False, fill_height=True)
    with blocks:
        kept = gr.State(())
        pending = gr.State(None)
        last = gr.State(None)
        with gr.Column(elem_id="chat"):
            gr.HTML(
                f"<header><h1>{strings.TITLE}</h1><p>{strings.TAGLINE}</p></header>",
                elem_id="masthead",
            )
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
                placeholder=greeting_html(live.root),
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
        panel = gr.HTML(
            html_template=_file("source.html"),
            js_on_load=_file("page.js"),
            elem_id="source",
            server_functions=[cite],
            source_label=strings.SOURCE_LABEL,
            close_label=strings.SOURCE_CLOSE,
            opening=strings.SOURCE_OPENING,
            unreachable=strings.SOURCE_UNREACHABLE,
        )
        changed = [chat, kept, question, pending, last]
        for sent in (
            question.submit(ask, [question, kept, pending, last], changed, **_QUIET),
            panel.ask(ask_clicked, [kept, pending, last], changed, **_QUIET),
        ):
            sent.then(answer, [pending, kept], changed, trigger_mode="multiple", **_QUIET)
        # The index may have been built anew since this page was put together.
        blocks.load(greet, None, chat, **_QUIET)
    return blocks


def _changes(step: Step) -> list[Any]:
    """Return new values for the chat, what is kept, the input field and what is pending."""
    typed = gr.skip() if step.typed is None else step.typed
    return [list(step.shown), step.kept, typed, step.pending, step.last]


def head() -> str:
    """Return what the page's ``<head>`` holds: its style, and an icon that needs no request."""
    icon = f"data:image/svg+xml,{quote(_file('icon.svg'))}"
    return f'<link rel="icon" href="{icon}"><style>{_file("page.css")}</style>'


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


def _file(name: str) -> str:
    return files("qa.web").joinpath(name).read_text(encoding="utf-8")
