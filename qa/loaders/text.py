"""Plain text: decoding, and headings found without mark-up."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.encodings import decode_escaped, decode_legacy, decode_utf16
from qa.loaders.extraction import Extract
from qa.records import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.encodings import Decoded

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.01  # share of control characters, above which a file is not text

_UNKNOWN = "\ufffd"
_NAME_OF_UNKNOWN = "U+FFFD"
_LOOKED_AT = 4096  # bytes in which UTF-16 has a NUL, unless there is no space and no Latin letter

_LONGEST_HEADING = 100
_MOST_WORDS = 14
_LONGEST_RUN = 3  # more short lines in a row are a list or a poem
_HEADING = re.compile(r"(?![-*+•|>#=])[^\W_].*[^.!?…。！？:;,]$")
_COLUMNS = re.compile(r"(?<=[^\W\d_]{2})[ \t]{3}")  # of a row; not "3.   Rent" or "R E N T   4"
_LEADER = re.compile(r"\.{4}|(?:\. ){4}|…{2}|_{4}|·{4}")
_SENTENCE_ENDS = re.compile(r"(?<!\w)([^\W\d_]{3,})\.\s+(?:[A-ZÀ-ÖØ-Þ][^\W\d_A-ZÀ-ÖØ-Þ]|[AI]\s)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words("prof mrs mme mlle dipl ing rev hon gen col capt sgt gov sen rep pres")
_ASKS = re.compile(r"\W*(?:[\d.]+\W+)?(?i:what|who|whom|where|which|how|why)\b")
_LAST_WORD = re.compile(r"(?<!\w)([^\W\d_]+)\Z")
# Other words follow these where no question is asked: "What it is for", "Moving in".
_LEADING_ON = _words(
    """
    a an the of to for with by from and or at as before after until than that which whose if when
    because but nor must shall should would will may can has have had not per into your our their
    its these each every der die das den dem des ein eine einen einem einer und
    oder mit von zu zum zur im am vom beim für bis nach wenn dass le la les un une du et ou y el los
    las il lo gli di del della het een van
    """
)
# And these in a line that was wrapped, for no capital begins the next one.
_LEANING_ON = _LEADING_ON | _words(
    """
    in on is are was were be been do does it who what how we they he she you there not no in auf aus
    bei ist sind wird werden est sont dans sur en es son con per è sono non op is zijn
    """
)


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read a plain text file.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: the bytes are not text.
    """
    content, notes = decode(data, path)
    yield Extract(content, headings=headings(content), notes=notes)


def decode(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """Decode by byte order mark, else as strict UTF-8, else by the setting or by guess.

    Other encodings are rarely valid UTF-8 by chance, so UTF-8 is tried first.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Returns:
        The text, and notes for the user.

    Raises:
        DocumentError: the bytes are not text in any of these.
    """
    encoding, mark = next(
        ((name, len(bom)) for bom, name in _BOMS if data.startswith(bom)), ("utf-8", 0)
    )
    note = reason = ""
    try:
        content = data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        at = mark + error.start
        reason = f"is not text ({encoding.upper()} fails at byte {at:,}); save it as text in UTF-8"
        content, note = _decode_otherwise(data[mark:], encoding if mark else "")
    else:
        if _is_binary(content):
            reason = "is not text (it has control characters); save it as text in UTF-8"
            content, note = ("", "") if mark else _of(decode_utf16(data))
        elif "\x1b$" in content and not mark:
            content, note = decode_escaped(data) or (content, "")
    if reason and (not content or _is_binary(content)):
        raise DocumentError(path, reason)
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    return content, (note,) if note else ()


def _decode_otherwise(data: bytes, marked: str) -> tuple[str, str]:
    """Decode what is not valid in its encoding; return no text where that would be a guess too far.

    Args:
        data: bytes, without a byte order mark.
        marked: the encoding that the mark named; empty without one.
    """
    if marked and marked != "utf-8":
        content = data.decode(marked, "replace")
        lost = content.count(_UNKNOWN)
        note = f"{lost:,} characters are not valid in {marked}; replaced by {_NAME_OF_UNKNOWN}"
    else:
        has_nul = b"\x00" in data[:_LOOKED_AT]
        content, note = _of(decode_utf16(data) if has_nul else decode_legacy(data))
        if not content and not has_nul and not marked:
            content, note = _of(decode_utf16(data))
        lost = content.count(_UNKNOWN) - data.count(_UNKNOWN.encode())
    return (content, note) if lost <= _MOST_CONTROLS * len(content) else ("", "")


def _of(decoded: Decoded | None) -> tuple[str, str]:
    return decoded or ("", "")


def _is_binary(content: str) -> bool:
    return "\x00" in content or len(_CONTROL.findall(content)) > _MOST_CONTROLS * len(content)


def headings(text: str) -> tuple[Heading, ...]:
    """Find the headings of a text without mark-up.

    A heading is a short line without a full stop that begins a stretch of longer ones: it
    is alone between blank lines, or right above a line too long to be a heading in a
    text of one line a paragraph. A line in capitals is one above a list, too.

    Only nesting that the text itself shows is returned. A heading with another
    one right below it opens a group; when another such heading follows later, those between
    the two belong to the first's group. Nothing shows where the last group ends, so after it
    only the heading right below is nested.

    Args:
        text: canonical text.
    """
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    runs: list[list[int]] = []
    for i in range(len(lines)):
        if _is_heading(lines, i, text):
            if runs and runs[-1][-1] == i - 1:
                runs[-1].append(i)
            else:
                runs.append([i])
    runs = [
        part
        for run in runs
        for part in ([run] if len(run) <= _LONGEST_RUN else _above_lists(lines, run, text))
        if part[-1] + 1 < len(lines)
    ]
    openers = [i for i, run in enumerate(runs) if len(run) > 1]
    headings: list[Heading] = []
    for i, run in enumerate(runs):
        inside = bool(openers) and openers[0] < i < openers[-1]
        for depth, line in enumerate(run):
            start, content = lines[line]
            level = depth + 1 if len(run) > 1 or not inside else 2
            headings.append(Heading(start, start + len(content), level, content.strip()))
    return tuple(headings)


def _above_lists(lines: list[tuple[int, str]], run: list[int], text: str) -> Iterator[list[int]]:
    """Yield the lines of a list that head it, or a part of it: those in capitals, as no other is.

    Above each is a blank line, or nothing.
    """
    for i in run:
        if i + 1 == len(lines):
            break
        start, line = lines[i]
        alone = not i or text.count("\n", lines[i - 1][0] + len(lines[i - 1][1]), start) > 1
        if alone and line.isupper() and not lines[i + 1][1].isupper():
            yield [i]


def _is_heading(lines: list[tuple[int, str]], i: int, text: str) -> bool:
    start, line = lines[i]
    if not _reads_like_heading(line):
        return False
    end = start + len(line)
    if _is_open(line, text[end + 1 : end + 2]):
        return False
    before = lines[i - 1] if i else None
    if before is not None and before[1].rstrip("*_ \t").endswith("?"):
        return False  # a short answer without a full stop
    after = lines[i + 1] if i + 1 < len(lines) else None
    blank_before = before is None or text.count("\n", before[0] + len(before[1]), start) > 1
    if before is not None and not blank_before and _is_open(before[1], line[:1]):
        return False  # the rest of a line that was wrapped
    blank_after = after is None or text.count("\n", end, after[0]) > 1
    if blank_before and blank_after:
        return True
    above_paragraph = after is not None and _is_long_or_heading(after[1])
    below_paragraph = before is None or blank_before or _is_long_or_heading(before[1])
    return above_paragraph and below_paragraph


def _reads_like_heading(line: str) -> bool:
    content = line.strip()
    return (
        len(content) <= _LONGEST_HEADING
        and len(content.split()) <= _MOST_WORDS
        and not content[0].islower()
        and any(char.isalpha() for char in content)
        and _HEADING.match(content) is not None
        and _LEADER.search(content) is None
        and (content.isupper() or _COLUMNS.search(content) is None)
        and all(stop[1].lower() in _TITLES for stop in _SENTENCE_ENDS.finditer(content))
    )


def _is_open(line: str, following: str) -> bool:
    """Return whether a line was wrapped where no line of its own ends: at "the", at "of".

    At any other word that says little, too, where no capital begins the line below.
    """
    last = _LAST_WORD.search(line.rstrip()[-20:])
    if last is None:
        return False
    wrapped = not following.isspace() and not following.isupper()
    if wrapped:
        return last[1] in _LEANING_ON
    return last[1] in _LEADING_ON and not _ASKS.match(line)


def _is_long_or_heading(line: str) -> bool:
    return len(line) > _LONGEST_HEADING or _reads_like_heading(line)
