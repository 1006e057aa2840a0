"""The lines of a message that say whose words follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LINES = 3
_OPENS = re.compile(r"^(?:On|Am|Le|El|Il|Op|Em|Den|W dniu|В) ", re.MULTILINE)
_INTRODUCED = re.compile(
    r"^(?:On|Am|Le|El|Il|Op|Em) [^\n]{10,200}(?:\n[^\n]{0,100})?"
    r"(?:wrote|schrieb[^\n]{0,100}|a écrit|escribió|ha scritto|schreef[^\n]{0,100}|escreveu) ?:"
    r"[ \t]*$",
    re.MULTILINE,
)
_LONGEST = 300
_WROTE = re.compile(
    r"(?<!\w)(?:wrote|writes|said|schrieb|écrit|escribió|scrisse|scritto|schreef|escreveu|skrev|"
    r"napisał\w?|пишет|написал\w?|kirjoitti|wrote on|写道|のメール)(?!\w)",
    re.IGNORECASE,
)
_WHEN_OR_WHO = re.compile(r"\d[:.]\d\d|\d{4}|@")
_LOOKED_AT = 8  # lines below "From:" in which the other fields stand
_FROM = re.compile(r"^[*_ \t]{0,4}(?:From|Von|De|Da|Van|От|Från|Fra|Od)[*_]{0,2}\s?:", re.MULTILINE)
_SENT = re.compile(
    r"(?<!\w)(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Fecha|Inviato|Data|Verzonden|Отправлено|"
    r"Дата|Skickat|Sendt|Dato|Wysłano)[*_]{0,2}\s?:[*_]{0,2}\s?([^\n]{0,80})"
)
_OTHERS = re.compile(
    r"(?<!\w)(?:To|Subject|An|Betreff|À|Objet|Para|Asunto|A|Oggetto|Aan|Onderwerp|Assunto|Кому|"
    r"Тема|Till|Ämne|Til|Emne|Do|Temat)[*_]{0,2}\s?:"
)
_NEXT_FIELD = re.compile(r"\s(?:To|An|À|Para|A|Aan|Кому|Subject|Betreff|Objet|Cc)[*_]{0,2}\s?:")


def attribution(text: str) -> int | None:
    """Return where the line begins with which a text introduces what it quotes next.

    Such a line ends with a colon and has a name and a time, or the word "wrote".

    Args:
        text: written before what is quoted.

    Returns:
        None where its end is no such line.
    """
    end = len(text.rstrip())
    if not end or text[end - 1] not in ":：":
        return None
    start = max(0, end - _LONGEST)
    begin = text.rfind("\n\n", start, end)
    paragraph = begin + 2 if begin >= 0 else (0 if start == 0 else end)
    last = text.rfind("\n", start, end) + 1
    # It may go over several lines: those from "On …" on, or a paragraph of its own.
    openings = [found.start() for found in _OPENS.finditer(text, paragraph, end)]
    for begin in (*reversed(openings), paragraph, last):
        line = text[begin:end]
        if (
            line.strip()
            and line.count("\n") < _MOST_LINES
            and (_WROTE.search(line) or len(_WHEN_OR_WHO.findall(line)) > 1)
        ):
            return begin
    return None


def original_messages(text: str) -> Iterator[tuple[int, str]]:
    """Yield where an older message begins that is not marked as quoted, and whose it is.

    Args:
        text: of a message.

    Yields:
        The offset of the fields or the line above it, and the words of these.
    """
    marked = [*_fields(text), *_introduced(text)]
    yield from sorted(marked)


def _introduced(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines such as "On … wrote:" that have text below."""
    for found in _INTRODUCED.finditer(text):
        is_dated = len(_WHEN_OR_WHO.findall(found[0])) > 1
        if is_dated and text[found.end() : found.end() + _LONGEST].strip():
            yield found.start(), " ".join(found[0].split())


def _fields(text: str) -> Iterator[tuple[int, str]]:
    """Yield where the fields of an older message begin, as programs write them above it."""
    after = 0
    for found in _FROM.finditer(text):
        begin = found.start()
        if begin < after:
            continue
        end = begin
        for _ in range(_LOOKED_AT):
            end = text.find("\n", end + 1)
            if end < 0:
                end = len(text)
                break
        block = text[begin : min(end, begin + 4 * _LONGEST)].split("\n\n\n", 1)[0]
        sent = _SENT.search(block)
        if sent is None or _OTHERS.search(block, found.end() - begin) is None:
            continue
        first = block.split("\n", 1)[0][:_LONGEST]
        if sent.start() < len(first):  # all in one line
            first = block[: sent.start()]
        when = _NEXT_FIELD.split(sent[1], maxsplit=1)[0].strip("*_ ")
        title = f"{' '.join(first.replace('*', '').split())}, {when}"
        yield begin, title
        after = begin + sent.end()
