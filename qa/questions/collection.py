"""Questions about the collection itself: greetings, "which documents do you have?", "summarise".

Only a question that is nothing else counts, word for word, so that no question about what the
documents say is taken for one. English, with the usual phrases of German, French and Spanish.
"""

from __future__ import annotations

import re
from typing import Literal

from qa.questions.words import alternatives, terms_in
from qa.text.normalization import composed

Kind = Literal["greeting", "thanks", "abilities", "documents", "opening"]
"""What is asked for: nothing yet, nothing more, what Quoth does, which documents there are, how
they begin."""

_PARTS = {
    "IT": "(?:THIS|it|that|them|everything)",
    "DOCUMENTS": "(?:documents?|files?|pdfs?|sources?|papers?)",
    "THIS": "(?:(?:this|these|the|your|my|all the|all) (?:documents?|files?|papers?|texts?|"
    "articles?|reports?|books?|pdfs?|collection|corpus)|this|these)",
    "WHICH": "(?:which|what|how many)",
    "THANKS": "(?:(?:many )?thanks(?: a lot| so much)?|thank you(?: very much| so much)?)",
    "POINTS": "(?:points?|ideas?|takeaways?|topics?|themes?)",
    "SUMMARY": "(?:short |brief |quick |general )?(?:summary|overview|outline|gist|abstract)",
}
# A line a pattern, for questions in lower case and without signs.
_PHRASES: dict[Kind, str] = {
    "greeting": """
        (?:hi|hello|hey|hiya|howdy|greetings)(?: (?:there|all|everyone|again|you|quoth))?
        good (?:morning|afternoon|evening|day|night)(?: (?:there|all|everyone))?
        (?:(?:hi|hello|hey) )?how are you(?: doing)?(?: today)?
        hallo(?: zusammen)?|moin(?: moin)?|servus|grü(?:ß|ss) gott|guten (?:tag|morgen|abend)
        wie geht(?: es|s)(?: dir| ihnen)?|bonjour|bonsoir|salut|coucou|comment ça va
        hola|buenos días|buenas (?:tardes|noches)|qué tal
    """,
    "thanks": """
        (?:THANKS )?(?:bye|goodbye|see you(?: later)?)|(?:ok |okay |great )?THANKS|ok|okay|great
        cheers|danke(?: schön)?|tschüss|merci(?: beaucoup)?|au revoir|(?:muchas )?gracias|adiós
    """,
    "abilities": """
        (?:who|what) are you|what(?: is|s) your name|introduce yourself
        are you (?:an? )?(?:ai|bot|robot|human|person|chatbot|chatgpt|machine|real)
        what (?:is|does) this (?:app|tool|site|page|website|bot)(?: do| for)?
        what (?:can|do) you do(?: for me)?|what can i (?:do|ask)(?: you)?(?: here)?
        how (?:does this|do you) work|how can i use this|how can you help(?: me)?
        (?:can you )?help me|help|what questions can (?:i ask|you answer)|what do you know
        wer (?:bist du|sind sie)|was (?:kannst du|können sie)(?: alles)?(?: tun)?|hilfe
        wie funktioniert (?:das|dies)|was kann ich (?:dich |sie )?fragen
        qui (?:es tu|êtes vous)|que (?:peux tu|pouvez vous|sais tu) faire|aide|comment ça marche
        quién eres|qué puedes hacer|ayuda|cómo funciona(?: esto)?
    """,
    "documents": """
        WHICH DOCUMENTS (?:do you|can you|can i) (?:have|know|see|use|search|read|ask)
        WHICH DOCUMENTS (?:do|can) (?:you|i) have access to
        WHICH DOCUMENTS (?:are there|are here|have you got|did you read)
        WHICH DOCUMENTS are (?:available|indexed|loaded|uploaded)
        WHICH DOCUMENTS are in (?:here|(?:the|this|your) (?:index|collection|folder))
        (?:list|show|name)(?: me)?(?: all)?(?: the| your| my)?(?: available)? (?:documents|files)
        (?:what|which) are (?:the|your|my) (?:documents|files)|(?:what|which) (?:documents|files)
        what(?: is|s) in (?:the|this|your|my) (?:index|collection|corpus|folder)|what do you have
        welche (?:dokumente|dateien) (?:hast du|haben sie|gibt es|kennst du)
        wie viele (?:dokumente|dateien) (?:hast du|haben sie|gibt es)
        (?:quels|combien de) (?:documents|fichiers) (?:as tu|avez vous|y a t il)
        (?:qué|cuántos) (?:documentos|archivos) (?:tienes|tiene|hay)
    """,
    "opening": """
        what(?: is|s| are) THIS(?: all| mainly| mostly)?(?: about)?|what(?: is|s) in THIS
        what (?:does|do) THIS (?:say|contain|cover|discuss|describe|deal with|talk about)
        (?:what|which) POINTS (?:does|do) THIS (?:cover|discuss)|tell me about THIS
        (?:can you |could you )?(?:summari[sz]e|sum up)(?: IT)?(?: for me)?
        (?:can you |could you )?(?:outline|describe) THIS(?: for me)?
        (?:give|show|write)(?: me)? (?:an? |the )?SUMMARY(?: of THIS)?
        (?:an? |the )?SUMMARY of THIS|an? SUMMARY|tl ?dr
        (?:what(?: is|s| are) |list |give me )(?:the )?(?:main|key) POINTS(?: of THIS| in THIS)?
        (?:the )?(?:main|key) POINTS (?:of|in) THIS
        worum geht(?: es|s)(?: hier)?(?: in (?:diesem|dem) (?:dokument|text))?
        wovon handel[tn] (?:das|dieses|die|diese|der|dieser) (?:dokumente?|texte?)
        fasse? (?:das|dies|es|dieses dokument|das dokument|den text) zusammen
        de quoi (?:s agit il|parle(?:nt)? (?:ce|ces|le|les) (?:documents?|textes?))
        résume[rz]?(?: (?:ce|le|ces|les) (?:documents?|textes?))?
        de qué (?:se )?trata(?: (?:esto|este documento|el documento))?
        resum(?:e|ir)(?: (?:esto|este documento|el documento))?
    """,
}
_ASKS_FOR_OPENING = frozenset(
    """
    key main most central important result results finding findings point points conclusion
    conclusions idea ideas takeaway takeaways topic topics theme themes message messages content
    contents summary overview outline abstract gist summarise summarize describe present presented
    presents find found finds show shows showed shown say says said state states report reports
    reported tell tells conclude concludes concluded discuss discusses cover covers contain contains
    document file paper article text study give list deal
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 120  # characters; no phrase is longer


_WHOLE = {kind: re.compile(alternatives(lines, _PARTS)) for kind, lines in _PHRASES.items()}


def asked_of_collection(question: str) -> Kind | None:
    """Return what a question asks about the collection, None if it asks about its content.

    Args:
        question: in one line.
    """
    if len(question) > _LONGEST:
        return None
    words = _WORD.findall(composed(question).casefold().replace("’", "'").replace("'s", "s"))
    plain = " ".join(word for word in words if word != "please")
    return next((kind for kind, whole in _WHOLE.items() if whole.fullmatch(plain)), None)


def asks_for_opening(question: str) -> bool:
    """Return whether a question about one document asks for nothing particular in it.

    "What are the main points?" and "What did they find?" do not: the opening of the document is
    the best there is.

    Args:
        question: without the name of the document.
    """
    return all(
        word.casefold() in _ASKS_FOR_OPENING or not terms_in(question, word)
        for word in _WORD.findall(question)
    )
