"""A form in Word: its questions, the room for their answers, and the file with these written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.errors import FormError
from qa.forms.container import Container
from qa.forms.elements import element_tree, spliced
from qa.forms.form import Existing, Item
from qa.forms.word.blocks import blocks
from qa.forms.word.paragraph_styles import CONTENT_TYPE, EMPTY, ParagraphStyles
from qa.forms.word.paragraphs import asked_in
from qa.forms.word.tables import WordTable
from qa.forms.word.writing import Names, edits
from qa.grids.questionnaire.reading import MOST_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qa.forms.elements import Element
    from qa.forms.form import Choice, Entry
    from qa.forms.word.blocks import Block
    from qa.forms.word.paragraphs import Asked

_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_ON = frozenset({"1", "true", "on"})
_DEEPEST = 20  # tables in tables
_PROTECTED = "the document is protected: only its controls can be filled"


class DocumentForm:
    """A form in Word.

    Attributes:
        items: its questions, in order.
        notes: for the user.
    """

    def __init__(self, data: bytes, path: Path, choice: Choice) -> None:
        """Read the questions, and where their answers go.

        Args:
            data: bytes of the file.
            path: of the file, for errors.
            choice: what the user says.

        Raises:
            DocumentError: the file is damaged or encrypted, or unpacks to too much.
            FormError: it has no questions, or is protected.
        """
        self.items: list[Item] = []
        self._path = path
        self._replace = choice.replace
        self._container = Container(data, path)
        self.notes = self._container.notes
        self._main = self._container.package.main("word/document.xml")[0]
        self._styles_part = self._container.linked("styles", self._main)
        try:
            self._data = self._container.part(self._main)
            root = element_tree(self._data)
            styles = self._container.part(self._styles_part) if self._styles_part else EMPTY
            self._styles = ParagraphStyles(styles)
        except ValueError as error:
            raise FormError(path, f"cannot be filled ({error}). Save it again in Word") from error
        if root.name != "document":
            raise FormError(path, "is not a Word file; give it the suffix that it should have")
        self._names = self._names_of(root)
        self._asked = self._read(root)
        if not self._asked:
            reason = "has no question with room for an answer below it or in the cell next to it"
            raise FormError(path, reason)
        if len(self._asked) > MOST_QUESTIONS:
            reason = (
                f"has {len(self._asked):,} questions; the limit is {MOST_QUESTIONS:,}. Split it"
            )
            raise FormError(path, reason)
        self._restrict()
        self.items = [_item(number, one) for number, one in enumerate(self._asked, start=1)]

    def filled(self, entries: Mapping[int, Entry]) -> bytes:
        """Return the file with answers; see :meth:`qa.forms.form.Form.filled`.

        Args:
            entries: by the index of their item.
        """
        changes = [
            edit
            for at, entry in entries.items()
            for edit in edits(
                self._data,
                self._asked[at].room,
                entry.text,
                self._styles.identity(entry.certainty),
                self._names,
            )
        ]
        changed: dict[str, bytes] = {}
        if changes:
            name = self._styles_part
            if not name:
                name = f"{self._main.rpartition('/')[0]}/styles.xml".lstrip("/")
                changed |= self._container.declared(name, CONTENT_TYPE, "styles", self._main)
            changed[name] = self._styles.data(self._names.attribute)
            changed[self._main] = spliced(self._data, changes)
        return self._container.with_parts(changed)

    def _read(self, root: Element) -> list[Asked]:
        body = root.child("body")
        found = list(blocks(body)) if body else []
        asked = list(self._questions(found, requirements=False))
        return asked or list(self._questions(found, requirements=True))

    def _questions(
        self, found: list[Block], *, requirements: bool, depth: int = 0
    ) -> Iterator[Asked]:
        """Yield the questions of paragraphs and of the tables among them, in order."""
        begin = 0
        section = ""
        for at, block in enumerate([*found, None]):
            if block is not None and block.is_paragraph:
                continue
            # Up to and with the table, so that a question above it is not taken for the last one.
            for one in asked_in(
                found[begin : at + 1] if block else found[begin:],
                self._styles,
                replace=self._replace,
                requirements=requirements,
            ):
                section = one.section
                yield one
            begin = at + 1
            if block is not None and depth < _DEEPEST:
                yield from self._in_table(block, section, requirements=requirements, depth=depth)

    def _in_table(
        self, block: Block, section: str, *, requirements: bool, depth: int
    ) -> Iterator[Asked]:
        table = WordTable(block.element)
        if table.is_single:
            inside = table.all_blocks
            yield from self._questions(inside, requirements=requirements, depth=depth + 1)
            return
        asked = list(table.asked(self._styles, section, replace=self._replace))
        if asked:
            yield from asked
            return
        for cell in table.cell_blocks:
            yield from self._questions(list(cell), requirements=requirements, depth=depth + 1)

    def _restrict(self) -> None:
        """Leave what the author of the file has protected."""
        part = self._container.linked("settings", self._main)
        if not part:
            return
        try:
            settings = element_tree(self._container.part(part))
        except ValueError:
            return
        protection = settings.child("documentProtection")
        if protection is None or protection.attribute("enforcement") not in _ON:
            return
        kind = protection.attribute("edit")
        if kind != "forms":
            reason = (
                f"is protected against changes ({kind or 'all'}). In Word, choose Review, Restrict "
                "Editing, Stop Protection, and fill it again"
            )
            raise FormError(self._path, reason)
        self._asked = [
            one
            if one.room.control is not None or one.room.left
            else one._replace(room=one.room._replace(left=_PROTECTED))
            for one in self._asked
        ]

    def _names_of(self, root: Element) -> Names:
        for name, value in root.attributes.items():
            prefix, _, local = name.partition(":")
            if prefix == "xmlns" and local and value in _NAMESPACES:
                return Names(root.prefix, local)
        raise FormError(self._path, "cannot be filled: its XML is unusual. Save it again in Word")


def _item(number: int, asked: Asked) -> Item:
    room = asked.room
    existing = (Existing("", room.existing),) if room.existing else ()
    return Item(
        question=asked.question,
        row=number,
        id=asked.id,
        section=asked.section,
        existing=existing,
        is_marked=room.is_marked,
        left=room.left,
    )
