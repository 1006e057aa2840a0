"""Examples to begin with: questions and headings of the documents, which they are known to answer.

Each starting point was asked, and is shown only if its own document likely answers it.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from qa.answers.asker import new_asker
from qa.errors import IndexStoreError, QAError
from qa.stores.live import live_version
from qa.text.analyzer import terms
from qa.web import strings
from qa.web.service.same_titles import same_titles, titled
from qa.web.service.starting_points import StartingPoint, starting_points

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from qa.index.search import Index
    from qa.web.service.live import LiveIndex

_log = logging.getLogger(__name__)

EXAMPLES = 4
"""How many are shown."""

_MOST_ASKED = 32  # takes one to three seconds of one processor
_DOCUMENTS_READ = 32  # a corpus may have thousands
_MOST_OF_ONE = 12  # of one document


class Examples:
    """The examples of the live index, found once for each generation; safe to share by threads."""

    def __init__(self, live: LiveIndex) -> None:
        """Look for nothing yet.

        Args:
            live: the index.
        """
        self._live = live
        self._lock = threading.Lock()
        self._version: Hashable | None = None
        self._found: tuple[StartingPoint, ...] | None = None

    def ready(self) -> tuple[StartingPoint, ...] | None:
        """Return the examples; None while a thread looks for them.

        The first call after a build starts that thread. The call itself reads ``CURRENT`` and no
        other file of the index.
        """
        try:
            version = live_version(self._live.root)
        except IndexStoreError:  # the greeting says what is wrong
            return None
        with self._lock:
            if version != self._version:
                self._version, self._found = version, None
                threading.Thread(
                    target=self._look, args=(version,), name="examples", daemon=True
                ).start()
            return self._found

    def _look(self, version: Hashable) -> None:
        found: tuple[StartingPoint, ...] = ()
        try:
            with self._live.current() as index:
                found = tuple(answered_examples(index))
        except QAError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001 - the page opens without examples
            _log.exception("No examples could be found in %r", str(self._live.root))
        with self._lock:
            if self._version == version:  # else a build was quicker, and another thread looks
                self._found = found


def answered_examples(index: Index) -> Iterator[StartingPoint]:
    """Yield starting points that the index answers, :data:`EXAMPLES` at most.

    Args:
        index: the index, with its model.
    """
    asker = new_asker(index, k=1)
    chosen: list[set[str]] = []
    for number, point in enumerate(_candidates(index)):
        if len(chosen) == EXAMPLES or number == _MOST_ASKED:
            return
        words = set(terms(point.question))
        if any(words & other for other in chosen):  # they show what the documents are about
            continue
        answer = asker.ask(point.question)
        if answer.likely and answer.quotes[0].citation.doc_id == point.doc_id:
            chosen.append(words)
            yield _named(point, index)


def _named(point: StartingPoint, index: Index) -> StartingPoint:
    """Return a starting point whose title is not also that of another document."""
    if not point.title:
        return point
    apart = same_titles(index.generation).get(point.doc_id, "")
    return replace(point, title=titled(point.title, apart))


def _candidates(index: Index) -> Iterator[StartingPoint]:
    """Yield starting points, from each document in turn."""
    doc_ids = sorted(index.generation.manifest.documents)
    if doc_ids == [strings.ARTICLE]:
        for question in strings.ARTICLE_QUESTIONS:
            yield StartingPoint(question, strings.ARTICLE)
        return
    # Documents from all over the corpus: those of one folder may be alike.
    step = max(1, len(doc_ids) // _DOCUMENTS_READ)
    documents = [index.document(doc_id) for doc_id in doc_ids[::step][:_DOCUMENTS_READ]]
    lists = [[*islice(starting_points(document), _MOST_OF_ONE)] for document in documents]
    yield from filter(None, chain.from_iterable(zip_longest(*lists)))
