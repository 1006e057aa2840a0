"""Questions to a text that a program hands in: no index, no files to keep."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.embedders.selection import embedder_for
from qa.errors import DocumentError, EmptyCorpusError
from qa.files.hashing import sha256_of_text
from qa.loaders.text import headings
from qa.pipeline import K, index_documents, new_asker
from qa.progress import silent
from qa.questions.parsing import cleaned
from qa.records import Answer, Document
from qa.settings import Settings
from qa.stores.folder import building

if TYPE_CHECKING:
    from qa.embedders.protocol import Embedder
    from qa.index.search import Index

DOC_ID = "text"
"""``doc_id`` in the citations of such quotes."""

_TEXTS_KEPT = 8  # most callers ask one text several questions


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
    """Answer a question from one text, in the text's own words.

    The evidence, the threshold and the records are those of :func:`qa.ask`; offsets point
    into ``text``, and so ``text[citation.start:citation.end]`` is the quote. The last texts
    stay prepared, so that a second question to one of them is quick. Where a text says
    nothing that could be quoted, the answer is "not found".

    Args:
        question: in plain words, at most 10,000 characters.
        text: what is asked, of any length.
        k: the most quotes to give, at least 1.
        title: of the text, if it has one; what it is about speaks for a sentence too.
        min_confidence: see :func:`qa.ask`.
        evidence_model: see :func:`qa.ask`.
        model: sentence-transformers name or folder (default: ``QA_MODEL`` or the one shipped).
        embedder: used instead of loading one.

    Raises:
        QuestionError: the question is empty, too long or no text.
        DocumentError: text or title holds what is no character.
        TypeError: the text is no ``str``.
        ModelError: a model cannot be loaded.
        ValueError: ``k`` is less than 1, or ``min_confidence`` is no probability.
    """
    if not isinstance(text, str):
        msg = f"A text is a str, not {type(text).__name__}."
        raise TypeError(msg)
    for name, content in (("title", title), (DOC_ID, text)):
        try:
            content.encode()
        except UnicodeEncodeError as error:
            reason = f"character {error.start:,} is half of a surrogate pair, which is no character"
            raise DocumentError(Path(name), reason) from error
    cleaned(question)
    chosen: Any = embedder or _embedder(model or Settings().model)
    prepared = _prepared(text, title, chosen)
    if prepared is None:
        return Answer(question, (), found=False, confidence=0.0, nearest=(), index="")
    asker = new_asker(prepared.index, k, min_confidence, evidence_model)
    return replace(asker.ask(question), index="")


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A text as an index, which lies in a folder that goes when the text is forgotten."""

    index: Index
    folder: tempfile.TemporaryDirectory[str]


@lru_cache(_TEXTS_KEPT)
def _prepared(text: str, title: str, embedder: Embedder) -> _Prepared | None:
    sha256 = sha256_of_text(text)
    document = Document(DOC_ID, title, text, sha256, sha256, "text/plain", headings=headings(text))
    folder = tempfile.TemporaryDirectory(prefix="quoth-", ignore_cleanup_errors=True)
    root = Path(folder.name)
    try:
        with building(root):
            index, _ = index_documents([document], root, embedder, silent)
    except EmptyCorpusError:
        return None
    return _Prepared(index, folder)


@lru_cache(1)
def _embedder(model: str) -> Embedder:
    return embedder_for(model, Settings().index)
