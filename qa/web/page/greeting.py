"""The page before the first question: what can be asked, or why nothing can."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from qa.errors import IndexNotFoundError, QAError
from qa.stores.live import live_generation
from qa.web import strings
from qa.web.page.answers import problem_html
from qa.web.page.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_log = logging.getLogger(__name__)


def greeting_html(
    root: Path,
    examples: Sequence[str] | None = None,
    *,
    loaded: bool = False,
    writable: bool = False,
) -> str:
    """Return the empty chat for the index at ``root``; needs no model, so it never waits.

    Where there is no index, it says what to do: on the page itself, where ``writable``.

    Args:
        root: folder of the index.
        examples: what can be asked; None while that is looked for.
        loaded: whether the model is there.
        writable: whether documents can be added on the page.
    """
    try:
        with live_generation(root) as generation:
            is_article = [*generation.manifest.documents] == [strings.ARTICLE]
        if examples is None:
            return _greeting(_waiting(strings.LOOKING if loaded else strings.LOADING))
        silent = (strings.ARTICLE_UNANSWERED,) if is_article else ()
        return _greeting(
            _offered(strings.EXAMPLES_LABEL, examples) + _offered(strings.SILENT_LABEL, silent)
        )
    except IndexNotFoundError as error:
        return _empty(str(error), writable=writable)
    except QAError as error:
        return problem_html(strings.UNUSABLE, str(error))
    except Exception:  # noqa: BLE001  # the page opens whatever is wrong, and says so
        _log.exception("The index at %r could not be read", str(root))
        return problem_html(strings.UNUSABLE, strings.UNREADABLE)


def _empty(message: str, *, writable: bool) -> str:
    if not writable:
        return problem_html(strings.UNUSABLE, message)
    return (
        f'<div class="greeting"><div class="invitation">{strings.EMPTY}</div>'
        f'<div class="promise">{strings.EMPTY_EXPLAINED}</div>'
        f'<a href="#/documents">{strings.EMPTY_ADD}</a></div>'
    )


def _greeting(below: str) -> str:
    return (
        f'<div class="greeting"><div class="invitation">{strings.INVITATION}</div>'
        f'<div class="promise">{strings.PROMISE}</div><div class="offers">{below}</div></div>'
    )


def _waiting(state: str) -> str:
    return f'<div class="preparing">{escaped(state)}</div>'


def _offered(label: str, examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<button class="example" value="{escaped(example)}">{escaped(example)}</button>'
        for example in examples
    )
    shown = f'<div class="label">{label}</div><div class="examples">{buttons}</div>'
    return shown if examples else ""
