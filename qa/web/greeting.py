"""The page before the first question: what can be asked, or why nothing can."""

from __future__ import annotations

import logging
from contextlib import closing
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from qa.errors import IndexNotFoundError, QAError
from qa.storage import open_current
from qa.web import strings
from qa.web.answers import problem_html
from qa.web.escaping import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa.records import Document

_log = logging.getLogger(__name__)

_EXAMPLES = 4
_DOCUMENTS_READ = 8  # for their headings; a corpus may hold thousands


def greeting_html(root: Path, *, writable: bool = False) -> str:
    """Return the empty chat for the index at ``root``; needs no model, so it never waits.

    Where there is no index, it says what to do: on the page itself, where ``writable``.
    """
    try:
        with closing(open_current(root)) as generation:
            documents = generation.manifest.documents
            if strings.ARTICLE in documents:
                return _greeting(strings.EXAMPLES_LABEL, strings.ARTICLE_QUESTIONS)
            read = list(islice(generation.documents(), _DOCUMENTS_READ))
            return _greeting(strings.HEADINGS_LABEL, heading_examples(read) or title_examples(read))
    except IndexNotFoundError as error:
        return _empty(str(error), writable=writable)
    except QAError as error:
        return problem_html(strings.UNUSABLE, str(error))
    except Exception:  # noqa: BLE001  # the page opens whatever is wrong, and says so
        _log.exception("The index at %r could not be read", str(root))
        return problem_html(strings.UNUSABLE, strings.UNREADABLE)


def heading_examples(documents: Sequence[Document]) -> list[str]:
    """Return a few section headings, the first of each document before any second one."""
    titles = [[heading.title for heading in document.headings] for document in documents]
    in_turn = (title for title in chain.from_iterable(zip_longest(*titles)) if title)
    return list(islice(dict.fromkeys(in_turn), _EXAMPLES))


def title_examples(documents: Sequence[Document]) -> list[str]:
    """Return the titles of a few documents, for such as have no headings."""
    return list(islice(dict.fromkeys(document.title for document in documents), _EXAMPLES))


def _empty(message: str, *, writable: bool) -> str:
    if not writable:
        return problem_html(strings.UNUSABLE, message)
    return (
        f'<div class="greeting"><div class="invitation">{strings.EMPTY}</div>'
        f'<div class="promise">{strings.EMPTY_EXPLAINED}</div>'
        f'<a href="#/documents">{strings.EMPTY_ADD}</a></div>'
    )


def _greeting(label: str, examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<button class="example" value="{escaped(example)}">{escaped(example)}</button>'
        for example in examples
    )
    offered = f'<div class="label">{label}</div><div class="examples">{buttons}</div>'
    return (
        f'<div class="greeting"><div class="invitation">{strings.INVITATION}</div>'
        f'<div class="promise">{strings.PROMISE}</div>{offered if examples else ""}</div>'
    )
