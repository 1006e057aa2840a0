"""The language of a text, by its commonest words, as far as splitting it depends on that."""

from __future__ import annotations

import re
from collections import Counter

_WORDS = {
    "de": "der die das und ist nicht mit von den dem des ein eine einen einem einer auf für im am "
    "zum zur vom beim wird werden wurde sind sich auch bei nach aus über oder wie als bis nur "
    "kann muss darf kein keine ich wir sie er es wenn dass durch unter gegen ohne",
    "en": "the and of to is are was were be been with for that this on by an not from or as at "
    "it its which who will would can may must shall should has have had if when what how does do "
    "in your you we they he she their there than",
    "es": "el los las del y que es una un por con para se su al lo como más pero está son fue "
    "hay sin sobre también cuando donde muy ser",
    "fr": "le les des du et est une un que qui dans pour pas sur avec au aux ce cette se ne par "
    "il elle sont être vous nous plus ou ont leur mais où",
    "it": "il lo gli della del dei delle di e è che un una per con non si al alla nel nella sono "
    "da come anche più ma questo ha",
    "nl": "het een en van de is niet met op voor dat aan zijn te er ook bij naar wordt worden "
    "werd door uit over als maar deze dit hij zij kan moet om",
    "pt": "os as do da dos das e que não uma um com para por se em no na ao mais é são foi como "
    "mas pelo pela também está",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)

FUNCTION_WORDS = frozenset(_LANGUAGES_OF) | {"a", "o", "à", "los", "zu", "and", "so"}
"""Words that say little and seldom end a sentence, of all these languages."""

_READ = 2_000  # characters: a paragraph of some size, or the beginning of a document
_LEAST = 2  # words that must speak for a language
_WORD = re.compile(r"[^\W\d_]+")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, which has nothing else.

    Args:
        text: words with white space between.
    """
    return frozenset(text.split())


def detected(text: str) -> str:
    """Return the language of a text, a BCP 47 tag; empty where its words do not show it.

    Args:
        text: of a paragraph or of a document; its first 2,000 characters are read.
    """
    counts: Counter[str] = Counter()
    for word in _WORD.findall(text[:_READ]):
        counts.update(_LANGUAGES_OF.get(word.lower(), ()))
    if not counts:
        return ""
    (best, most), *others = counts.most_common(2)
    clear = most >= _LEAST and (not others or most > others[0][1])
    return best if clear else ""
