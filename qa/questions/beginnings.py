"""The words that a question begins with, by what it asks for.

English, with the question words of German, French, Spanish and Italian.
"""

from __future__ import annotations

import re

from qa.questions.phrases import PREPOSITIONS
from qa.questions.words import alternatives

PREPOSITION = (
    "(?:(?:in|on|at|by|to|for|from|with|within|since|until|till|about|of|after|before|under|over"
    "|above|below|during|up to|per) )?"
)
"""What may stand before a question word, as in "after how many days"; a pattern."""

# A line a pattern, for the beginning of a question in lower case; the first that matches counts.
_BEGINNINGS = {
    "why": """
        why|how come|for what reasons?|on what grounds?|what cause[sd]?|what made|what's behind
        what(?: is|'s| was| are|'re)? (?:the )?(?:reasons?|point of|thinking behind)
        warum|wieso|weshalb|pourquoi|por qué|perché|come mai
    """,
    "definition": """
        what (?:do|does|did) [^?]{1,80} (?:mean|stand for|refer to)|define|(?:definition|meaning) of
        what (?:is|are|was) meant|what(?: exactly)? counts as
        what(?:'s| is) the (?:meaning|definition)
        was (?:bedeutet|heißt|ist eine?)|que (?:signifie|veut dire)|qu'est-ce qu|c'est quoi
        qué (?:es una?|significa)|(?:che )?cos'è|cosa significa
    """,
    "number": """
        PREP?how (?:many|much|long|far|old|tall|big|large|high|deep|fast|often|wide|heavy|few|soon)
        PREP?how (?:early|late|quickly|likely|strong|hot|cold|small|thick|frequently|expensive)
        PREP?(?:what|which)OF_IT MEASURE|what's(?: the| a) MEASURE
        number of|wie (?:viele?|hoch|lange?|groß|alt|oft|weit|schwer|teuer)|combien|cuánt[oa]s?
        quant[oiae]
    """,
    "time": """
        PREP?when|PREP?(?:what|which)OF_IT SPAN|what's the SPAN
        (?:seit |bis |ab )?wann|(?:depuis |jusqu'à )?quand|cuándo|quando
    """,
    "place": """
        PREP?where|PREP?(?:what|which)OF_IT PLACE
        wo|wohin|woher|où|d'où|dónde|adónde|dove
    """,
    "person": """
        PREP?(?:who|whom|whose|who's|who'll|who'd)|wer|wen|wem|wessen
        (?:à |de )?qui|quién(?:es)?|chi
    """,
    "how_to": """
        how|what (?:do|should|must|can|could|would) (?:i|we|you|one) do|what now
        instructions|wie|comment|cómo|come
    """,
}
_WORD = (
    r"(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|will|would|shall"
    rf"|should|the|an?|and|or|that|who|which|{'|'.join(sorted(PREPOSITIONS))})\b)\w+"
)
_MODIFIER = (
    r"(?!\w{2,}[^siu\W]s\b|\w{2,}ed\b|(?:people|children|men|women|criteria|data|began|bought|broke"
    r"|brought|built|came|caught|caused|cut|gave|got|grew|held|hit|kept|led|left|lost|made|met|paid|put|ran"
    rf"|rose|said|saw|sent|set|sold|spent|took|went|won|wrote)\b){_WORD}"
)
_PARTS = {
    "PREP?": PREPOSITION,
    # What may stand before a noun that is asked for. No verb: "which towns have a limit" asks for
    # towns. After "is the" there can be none.
    "OF_IT": rf"(?:(?: (?:is|are|was|were))?(?: {_MODIFIER}){{0,2}}?"
    rf"|(?: (?:is|are|was|were))(?: (?:the|an?|my|our|your|its|their))(?: {_WORD}){{0,2}}?)",
    "MEASURE": r"(?:percent\w*|number|amount|share|proportion|fraction|rate|price|cost|fee"
    "|population|size|length|height|width|depth|weight|age|distance|temperature|speed|capacity|total|maximum"
    "|minimum|limit|salary|score)",
    "SPAN": "(?:year|date|day|month|century|decade|time|period|era|season|week|hour|deadline)",
    "PLACE": "(?:country|city|state|place|region|location|town|continent|area|province|river|island"
    "|room|street|address|countries|cities)",
}


BEGINNINGS = {
    kind: re.compile(rf"(?:{alternatives(lines, _PARTS)})(?![\w])")
    for kind, lines in _BEGINNINGS.items()
}
"""Kind → pattern for the beginning of a question in lower case."""
