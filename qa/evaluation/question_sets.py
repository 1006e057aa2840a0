"""Question sets: questions with known answers, to measure on.

A set is a JSON Lines file, one question a line::

    {"question": "Who?", "answers": [{"doc_id": "a.txt", "start": 4, "end": 9, "text": "Alice"}]}

``text`` is optional; where present, it is checked. A question that the documents do not answer has
no answers; ``source_doc`` then names the document it was made from, if any, and ``unanswerable``
says ``near`` where that document mentions what is asked about, ``plausible`` where such a document
might. ``kind`` is what sort of question it is, such as ``list``, in the set's own words. ``scope``
names the one document to search, ``gold_is_section`` says that an answer's span is a whole section.
Other keys are ignored. A ``corpus.jsonl`` in the same folder may contain the documents, one
``{"doc_id", "title", "text"}`` a line. Their headings are found as in a file: those of Markdown
where a line begins with ``#``, else those of plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.errors import JsonError, QuestionError, QuestionSetError
from qa.files.hashing import sha256_of_text
from qa.files.typed_json import lines, parse, read_bytes
from qa.loaders import markdown
from qa.loaders import text as plain_text
from qa.questions.parsing import cleaned
from qa.records import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qa.records import Heading

QUESTIONS, CORPUS = "questions.jsonl", "corpus.jsonl"
UNANSWERABLE = ("near", "plausible")

_MARKDOWN = re.compile(r"^#{1,6} ", re.MULTILINE)
_LONGEST_KIND = 40  # characters; a kind heads a line of a table


@dataclass(frozen=True, slots=True)
class Gold:
    """A span of a document that answers a question.

    Attributes:
        doc_id: of the document.
        span: in its text.
    """

    doc_id: str
    span: Span

    def overlaps(self, doc_id: str, span: Span) -> bool:
        """Return whether a span of a document shares a character with it.

        Args:
            doc_id: of the document.
            span: in its text.
        """
        return self.doc_id == doc_id and self.span.start < span.end and span.start < self.span.end


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with its known answers.

    Attributes:
        question: as typed.
        gold: every span that answers; none where the documents do not.
        source: ``doc_id`` of the document it was made from, or None.
        scope: ``doc_id`` of the one document to search, or None for all.
        section: whether the gold spans are whole sections.
        kind: of question, in the set's own words, or None.
        unanswerable: ``near`` or ``plausible`` where the documents do not answer it and the set
            says how near they come, else None.
    """

    question: str
    gold: tuple[Gold, ...]
    source: str | None
    scope: str | None
    section: bool
    kind: str | None = None
    unanswerable: str | None = None

    @property
    def origin(self) -> str:
        """Return ``here``, ``near`` or ``far``, see :mod:`qa.evaluation.asking`."""
        if self.gold:
            return "here"
        return "near" if self.source or self.scope or self.unanswerable else "far"


def read_questions(path: Path, texts: Mapping[str, str]) -> list[LabelledQuestion]:
    """Read a question set and check every line of it.

    Args:
        path: the file.
        texts: ``doc_id`` → text of the documents to search.

    Raises:
        QuestionSetError: the file cannot be read or a line of it is wrong.
    """
    questions = [_question(path, number, row, texts) for number, row in _lines(path)]
    if not questions:
        raise QuestionSetError(path, 0, "contains no question")
    return questions


def read_corpus(path: Path) -> list[Document]:
    """Read documents, sorted by ``doc_id``.

    Args:
        path: of a JSON Lines file.

    Raises:
        QuestionSetError: the file cannot be read or a line of it is wrong.
    """
    documents: dict[str, Document] = {}
    for number, row in _lines(path):
        doc_id, text = _text(path, number, row, "doc_id"), _text(path, number, row, "text")
        if doc_id in documents:
            raise QuestionSetError(path, number, f"a second document is called {doc_id!r}")
        sha256 = sha256_of_text(text)
        title = str(row.get("title") or doc_id)
        documents[doc_id] = Document(
            doc_id, title, text, sha256, sha256, "text/plain", headings=headings_of(text)
        )
    if not documents:
        raise QuestionSetError(path, 0, "contains no document")
    return [documents[doc_id] for doc_id in sorted(documents)]


def headings_of(text: str) -> tuple[Heading, ...]:
    """Return the headings of a text in Markdown or without mark-up.

    Args:
        text: of a document; no heading is found where its line ends are not canonical.
    """
    if "\r" in text:
        return ()
    return markdown.headings(text) if _MARKDOWN.search(text) else plain_text.headings(text)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        data = read_bytes(path)
        data.decode()
    except OSError as error:
        raise QuestionSetError(path, 0, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QuestionSetError(path, 0, f"is not UTF-8 ({error.reason})") from error
    except JsonError as error:
        raise QuestionSetError(path, 0, f"cannot be read ({error})") from error
    for number, line in lines(data):
        try:
            content = parse(line, object)
        except JsonError as error:
            raise QuestionSetError(path, number, f"is not JSON ({error})") from error
        if not isinstance(content, dict):
            shown = line.strip()[:60].decode(errors="replace")
            raise QuestionSetError(path, number, f"is not a JSON object: {shown}")
        yield number, content


def _text(path: Path, number: int, row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise QuestionSetError(path, number, f"{key!r} is missing or not text")
    return value


def _question(
    path: Path, number: int, row: Mapping[str, Any], texts: Mapping[str, str]
) -> LabelledQuestion:
    question = _text(path, number, row, "question")
    try:
        cleaned(question)
    except QuestionError as error:
        raise QuestionSetError(path, number, str(error)) from error
    answers = row.get("answers", [])
    if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers):
        raise QuestionSetError(path, number, "'answers' is not a list of objects")
    # A set may state both. Where they disagree, the question would count as the wrong kind.
    if "answerable" in row and bool(row["answerable"]) != bool(answers):
        has = f"{len(answers)} answers" if answers else "no answers"
        reason = f"'answerable' is {row['answerable']!r}, but it has {has}"
        raise QuestionSetError(path, number, reason)
    scope = row.get("scope")
    if scope is not None and scope not in texts:
        raise QuestionSetError(path, number, f"there is no document {scope!r} ('scope')")
    return LabelledQuestion(
        question=question,
        gold=tuple(_gold(path, number, answer, texts) for answer in answers),
        source=row["source_doc"] if row.get("source_doc") in texts else None,
        scope=scope,
        section=bool(row.get("gold_is_section")),
        kind=_kind(path, number, row),
        unanswerable=_unanswerable(path, number, row),
    )


def _kind(path: Path, number: int, row: Mapping[str, Any]) -> str | None:
    if row.get("kind") is None:
        return None
    kind = " ".join(_text(path, number, row, "kind").split())
    if len(kind) > _LONGEST_KIND:
        reason = f"'kind' is longer than {_LONGEST_KIND} characters: {kind!r:.80}"
        raise QuestionSetError(path, number, reason)
    return kind


def _unanswerable(path: Path, number: int, row: Mapping[str, Any]) -> str | None:
    how = row.get("unanswerable")
    if how is None:
        return None
    if how not in UNANSWERABLE:
        reason = f"'unanswerable' is {how!r:.60}, not 'near' or 'plausible'"
        raise QuestionSetError(path, number, reason)
    if row.get("answers"):
        reason = f"'unanswerable' is {how!r}, but it has {len(row['answers'])} answers"
        raise QuestionSetError(path, number, reason)
    return str(how)


def _gold(path: Path, number: int, answer: Mapping[str, Any], texts: Mapping[str, str]) -> Gold:
    doc_id, start, end = (answer.get(key) for key in ("doc_id", "start", "end"))
    if not isinstance(doc_id, str) or doc_id not in texts:
        raise QuestionSetError(path, number, f"there is no document {doc_id!r}")
    text = texts[doc_id]
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        reason = (
            f"{start!r}:{end!r} is not a span of {doc_id!r}, which has {len(text):,} characters"
        )
        raise QuestionSetError(path, number, reason)
    words = answer.get("text", text[start:end])
    if words != text[start:end]:
        reason = f"{doc_id!r} has {text[start:end][:60]!r} at {start}:{end}, not {words!r:.60}"
        raise QuestionSetError(path, number, reason)
    return Gold(doc_id, Span(start, end))
