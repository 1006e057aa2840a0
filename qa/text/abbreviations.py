"""Full stops that end no sentence: those of abbreviations, ordinals and dates.

``sentencex`` knows the commonest abbreviations of each language. These are the ones that it cuts
after nevertheless. What is short for a word is in one set for all languages: few of them are a
word of another language that ends a sentence.
"""

from __future__ import annotations

import re

from qa.text.language import word_set

_BEFORE_NUMBERS = word_set(
    """
    no nos nr fig figs vol vols p pp pg ch sec art arts par para eq tab ref tel ext est ed max min
    ca avg env aprox máx mín núm núms pág págs cap caps abs ziff kap bd s st rn anm aufl std
    mind höchst jan feb mar apr jun jul aug sep sept oct nov dec okt dez mon tue wed thu fri sat sun
    """
)
_BEFORE_NAMES = word_set(
    "dr prof mr mrs ing dipl mme mlle sra srta dra dott sig dhr mevr capt sgt med jur phil nat"
)
# In lower case these are words, units or ordinals: "a sales rep.", "5 ms.", "the 1st.".
_CAPITALS_BEFORE_NAMES = word_set("Ms St Sr Hr Fr Rev Hon Gen Col Lt Gov Sen Rep Pres")
_UNITS = word_set(
    """
    ms sec secs s min mins hr hrs h kg g mg lb lbs oz km m cm mm mi ft yd in mph kph kw kwh w mw v
    hz khz mhz ghz kb mb gb tb l ml st nd rd th
    """
)
_BEFORE_ANYTHING = word_set(
    """
    incl excl inkl exkl zzgl e.g i.e eg ie z.b d.h u.a o.a d.w.z a.u.b p.ex c.-à-d bzw ggf
    evtl vgl cf viz vs resp sog insb bijv m.b.t approx abzgl einschl ee p.ej rer
    """
)

MONTHS = word_set(
    """
    january february march april may june july august september october november december januar
    jänner februar märz mai juni juli oktober dezember januari februari maart mei augustus janvier
    février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo
    abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile
    maggio giugno luglio settembre ottobre dicembre desember
    """
)
"""Names of the months in the languages that write "1. Mai" or are read by people who do."""

_ORDINALS = frozenset({"de"})  # languages that write an ordinal with a full stop
BEFORE_ORDINALS = word_set(
    """
    der die das den dem des am im vom zum zur beim bis ab seit ein eine einen einem einer jeder jede
    jedes jeden jedem dieser diese dieses diesen diesem unser unsere sein seine ihr ihre mein meine
    und oder auf in
    """
)
"""German words that a number with a full stop follows where it is an ordinal: "im 2. Stock"."""

# What a German sentence may begin with, and no noun: after it, the number ended a sentence.
_OPENERS = word_set(
    """
    der die das den dem des er sie es wir ich ihr man ein eine einen einem einer dies diese dieser
    dieses dann danach dabei dafür dazu daher damit in im am an auf aus bei mit nach von vor zu zum
    zur für ohne um über unter wer was wann wo wie warum wenn weil obwohl nur auch aber und oder
    doch jeder jede jedes alle kein keine hier heute seit bis ab
    """
)

_REACH = 24  # characters: no abbreviation is longer
_SHORT = re.compile(r"(?<!\w)(?<![^.]/)(?:(?:[^\W\d_]\.[ \u00a0]?){0,3}[^\W\d_][\w-]*|c\.-à-d)\.\Z")
_NUMBER = re.compile(r"(?:(?<!\w)([^\W\d_]+)\s)?\(?(?<![\w/.,])(\d{1,2})\.\Z")
_LAST_WORD = re.compile(r"(?:(\d)[ \u00a0]?|(/)|(?<!\w))([^\W\d_]+)\.\Z")
# One capital that is the name of a thing, and no initial of a person.
_LETTERED = re.compile(
    r"\w\W{1,3}(?<!\w)(?i:schedule|annex|annexe|appendix|exhibit|part|section|class|group|type|plan|"
    r"room|block|unit|table|figure|anlage|anhang|abschnitt|teil|klasse|gruppe|typ|raum|tabelle|"
    r"abbildung|partie|tableau|groupe)\s[A-Z]\.\Z"
)
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_A_NUMBER = re.compile(r"[\d§€$£#(+~<>]")


def goes_on(before: str, after: str, language: str) -> bool:
    """Return whether a sentence goes on after a full stop.

    Args:
        before: the text up to the full stop, it being the last character.
        after: the text that follows, without white space in front.
        language: of both, a BCP 47 tag; empty for unknown.
    """
    if not before.endswith("."):
        return False
    if ends_before_capital(before) and after[:1].isupper():
        return False
    near = before[-_REACH:]
    number = _NUMBER.search(near)
    word = _WORD.match(after)
    if number:
        return word is not None and _is_ordinal(number, word[0], language)
    short = _SHORT.search(near)
    return short is not None and _is_short(short[0], after)


def ends_before_capital(before: str) -> bool:
    """Return whether a full stop ends a sentence wherever a capital follows it.

    After a unit ("5 hr.", "km/hr."), a word that is short for one only with a capital of its own
    ("a sales rep."), or the letter of a thing ("in Schedule B.").

    Args:
        before: the text up to the full stop, it being the last character.
    """
    near = before[-_REACH:]
    if _LETTERED.search(near):
        return True
    last = _LAST_WORD.search(near)
    if last is None or not last[3].islower():
        return False
    if last[1] or last[2]:
        return last[3] in _UNITS or (last[2] is not None and last[3] not in _BEFORE_ANYTHING)
    return last[3].capitalize() in _CAPITALS_BEFORE_NAMES


def _is_ordinal(number: re.Match[str], following: str, language: str) -> bool:
    """Return whether "15." is a fifteenth, by the words around it."""
    if following.lower() in MONTHS:
        return True
    leading = (number[1] or "").lower()
    return (
        language in _ORDINALS and leading in BEFORE_ORDINALS and following.lower() not in _OPENERS
    )


def _is_short(found: str, after: str) -> bool:
    """Return whether what ends in a full stop is short for a word, in front of ``after``."""
    whole = "".join(found.split()).casefold().removesuffix(".")
    last = whole.rpartition(".")[2]
    if len(last) == 1 and last != whole:
        last = ""  # that of "p.m." is not short for a name
    if whole in _BEFORE_ANYTHING or last in _BEFORE_ANYTHING:
        return True
    first = after[:1]
    titled = found.split(".")[-2].strip() in _CAPITALS_BEFORE_NAMES
    if (last in _BEFORE_NAMES or titled or found == "M.") and (first.isupper() or first.isdigit()):
        return True
    numbered = _BEFORE_A_NUMBER.match(first) is not None
    return last in _BEFORE_NUMBERS and (numbered or first.islower())
