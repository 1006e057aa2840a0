"""What can be asked, to begin with: words of the documents themselves that they answer.

Nothing is made up. Examples are headings, and phrases of sentences that state something: words
that stand side by side between stop words and punctuation, as RAKE takes them for key words
(Rose et al. 2010, "Automatic keyword extraction from individual documents"). Each was asked,
and is shown only where the answer was found.
"""

from __future__ import annotations

import logging
import re
import threading
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from qa.asking import new_asker
from qa.errors import IndexStoreError, QAError
from qa.stores.registry import live_version
from qa.text.analyzer import terms
from qa.text.sentences import paragraph_spans, sentence_spans
from qa.web import strings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.index.search import Index
    from qa.records import Document
    from qa.web.service.live import LiveIndex

_log = logging.getLogger(__name__)

EXAMPLES = 4
"""How many are shown."""

_MOST_ASKED = 32  # a second or three of one processor
_DOCUMENTS_READ = 8  # a corpus may hold thousands
_CHARACTERS_READ = 20_000  # of each
_PHRASES = 6  # of each document, the most telling ones
_LONGEST_HEADING = 80  # characters
_LEAST_WORDS, _MOST_WORDS = 2, 5

_WORD = re.compile(r"[^\W_]+(?:['’.,:-][^\W_]+)*")


class Examples:
    """The examples of the live index, looked for beside it; safe to share between threads."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live
        self._lock = threading.Lock()
        self._version: tuple[object, int] | None = None
        self._found: tuple[str, ...] | None = None

    def ready(self) -> tuple[str, ...] | None:
        """Return them; None while they are looked for, which begins with the first call."""
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

    def _look(self, version: tuple[object, int]) -> None:
        found: tuple[str, ...] = ()
        try:
            with self._live.current() as index:
                found = tuple(answered(index))
        except QAError as error:
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001  # the page greets without examples
            _log.exception("No examples could be drawn from %r", str(self._live.root))
        with self._lock:
            if self._version == version:
                self._found = found


def answered(index: Index) -> Iterator[str]:
    """Yield the examples that the index answers, :data:`EXAMPLES` at most."""
    asker = new_asker(index, k=1)
    shown: list[set[str]] = []
    for number, example in enumerate(_candidates(index)):
        if len(shown) == EXAMPLES or number == _MOST_ASKED:
            return
        words = set(terms(example))
        if any(words & other for other in shown):
            continue
        answer = asker.ask(example)
        if answer.found and answer.likely:
            shown.append(words)
            yield example


def _candidates(index: Index) -> Iterator[str]:
    """Yield what may be asked: of each document in turn a phrase, then a heading."""
    doc_ids = sorted(index.generation.manifest.documents)
    if doc_ids == [strings.ARTICLE]:
        yield from strings.ARTICLE_QUESTIONS
        return
    step = max(1, len(doc_ids) // _DOCUMENTS_READ)
    documents = [index.document(doc_id) for doc_id in doc_ids[::step][:_DOCUMENTS_READ]]
    lists = [
        [*chain.from_iterable(zip_longest(phrases(document), _headings(document)))]
        for document in documents
    ]
    yield from dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*lists))))


def _headings(document: Document) -> list[str]:
    titles = (heading.title for heading in document.headings)
    return [title for title in titles if terms(title) and len(title) <= _LONGEST_HEADING]


def phrases(document: Document) -> list[str]:
    """Return the most telling phrases of a document, best first, as they stand in it.

    Names tell most, then phrases of sentences that hold a number.
    """
    found: dict[str, float] = {}
    headings = {line.start for line in document.headings}
    text = document.text[:_CHARACTERS_READ]
    for paragraph in paragraph_spans(text):
        if paragraph.start in headings:
            continue
        for span in sentence_spans(text, paragraph.start, paragraph.end):
            sentence = text[span.start : span.end]
            states = 1.0 if any(char.isdigit() for char in sentence) else 0.0
            for words in _runs(sentence):
                names = [word for word in words if word.start() and not word[0][0].islower()]
                told = words if len(names) < _LEAST_WORDS else names
                phrase = sentence[told[0].start() : told[-1].end()]
                found.setdefault(phrase, 2 * len(names) + states + len(words) / _MOST_WORDS)
    return sorted(found, key=lambda phrase: -found[phrase])[:_PHRASES]


def _runs(sentence: str) -> Iterator[Sequence[re.Match[str]]]:
    """Yield words that stand side by side, a single space between them, none a stop word."""
    run: list[re.Match[str]] = []
    runs = [run]
    for word in _WORD.finditer(sentence):
        if not run or sentence[run[-1].end() : word.start()] != " ":
            run = []
            runs.append(run)
        if terms(word[0]):
            run.append(word)
        else:
            run = []
    for words in runs:
        if _LEAST_WORDS <= len(words) <= _MOST_WORDS and _stands_apart(sentence, words[0].start()):
            yield words


def _stands_apart(sentence: str, start: int) -> bool:
    """Tell whether no sign joins what stands at ``start`` to a word before, as in R&D."""
    return start == 0 or sentence[start - 1] in " (“‘\"'"
