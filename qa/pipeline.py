"""The verbs: build an index, load it, ask it, quote one text, remove documents.

::

    files -> Document -> Passage -> vectors and terms -> one generation    qa.indexing
    question -> Query -> Hits -> quotes with citations, or "not found"     qa.answers
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.answers.asker import K, new_asker
from qa.answers.everything import MOST_READ, find_all
from qa.answers.everything_parts import find_each
from qa.answers.reader import load_reader
from qa.index.search import Index
from qa.progress import silent
from qa.questions.parsing import cleaned
from qa.records import Answer
from qa.settings import Settings
from qa.stores.live import current_index, open_index

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection

    from qa.embedders.protocol import Embedder
    from qa.indexing.build import BuildReport
    from qa.progress import Progress
    from qa.records.all_answers import AllAnswers, DocumentAnswers

_log = logging.getLogger(__name__)


def build(
    *paths: str | os.PathLike[str],
    into: str | os.PathLike[str] | None = None,
    model: str | None = None,
    store: str | None = None,
) -> Index:
    """Build an index from files and folders and make it the one in use.

    New and changed texts are embedded; the rest is copied from the index before. A file that
    cannot be read is logged as a warning and left out.

    Args:
        paths: files and folders; none means ``corpus``.
        into: folder of the index (default: ``QA_INDEX`` or ``index``).
        model: sentence-transformers name or folder, or ``static`` (default: ``QA_MODEL``, the one
            that the index was built with, or the one shipped).
        store: address of a cluster to publish the index to, such as ``milvus://host:19530``
            (default: none; ``QA_STORE`` only says where questions go).

    Raises:
        CorpusError: a path does not exist, or no file could be read.
        ModelError: the model cannot be loaded.
        IndexStoreError: the index cannot be written; the one before stays in use.
    """
    from qa.indexing.build import build_with_report  # noqa: PLC0415 - a question does without

    report = build_with_report(paths, into=into, model=model, store=store)
    for error in report.skipped:
        _log.warning("skipped %s", error)
    for note in report.notes:
        _log.warning("%s", note)
    return report.index


def load(
    path: str | os.PathLike[str] | None = None,
    model: str | None = None,
    *,
    embedder: Embedder | None = None,
) -> Index:
    """Open an index; it stays as it is when a newer one is built.

    Args:
        path: its folder (default: ``QA_INDEX`` or ``index``).
        model: a model it must have been made with (default: ``QA_MODEL`` or the one it names).
        embedder: used in place of loading one.

    Raises:
        IndexNotFoundError: there is no index.
        IndexCorruptError: it is damaged.
        IndexMismatchError: it was made with another model or by another version.
        ModelError: its model cannot be loaded.
    """
    return open_index(_folder(path), model, embedder)


def ask(  # noqa: PLR0913 - each is one thing a caller decides
    question: str,
    index: Index | str | os.PathLike[str] | None = None,
    k: int = K,
    *,
    after: Answer | None = None,
    documents: Collection[str] | None = None,
    min_confidence: float | None = None,
    evidence_model: str | None = None,
) -> Answer:
    """Answer a question with verbatim quotes, or with "not found".

    Args:
        question: in plain words, at most 10,000 characters.
        index: an open index, or its folder (default: ``QA_INDEX`` or ``index``). The index in a
            folder is loaded once, and again after a new build.
        k: the most quotes to return, at least 1.
        after: the previous answer; a question such as "and NIO?" takes from it what it lacks.
        documents: those to look in: each a ``doc_id``, a folder, or a pattern such as
            ``2024/*.pdf`` (default: all).
        min_confidence: least probability, [0, 1], that the documents answer, for quotes to be
            returned (default: fitted so that at most 5 % of questions from elsewhere are).
        evidence_model: the reader: ``default``, ``none``, or a CrossEncoder's name or folder
            (default: ``QA_EVIDENCE_MODEL`` or ``default``).

    Raises:
        QuestionError: the question is empty, too long or not text, or a document is unknown.
        IndexStoreError: there is no usable index in the folder.
        ModelError: the reader cannot be loaded.
        TypeError: ``after`` is not an answer.
        ValueError: ``k`` is less than 1, or ``min_confidence`` is not a probability.
    """
    if not (after is None or isinstance(after, Answer)):
        msg = (
            f"after must be the previous Answer, as ask() returned it, not {type(after).__name__}."
        )
        raise TypeError(msg)
    if isinstance(documents, str):
        documents = [documents]
    leased = nullcontext(index) if isinstance(index, Index) else current_index(_folder(index))
    with leased as opened:
        asker = new_asker(opened, k, min_confidence, evidence_model)
        return asker.ask(question, after, documents=documents)


def ask_all(  # noqa: PLR0913 - each is one thing a caller decides
    question: str,
    index: Index | str | os.PathLike[str] | None = None,
    *,
    documents: str | Collection[str] | None = None,
    min_score: float | None = None,
    most_read: int = MOST_READ,
    evidence_model: str | None = None,
    on_found: Callable[[DocumentAnswers], None] = lambda _: None,
    on_question: Callable[[str], None] = lambda _: None,
) -> AllAnswers:
    """Return everything in the documents that answers a question, grouped by document.

    It is for questions with many answers, such as "Which offices allow dogs?". The result also says
    how many more answers are to be expected. Several questions in one are asked one after the
    other, and ``parts`` has what answers each.

    Args:
        question: in plain words, at most 10,000 characters.
        index: see :func:`ask`.
        documents: see :func:`ask`.
        min_score: least probability, [0, 1], that words answer, for them to be quoted (default:
            .25).
        most_read: the most passages that the reader reads, at least 1: it takes most of the time.
        evidence_model: see :func:`ask`.
        on_found: is called with the quotes of each document as soon as they are found.
        on_question: is called with each of several questions before it is asked.

    Raises:
        QuestionError: the question is empty, too long or not text, or a document is unknown.
        IndexStoreError: there is no usable index in the folder.
        ModelError: the reader cannot be loaded.
        ValueError: ``most_read`` is less than 1, or ``min_score`` is not a probability.
    """
    if most_read < 1:
        msg = f"most_read is the most passages to read, at least 1, not {most_read}."
        raise ValueError(msg)
    if min_score is not None and not 0 <= min_score <= 1:
        msg = f"min_score is a probability, 0 to 1, not {min_score}."
        raise ValueError(msg)
    named = [documents] if isinstance(documents, str) else documents
    reader = load_reader(evidence_model or Settings.current().evidence_model)
    leased = nullcontext(index) if isinstance(index, Index) else current_index(_folder(index))
    with leased as opened:
        find = partial(
            find_all,
            opened,
            reader=reader,
            min_score=min_score,
            documents=named,
            most_read=most_read,
            on_found=on_found,
        )
        return find_each(question, find, on_question)


def quote(  # noqa: PLR0913 - each is one thing a caller decides
    question: str,
    text: str,
    k: int = K,
    *,
    title: str = "",
    min_confidence: float | None = None,
    evidence_model: str | None = None,
    model: str | None = None,
    embedder: Embedder | None = None,
) -> Answer:
    """Answer a question from one text, in the text's own words; nothing is written to disk.

    Evidence, threshold and records are those of :func:`ask`. Offsets point into ``text``, so
    ``text[citation.start:citation.end]`` is the quote. The last texts stay indexed in memory, so
    that a second question to one of them is quick. If a text has nothing to quote, the answer is
    "not found".

    Args:
        question: in plain words, at most 10,000 characters.
        text: to quote from, of any length.
        k: the most quotes to return, at least 1.
        title: of the text, if it has one; its words count as evidence for every sentence.
        min_confidence: see :func:`ask`.
        evidence_model: see :func:`ask`.
        model: sentence-transformers name or folder, or ``static`` (default: ``QA_MODEL`` or
            the one shipped).
        embedder: used in place of loading one.

    Raises:
        QuestionError: the question is empty, too long or not text.
        DocumentError: text or title has half of a surrogate pair, which is not a character.
        TypeError: the text is not a ``str``.
        ModelError: a model cannot be loaded.
        ValueError: ``k`` is less than 1, or ``min_confidence`` is not a probability.
    """
    from qa.indexing.in_memory import (  # noqa: PLC0415 - a question to an index does without
        check_text,
        default_embedder,
        index_text,
    )

    check_text(text, title)
    cleaned(question)
    # index_text caches by its arguments, and no protocol says that an embedder is hashable.
    chosen: Any = embedder or default_embedder(model or Settings.current().model)
    index = index_text(text, title, chosen)
    if index is None:
        return Answer(question, (), found=False, confidence=0.0, nearest=(), index="")
    asker = new_asker(index, k, min_confidence, evidence_model)
    return replace(asker.ask(question), index="")


def remove(
    *documents: str,
    index: str | os.PathLike[str] | None = None,
    store: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Take documents out of an index: no generation that stays has their text, terms or vectors.

    Feedback that quotes them is deleted too. The report's notes name what the removal cannot
    reach: a file that is still in the corpus, for example, comes back with the next build.

    Args:
        documents: each a ``doc_id``, a folder, or a pattern such as ``2024/*.pdf``.
        index: its folder (default: ``QA_INDEX`` or ``index``).
        store: address of a cluster to remove them from too (default: none; the notes name
            clusters that may still have them).
        progress: receives how far the removal is.

    Raises:
        QuestionError: there is no such document.
        EmptyCorpusError: no document would be left.
        IndexMismatchError: the cluster holds another index, which would be lost.
        IndexStoreError: there is no usable index, or it cannot be written; or the documents are
            out of the index in use, but not out of what is left of the one before.
        ModelError: the index' model cannot be loaded.
    """
    from qa.indexing.removal import remove_documents  # noqa: PLC0415 - a question does without

    return remove_documents(_folder(index), documents, store or "", progress or silent)


def _folder(path: str | os.PathLike[str] | None) -> Path:
    return Path(path) if path else Settings.current().index
