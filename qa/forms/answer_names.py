"""What the columns for answers are called in questionnaires, and what those next to them are."""

from __future__ import annotations

from qa.grids.questionnaire.names import name_words

_ANSWERS = frozenset(
    """
    answer answers response responses reply replies antwort antworten réponse réponses respuesta
    respuestas risposta risposte antwoord resposta
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_EXPLANATIONS = frozenset(
    """
    comment comments explanation explanations evidence description information details detail
    narrative justification rationale remarks remark notes note elaboration kommentar kommentare
    bemerkung bemerkungen erläuterung erläuterungen nachweis nachweise begründung beschreibung
    commentaire commentaires précision précisions justificatif justificatifs preuve comentario
    comentarios observaciones evidencia commento commenti evidenza osservazioni toelichting
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_OTHERS = frozenset(
    """
    guidance help instruction instructions hint hints example examples weight score points
    rating priority type date due owner ownership reviewer reviewed status category domain
    section topic required mandatory format options reference references id number mapping title
    specification analyst assessor auditor internal compliant question questions control
    requirement customer csc
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words of columns that the person who answers does not fill in with text."""


_CHOICES = tuple(
    map(
        frozenset,
        (
            ("yes", "no"),
            ("y", "n"),
            ("ja", "nein"),
            ("j", "n"),
            ("ja", "nee"),
            ("oui", "non"),
            ("sí", "no"),
            ("si", "no"),
            ("sim", "não"),
            ("true", "false"),
            ("select", "one"),
            ("select", "from"),
            ("choose", "one"),
            ("choose", "from"),
            ("dropdown",),
            ("drop", "down"),
        ),
    )
)
"""Words that, together in the name of a column, say that one chooses there."""


def is_choice_name(name: str) -> bool:
    """Return whether the name of a column says that one chooses, as "Answer (Y/N/NA)" does.

    Args:
        name: of the column.
    """
    words = frozenset(name_words(name))
    return any(choice <= words for choice in _CHOICES)


def is_caiq_name(name: str) -> bool:
    """Return whether a column is the one of a CAIQ for Yes, No or NA, which its name does not say.

    Args:
        name: of the column.
    """
    return {"caiq", "answer"} <= frozenset(name_words(name))


def is_explanation_name(name: str) -> bool:
    """Return whether a column is for comments, evidence, or a description in words.

    Args:
        name: of the column.
    """
    words = frozenset(name_words(name))
    return bool(words & _EXPLANATIONS) and not words & _OTHERS


def is_answer_name(name: str) -> bool:
    """Return whether a column is for answers, of whatever form.

    Args:
        name: of the column.
    """
    words = frozenset(name_words(name))
    return bool(words & _ANSWERS) and not words & (_OTHERS | _EXPLANATIONS)


def is_other_name(name: str) -> bool:
    """Return whether a column is for anything but answers, such as guidance or a score.

    Args:
        name: of the column.
    """
    return bool(frozenset(name_words(name)) & _OTHERS)
