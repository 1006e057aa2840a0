"""What the columns of a questionnaire are called, and how the cells of its questions read.

Column names are those of security questionnaires, tenders, audits and surveys, in English, German,
French, Spanish and Italian.
"""

from __future__ import annotations

import re

from qa.questions.kinds import question_kind
from qa.text.question_lines import is_interrogative

_WORD = re.compile(r"[^\W_]+|[#°]")
_LONGEST_NAME = 60  # characters
_FEWEST_WORDS = 3  # of what can be asked: "Access control" is a title
_SENTENCE = 4  # words, from which a cell may be a requirement


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_QUESTIONS = _words(
    """
    question questions frage fragen pregunta preguntas domanda domande vraag vragen pergunta
    perguntas quesito quesiti
    """
)
_COMPANIONS = _words(
    """
    answer answers answered response responses antwort antworten réponse réponses respuesta
    respuestas risposta risposte comment comments note notes guidance help type weight score
    owner priority status evidence required mandatory date due reviewer format options option
    hint hints instructions example examples kommentar hinweis typ commentaire
    """
)
"""Words in the name of a column that is about questions, and has none: "question type"."""
_IDS = _words(
    """
    id ids no num nr number numbers ref reference code identifier key nummer kennung numéro
    número numero cid # °
    """
)
_SECTIONS = _words(
    """
    section domain category topic area chapter family theme group subject bereich kapitel
    thema abschnitt kategorie domaine catégorie rubrique sección categoría dominio sezione
    categoria heading part
    """
)
_REQUIREMENTS = _words(
    """
    requirement requirements criterion criteria request requests query queries prompt
    statement statements specification anforderung anforderungen exigence exigences requisito
    requisitos requisiti kriterium kriterien critère critères
    """
)
_CONTROLS = _words(
    """
    control controls item items check checks description text kontrolle punkt
    """
)
_ASKS_FOR = re.compile(
    r"(?:please |bitte )?(?:describe|explain|list|provide|state|specify|identify|indicate|confirm"
    r"|give|name|outline|summari[sz]e|attach|detail|define|demonstrate|discuss|beschreiben"
    r"|nennen|erläutern|décri\w{1,6}|indiquez|describa|indique|descriva|indicare)\b",
    re.IGNORECASE,
)
ASKS = 0.8
"""Likeness from which a cell reads as a question."""


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a column's name, case-folded; none for what is too long to be a name.

    Args:
        name: as in the file.
    """
    line = " ".join(name.split())
    if len(line) > _LONGEST_NAME or is_interrogative(line):
        return ()
    return tuple(_WORD.findall(line.casefold()))


def question_rank(name: str) -> int:
    """Return how well a column's name says that it has the questions: 0 best, 4 not at all.

    Args:
        name: as in the file.
    """
    words = frozenset(name_words(name))
    if words & (_IDS | _COMPANIONS | _SECTIONS) or {"title"} & words:
        return 4
    if words & _QUESTIONS:
        return 0 if words <= _QUESTIONS | {"text", "request", "s"} else 1
    if words & _REQUIREMENTS:
        return 2
    return 3 if words & _CONTROLS else 4


def is_id_name(name: str) -> bool:
    """Return whether a column's name says that it has ids.

    Args:
        name: as in the file.
    """
    return not _IDS.isdisjoint(name_words(name))


def is_section_name(name: str) -> bool:
    """Return whether a column's name says that it has the sections that questions are in.

    Args:
        name: as in the file.
    """
    words = frozenset(name_words(name))
    return not _SECTIONS.isdisjoint(words) and _IDS.isdisjoint(words)


def is_companion_name(name: str) -> bool:
    """Return whether a column's name is that of answers and the like.

    Args:
        name: as in the file.
    """
    words = frozenset(name_words(name))
    return not _COMPANIONS.isdisjoint(words) and words.isdisjoint(_QUESTIONS)


def likeness(text: str) -> float:
    """Return how much a cell reads like a question, 0 to 1.

    Args:
        text: of the cell.
    """
    words = len(text.split())
    if is_interrogative(text) and words > 1:
        return 1.0
    if words < _FEWEST_WORDS:
        return 0.0
    if _ASKS_FOR.match(text) or question_kind(text) not in {"keyword", "other", "definition"}:
        return ASKS
    return 0.3 if words >= _SENTENCE else 0.0
