"""Writes highlight annotations behind the bytes of a PDF, as an incremental update."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pypdf import PdfReader
    from pypdf.generic import PdfObject

    Corners = tuple[tuple[float, float], ...]

AUTHOR = "Quoth"
"""Who made the annotations, as programs show it."""

_ENCRYPTED = "it is encrypted, and its protection forbids changes; save it without protection"
_COLOR = (1.0, 0.84, 0.25)
_PRINTED = 4  # flag of an annotation that is printed with its page
_MOST_FIELDS = 10_000  # of a form that are looked at
_LAST_TABLE = re.compile(rb"startxref\s{1,8}(\d{1,12})")
_TAIL = 2_048  # bytes at the end of a file, where it says where its table is
_STREAM = re.compile(rb"\s{0,8}\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj")


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlight on a page.

    Attributes:
        lines: the corners of each line of words, in units of the page, as they are read: upper
            left, upper right, lower left, lower right.
        comment: what it says.
    """

    lines: tuple[Corners, ...]
    comment: str


def is_signed(reader: PdfReader) -> bool:
    """Return whether a PDF has a digital signature.

    Args:
        reader: of the file.
    """
    form = reader.root_object.get("/AcroForm")
    form = form.get_object() if form is not None else None
    if not isinstance(form, DictionaryObject):
        return False
    fields = form.get("/Fields")
    queue = list(cast("ArrayObject", fields.get_object())) if fields is not None else []
    for _ in range(_MOST_FIELDS):
        if not queue:
            return False
        field = queue.pop().get_object()
        if not isinstance(field, DictionaryObject):
            continue
        if field.get("/FT") == "/Sig" and "/V" in field:
            return True
        queue += list(cast("ArrayObject", field.get("/Kids", ArrayObject()).get_object()))
    return False


def updated(data: bytes, reader: PdfReader, highlights: Mapping[int, Sequence[Highlight]]) -> bytes:
    """Return the bytes of a PDF with highlights added.

    Args:
        data: bytes of the file.
        reader: of these bytes.
        highlights: number of a page, from 0 → what to add to it.

    Raises:
        SystemExit: the file is encrypted.
    """
    if reader.is_encrypted:
        sys.exit(_ENCRYPTED)
    if not highlights:
        return data
    table = _table_at(data)
    pages = {number: reader.pages[number] for number in highlights}
    if table is None or any(page.indirect_reference is None for page in pages.values()):
        return _rewritten(reader, highlights)
    update = _Update(data, cast("int", reader.trailer["/Size"]))
    for number, page in pages.items():
        _annotate(page, highlights[number], update)
    return update.written(reader.trailer, table)


class _Update:
    """Objects that are written behind a file, and the table of where they are."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = data
        self._next = size
        self._objects: dict[tuple[int, int], PdfObject] = {}

    def add(self, item: PdfObject) -> IndirectObject:
        """Add a new object and return a reference to it."""
        number, self._next = self._next, self._next + 1
        self._objects[number, 0] = item
        return IndirectObject(number, 0, None)

    def replace(self, reference: IndirectObject, item: PdfObject) -> None:
        """Write an object anew that the file already has."""
        self._objects[reference.idnum, reference.generation] = item

    def written(self, trailer: DictionaryObject, previous: int) -> bytes:
        """Return the file with the update; its table is of the kind that the file has."""
        out = BytesIO()
        out.write(self._data)
        out.write(b"" if self._data.endswith((b"\n", b"\r")) else b"\n")
        offsets: dict[tuple[int, int], int] = {}
        for (number, generation), item in sorted(self._objects.items()):
            offsets[number, generation] = out.tell()
            out.write(b"%d %d obj\n" % (number, generation))
            item.write_to_stream(out)
            out.write(b"\nendobj\n")
        ends = DictionaryObject(
            {
                NameObject(name): trailer.raw_get(name)
                for name in ("/Root", "/Info", "/ID")
                if name in trailer
            }
        )
        ends[NameObject("/Prev")] = NumberObject(previous)
        at = out.tell()
        if self._data[previous : previous + 4] == b"xref":
            out.write(b"xref\n")
            for (number, generation), offset in offsets.items():
                out.write(b"%d 1\n%010d %05d n \n" % (number, offset, generation))
            ends[NameObject("/Size")] = NumberObject(self._next)
            out.write(b"trailer\n")
            ends.write_to_stream(out)
        else:
            rows = {
                number: (offset, generation) for (number, generation), offset in offsets.items()
            }
            rows[self._next] = (at, 0)
            ends[NameObject("/Size")] = NumberObject(self._next + 1)
            out.write(b"%d 0 obj\n" % self._next)
            _table_stream(ends, rows).write_to_stream(out)
            out.write(b"\nendobj")
        out.write(b"\nstartxref\n%d\n%%%%EOF\n" % at)
        return out.getvalue()


def _table_stream(ends: DictionaryObject, rows: Mapping[int, tuple[int, int]]) -> StreamObject:
    """Return the stream that says where objects are."""
    stream = DecodedStreamObject()
    stream.update(ends)
    stream[NameObject("/Type")] = NameObject("/XRef")
    stream[NameObject("/W")] = ArrayObject(map(NumberObject, (1, 8, 2)))
    index = [value for number in sorted(rows) for value in (number, 1)]
    stream[NameObject("/Index")] = ArrayObject(map(NumberObject, index))
    stream.set_data(
        b"".join(
            b"\x01" + offset.to_bytes(8, "big") + generation.to_bytes(2, "big")
            for _, (offset, generation) in sorted(rows.items())
        )
    )
    return stream


def _table_at(data: bytes) -> int | None:
    """Return where the table of a file's objects is; None where the file is damaged there."""
    found = _LAST_TABLE.findall(data[-_TAIL:])
    at = int(found[-1]) if found else -1
    if not 0 < at < len(data):
        return None
    begins = data[at : at + 32]
    return at if begins.startswith(b"xref") or _STREAM.match(begins) else None


def _rewritten(reader: PdfReader, highlights: Mapping[int, Sequence[Highlight]]) -> bytes:
    """Return a damaged file written anew, with the highlights."""
    writer = PdfWriter(clone_from=reader)
    for number, added in highlights.items():
        page = writer.pages[number]
        references = [writer._add_object(item) for item in _annotations(added, writer)]  # noqa: SLF001 - pypdf names no other way
        page[NameObject("/Annots")] = ArrayObject([*_annotations_of(page), *references])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _annotate(page: Any, added: Sequence[Highlight], update: _Update) -> None:
    """Add highlights to a page: to its list of annotations, or with a new one to the page."""
    references = [update.add(item) for item in _annotations(added, update)]
    listed = ArrayObject([*_annotations_of(page), *references])
    old = page.raw_get("/Annots") if "/Annots" in page else None
    if isinstance(old, IndirectObject):
        update.replace(old, listed)
        return
    changed = DictionaryObject({name: page.raw_get(name) for name in page})
    changed[NameObject("/Annots")] = listed
    update.replace(page.indirect_reference, changed)


def _annotations_of(page: Any) -> list[PdfObject]:
    listed = page["/Annots"].get_object() if "/Annots" in page else None
    return list(listed) if isinstance(listed, ArrayObject) else []


def _annotations(added: Sequence[Highlight], target: Any) -> list[DictionaryObject]:
    add = target.add if isinstance(target, _Update) else target._add_object  # noqa: SLF001
    return [_annotation(highlight, add(_drawn(highlight))) for highlight in added]


def _annotation(highlight: Highlight, drawn: IndirectObject) -> DictionaryObject:
    corners = [number for line in highlight.lines for point in line for number in point]
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): _numbers(_around(highlight)),
            NameObject("/QuadPoints"): _numbers(corners),
            NameObject("/C"): _numbers(_COLOR),
            NameObject("/F"): NumberObject(_PRINTED),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/Contents"): TextStringObject(highlight.comment),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): drawn}),
        }
    )


def _drawn(highlight: Highlight) -> StreamObject:
    """Return how a highlight looks, for programs that do not draw it themselves."""
    paths = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in highlight.lines:
        around = ((x0, y0), (x1, y1), (x3, y3), (x2, y2))
        moves = " l ".join(f"{x:.2f} {y:.2f}" for x, y in around)
        paths.append(moves.replace(" l ", " m ", 1) + " l h f")
    color = " ".join(f"{part:g}" for part in _COLOR)
    stream = DecodedStreamObject()
    stream.set_data(f"/Over gs {color} rg {' '.join(paths)}".encode())
    over = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    states = DictionaryObject({NameObject("/Over"): over})
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _numbers(_around(highlight)),
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
            NameObject("/Group"): DictionaryObject({NameObject("/S"): NameObject("/Transparency")}),
        }
    )
    return stream


def _around(highlight: Highlight) -> tuple[float, float, float, float]:
    across = [x for line in highlight.lines for x, _ in line]
    down = [y for line in highlight.lines for _, y in line]
    return min(across), min(down), max(across), max(down)


def _numbers(values: Sequence[float]) -> ArrayObject:
    return ArrayObject(FloatObject(f"{value:.2f}") for value in values)
