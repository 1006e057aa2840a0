"""A copy of a Word file with a comment at each quotation that is not exact.

Only insertions are made: the bytes of the main part stay as they are around them, comments that are
there stay, and all parts but four are copied. The four are the main part, the comments, and the
lists of types and of relationships, which name a new part.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every
from qa.loaders.office_package import Package, with_parts
from qa.manuscripts.records import EXACT
from qa.manuscripts.wording import message
from qa.verification.junit import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa.manuscripts.records import Judged
    from qa.manuscripts.word import WordFile
    from qa.manuscripts.word_parts import Part

AUTHOR = "Quoth"
"""Of the comments."""

_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CLOSING = re.compile(rb"</(?:[\w.-]{1,40}:)?(\w{1,20})\s{0,20}>\s*\Z")
_EMPTY = re.compile(rb"/>\s*\Z")


class _Insertion(NamedTuple):
    """Bytes to insert, and where; of those at one offset, lower ranks come first."""

    offset: int
    rank: int
    data: bytes


def commented(data: bytes, path: Path, word: WordFile, judged: Sequence[Judged]) -> bytes:
    """Return a Word file with a comment at each quotation that is not exact.

    Args:
        data: bytes of the file.
        path: of the file, for errors.
        word: the file as it was read.
        judged: its quotations.

    Raises:
        DocumentError: a part cannot be read.
    """
    faults = [one for one in judged if one.verdict != EXACT]
    package = Package(data, path)
    links = package.links(word.name).values()
    existing = next((link.part for link in links if link.kind == "comments"), None)
    archive = Zipped(data, path)
    used = package.xml(existing) if existing else None
    numbers = [
        int(identity)
        for one in (every(used, "comment") if used is not None else ())
        if (identity := attribute(one, "id")).isascii() and identity.isdigit()
    ]
    first = max(numbers, default=-1) + 1
    changed = {word.name: _anchored(word, faults, first)}
    entries = "".join(
        _comment(word.part, first + i, message(one)) for i, one in enumerate(faults)
    ).encode()
    if existing:
        changed[existing] = _before_end(archive.read(existing), entries, "comments", path)
    else:
        changed |= _new_part(archive, word, entries, path)
    return with_parts(data, path, changed)


def _anchored(word: WordFile, faults: Sequence[Judged], first: int) -> bytes:
    """Return the main part with the ranges of the comments."""
    part, prefix = word.part, word.part.prefix
    insertions: dict[tuple[int, int, bytes], _Insertion] = {}

    def insert(offset: int, rank: int, new: str) -> None:
        one = _Insertion(offset, rank, new.encode())
        insertions[one] = one

    for i, judged in enumerate(faults):
        quotation, number = judged.quotation, first + i
        begin = word.manuscript.origins[quotation.start]
        last = word.manuscript.origins[quotation.end - 1]
        opened = f'<{prefix}commentRangeStart {prefix}id="{number}"/>'
        closed = (
            f'<{prefix}commentRangeEnd {prefix}id="{number}"/><{prefix}r>'
            f'<{prefix}commentReference {prefix}id="{number}"/></{prefix}r>'
        )
        for offset, is_end, new in ((begin, False, opened), (last, True, closed)):
            for one in _inserted(part, offset, new, is_end=is_end, number=number):
                insert(*one)
    return _with_insertions(part.data, sorted(insertions.values()))


def _inserted(
    part: Part, offset: int, new: str, *, is_end: bool, number: int
) -> Iterator[tuple[int, int, str]]:
    """Yield what to insert before the character at an offset, or after it; a run may be split."""
    rank = 2 * number + (0 if is_end else 1)
    run = part.runs[bisect_right(part.runs, offset, key=lambda run: run.start) - 1]
    span_number = bisect_right(part.texts, offset, key=lambda span: span.opened) - 1
    span = part.texts[span_number] if span_number >= 0 else None
    if span is None or not span.start <= offset < span.end:
        yield (run.end if is_end else run.start), rank, new  # a break, or a note that the run is
        return
    at = _after_character(part.data, offset) if is_end else offset
    is_first = span.start == at and not _has_content(part, span_number, before=True)
    is_last = span.end == at and not _has_content(part, span_number, before=False)
    if is_first or is_last:
        yield (run.start if is_first else run.end), rank, new
        return
    prefix = part.prefix
    start, end = run.properties
    properties = part.data[start:end].decode()
    tag = part.data[span.opened : span.start]
    if b"xml:space" not in tag:
        yield span.start - 1, 0, ' xml:space="preserve"'
    yield (
        at,
        rank,
        f'</{prefix}t></{prefix}r>{new}<{prefix}r>{properties}<{prefix}t xml:space="preserve">',
    )


def _has_content(part: Part, span_number: int, *, before: bool) -> bool:
    """Return whether a run has anything before or after one of its texts."""
    span = part.texts[span_number]
    run = part.runs[span.run]
    if before:
        between = part.data[max(run.properties[1], run.start) : span.opened]
        return between.count(b"<") > (0 if run.properties[1] else 1)
    return part.data[span.end : run.end].count(b"<") > 2  # noqa: PLR2004 - the two closing tags


def _after_character(data: bytes, offset: int) -> int:
    if data[offset : offset + 1] == b"&":
        return data.index(b";", offset) + 1
    end = offset + 1
    while data[end] & 0xC0 == 0x80:  # noqa: PLR2004 - further bytes of a character in UTF-8
        end += 1
    return end


def _with_insertions(data: bytes, insertions: Sequence[_Insertion]) -> bytes:
    parts: list[bytes] = []
    at = 0
    for one in insertions:
        parts += [data[at : one.offset], one.data]
        at = one.offset
    return b"".join((*parts, data[at:]))


def _comment(part: Part, number: int, text: str) -> str:
    """Return a comment; names are bound in it, as the part with the comments may have others."""
    words = escape(clean(text))
    return (
        f'<w:comment xmlns:w={quoteattr(part.namespace)} w:id="{number}" w:author="{AUTHOR}" '
        f'w:initials="Q"><w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:comment>'
    )


def _new_part(archive: Zipped, word: WordFile, entries: bytes, path: Path) -> dict[str, bytes]:
    """Return the part with the comments, and the two lists that name it."""
    folder, file = posixpath.split(word.name)
    name = posixpath.join(folder, "comments.xml")
    if name in archive:
        name = posixpath.join(folder, "commentsQuoth.xml")
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    is_strict = "purl.oclc.org" in word.part.namespace
    kind = f"{_STRICT_RELATIONS if is_strict else _RELATIONS}/comments"
    link = (
        f'<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" '
        f'Id="rIdQuothComments" Type="{kind}" Target="{posixpath.basename(name)}"/>'
    ).encode()
    if relations in archive:
        links = _before_end(archive.read(relations), link, "Relationships", path)
    else:
        links = (
            (
                f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                'relationships">'
            ).encode()
            + link
            + b"</Relationships>"
        )
    override = (
        f'<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" '
        f'PartName="/{name}" ContentType="{_TYPE}"/>'
    ).encode()
    types = _before_end(archive.read(_TYPES), override, "Types", path)
    root = f"{_HEAD}<w:comments xmlns:w={quoteattr(word.part.namespace)}>".encode()
    return {name: root + entries + b"</w:comments>", relations: links, _TYPES: types}


def _before_end(data: bytes, new: bytes, name: str, path: Path) -> bytes:
    """Return a part with more before the closing tag of its outermost element."""
    closing = _CLOSING.search(data)
    if closing and closing[1] == name.encode():
        return data[: closing.start()] + new + data[closing.start() :]
    empty = _EMPTY.search(data)
    if empty:
        tag = data[data.rindex(b"<", 0, empty.start()) + 1 : empty.start()].split()[0]
        return data[: empty.start()] + b">" + new + b"</" + tag + b">"
    raise DocumentError(path, f"cannot be commented: its list {name!r} does not end as XML does")
