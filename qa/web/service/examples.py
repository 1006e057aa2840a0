"""Examples to begin with: words of the documents themselves, as questions that they answer.

Nothing is made up. Examples are headings and phrases: runs of words between stop words and
punctuation, the candidate key words of RAKE (Rose et al. 2010, "Automatic keyword extraction from
individual documents"). Each was asked, and is shown only if the answer was found.
"""

from __future__ import annotations

import logging
import re
import threading
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from qa.answers.asker import new_asker
from qa.errors import IndexStoreError, QAError
from qa.stores.live import live_version
from qa.text.analyzer import terms
from qa.text.paragraphs import paragraph_spans
from qa.text.sentences import sentence_spans
from qa.web import strings

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from qa.index.search import Index
    from qa.records import Document
    from qa.web.service.live import LiveIndex

_log = logging.getLogger(__name__)

EXAMPLES = 4
"""How many are shown."""

_MOST_ASKED = 32  # takes one to three seconds of one processor
_DOCUMENTS_READ = 8  # a corpus may have thousands
_CHARACTERS_READ = 20_000  # of each document
_PHRASES = 6  # of each document, the best
_LONGEST_HEADING = 80  # characters
_LEAST_WORDS, _MOST_WORDS = 2, 5  # of a phrase
_NAME_WEIGHT = 2  # a name says more about a document than a number or a longer phrase

_WORD = re.compile(r"[^\W_]+(?:['’.,:-][^\W_]+)*")


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
        self._found: tuple[str, ...] | None = None

    def ready(self) -> tuple[str, ...] | None:
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
        found: tuple[str, ...] = ()
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


def answered_examples(index: Index) -> Iterator[str]:
    """Yield examples that the index answers, :data:`EXAMPLES` at most.

    Args:
        index: the index, with its model.
    """
    asker = new_asker(index, k=1)
    chosen: list[set[str]] = []
    for number, example in enumerate(_candidates(index)):
        if len(chosen) == EXAMPLES or number == _MOST_ASKED:
            return
        words = set(terms(example))
        if any(words & other for other in chosen):  # they show what the documents are about
            continue
        answer = asker.ask(example)
        if answer.found and answer.likely:
            chosen.append(words)
            yield example


def _candidates(index: Index) -> Iterator[str]:
    """Yield candidates, alternately phrases and headings, from each document in turn."""
    doc_ids = sorted(index.generation.manifest.documents)
    if doc_ids == [strings.ARTICLE]:
        yield from strings.ARTICLE_QUESTIONS
        return
    # Documents from all over the corpus: those of one folder may be alike.
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
    """Return phrases that say most about a document, best first, as its text has them.

    Names come first, then phrases of sentences that contain a number.

    Args:
        document: only its first characters are read.
    """
    scores: dict[str, float] = {}
    headings = {line.start for line in document.headings}
    text = document.text[:_CHARACTERS_READ]
    for paragraph in paragraph_spans(text):
        if paragraph.start in headings:
            continue
        for span in sentence_spans(text, paragraph.start, paragraph.end):
            sentence = text[span.start : span.end]
            has_number = any(char.isdigit() for char in sentence)
            for words in _runs(sentence):
                # The first word of a sentence has a capital anyway.
                names = [word for word in words if word.start() and not word[0][0].islower()]
                chosen = words if len(names) < _LEAST_WORDS else names
                phrase = sentence[chosen[0].start() : chosen[-1].end()]
                score = _NAME_WEIGHT * len(names) + has_number + len(words) / _MOST_WORDS
                scores.setdefault(phrase, score)
    return sorted(scores, key=lambda phrase: -scores[phrase])[:_PHRASES]


def _runs(sentence: str) -> Iterator[Sequence[re.Match[str]]]:
    """Yield runs of words with a single space between them, none of them a stop word."""
    run: list[re.Match[str]] = []
    runs = [run]
    for word in _WORD.finditer(sentence):
        if not run or sentence[run[-1].end() : word.start()] != " ":
            run = []
            runs.append(run)
        if terms(word[0]):
            run.append(word)
        else:
            run = []  # not in `runs`: it stays empty, so the next word begins another run
    for words in runs:
        if _LEAST_WORDS <= len(words) <= _MOST_WORDS and _begins_word(sentence, words[0].start()):
            yield words


def _begins_word(sentence: str, start: int) -> bool:
    """Return whether no sign joins the word at ``start`` to the one before, as in R&D."""
    return start == 0 or sentence[start - 1] in " (“‘\"'"
