"""The page before the first question: examples of questions, or why none can be asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from qa.errors import IndexNotFoundError, QAError
from qa.stores.live import live_generation
from qa.web import strings
from qa.web.page.conversation.answers import problem_html
from qa.web.page.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.web.documents.corpus import Corpus
    from qa.web.service.starting_points import StartingPoint

_log = logging.getLogger(__name__)


def greeting_html(
    root: Path,
    examples: Sequence[StartingPoint] | None = None,
    *,
    loaded: bool = False,
    corpus: Corpus | None = None,
) -> str:
    """Return the greeting for the index at ``root``.

    It needs no model, and leases the generation that is open already: a visit reads ``CURRENT``
    and no other file of the index.

    Args:
        root: folder of the index.
        examples: questions that the index answers; None while they are looked for.
        loaded: whether the model is loaded.
        corpus: the folder of documents; None where none can be added on the page.
    """
    try:
        with live_generation(root) as generation:
            is_article = [*generation.manifest.documents] == [strings.ARTICLE]
        if examples is None:
            return _greeting(_waiting(strings.LOOKING if loaded else strings.LOADING))
        answered = [_button(each.question, each.title) for each in examples]
        unanswered = [_button(strings.ARTICLE_UNANSWERED)] if is_article else []
        return _greeting(
            _offers(strings.EXAMPLES_LABEL, answered)
            + _offers(strings.UNANSWERED_LABEL, unanswered)
        )
    except IndexNotFoundError as error:
        return _empty(corpus) if corpus else problem_html(strings.UNUSABLE, str(error))
    except QAError as error:
        return problem_html(strings.UNUSABLE, str(error))
    except Exception:  # noqa: BLE001 - the page opens whatever is wrong, and says so
        _log.exception("The index at %r could not be read", str(root))
        return problem_html(strings.UNUSABLE, strings.UNREADABLE)


def _empty(corpus: Corpus) -> str:
    """Return the way to an index: add documents, or build it from those that are there."""
    title, explained, link = strings.EMPTY, strings.EMPTY_EXPLAINED, strings.EMPTY_ADD
    if files := len(corpus.files()):
        title, explained = strings.UNBUILT.format(files), strings.UNBUILT_EXPLAINED
        link = strings.UNBUILT_OPEN
    return (
        f'<div class="greeting"><div class="invitation">{escaped(title)}</div>'
        f'<div class="promise">{escaped(explained)}</div>'
        f'<a href="#/documents">{escaped(link)}</a></div>'
    )


def _greeting(below: str) -> str:
    return (
        f'<div class="greeting"><div class="invitation">{escaped(strings.INVITATION)}</div>'
        f'<div class="promise">{escaped(strings.PROMISE)}</div>'
        f'<div class="offers">{below}</div></div>'
    )


def _waiting(state: str) -> str:
    """Return the state of the server; while it is shown, the script asks for examples again."""
    return f'<div class="preparing">{escaped(state)}</div>'


def _offers(label: str, buttons: Sequence[str]) -> str:
    if not buttons:
        return ""
    return f'<div class="label">{label}</div><div class="examples">{"".join(buttons)}</div>'


def _button(question: str, title: str = "") -> str:
    """Return a button that asks; a heading is shown after the title of its document."""
    words = escaped(question)
    if title:
        shown = strings.EXPLORE.format(title=f"<em>{escaped(title)}</em>", heading=words)
        words = f"<span>{shown}</span>"
    return f'<button class="example" value="{escaped(question)}">{words}</button>'
