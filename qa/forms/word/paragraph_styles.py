"""The named paragraph styles that mark certainty, added to the styles of a Word file."""

from __future__ import annotations

from qa.forms.certainty import FILLS, STYLE_NAMES, Certainty
from qa.forms.elements import Edit, element_tree, spliced

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    b"</w:style></w:styles>"
)
"""Styles for a file without any."""

_ON = frozenset({"1", "true", "on"})


class ParagraphStyles:
    """The styles of a Word file, to which those of Quoth are added as they are needed.

    Attributes:
        names: of the paragraph styles, in lower case, by their ids.
    """

    def __init__(self, data: bytes) -> None:
        """Read the styles.

        Args:
            data: the XML of the part.

        Raises:
            ValueError: it is not well-formed.
        """
        self._data = data
        self._root = element_tree(data)
        self.names: dict[str, str] = {}
        self._usual = ""
        for style in self._root.every("style"):
            if style.attribute("type") == "paragraph":
                name = style.child("name")
                identity = style.attribute("styleId")
                self.names[identity] = name.attribute("val").lower() if name else ""
                if style.attribute("default") in _ON:
                    self._usual = identity
        self._added: dict[Certainty, str] = {}

    @property
    def marked(self) -> frozenset[str]:
        """The ids of the styles of Quoth."""
        names = {name.lower() for name in STYLE_NAMES.values()}
        return frozenset(identity for identity, name in self.names.items() if name in names)

    def identity(self, certainty: Certainty) -> str:
        """Return the id of the style for a certainty, which is added if missing.

        Args:
            certainty: of an answer.
        """
        name = STYLE_NAMES[certainty]
        known = next((one for one, called in self.names.items() if called == name.lower()), "")
        if known:
            return known
        identity = "".join(word.capitalize() for word in name.split())
        while identity in self.names:
            identity += "1"
        self.names[identity] = name.lower()
        based = f'<w:basedOn w:val="{self._usual}"/>' if self._usual else ""
        self._added[certainty] = (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identity}">'
            f'<w:name w:val="{name}"/>{based}<w:qFormat/><w:pPr><w:shd w:val="clear" '
            f'w:color="auto" w:fill="{FILLS[certainty]}"/></w:pPr></w:style>'
        )
        return identity

    def data(self, prefix: str) -> bytes:
        """Return the XML with what was added.

        Args:
            prefix: of the names of attributes in the part.
        """
        added = "".join(self._added.values())
        own = f"{self._root.prefix}:" if self._root.prefix else ""
        added = added.replace("<w:", f"<{own}").replace("</w:", f"</{own}")
        added = added.replace(" w:", f" {prefix}:")
        return spliced(
            self._data, [Edit(self._root.inner_end, self._root.inner_end, added.encode())]
        )
