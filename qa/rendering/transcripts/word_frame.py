"""What is around the words of a Word document: its styles, its pages and its properties.

The parts are those that ECMA-376 asks of a document, the footer with the number of the page, and
the properties that Word shows of a file.
"""

from __future__ import annotations

import re
from datetime import timezone
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = f"{_PACKAGE}/metadata/core-properties"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PARTS}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_PARTS}.styles+xml"/>'
    f'<Override PartName="/word/footer.xml" ContentType="{_PARTS}.footer+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_PARTS}.footnotes+xml"/></Types>'
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/footer" Target="footer.xml"/>'
    "</Relationships>"
)
_PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{_OFFICE}" w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" '
    'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)
_DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" '
    'w:cs="Times New Roman"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
)
_OF_SCRIPTS = re.compile(r'<w:(b|i|sz)( w:val="\d+")?/>')  # these have a twin for such scripts
_QUIET = '<w:color w:val="5F5B53"/><w:sz w:val="18"/>'
_LINE = '<w:pBdr><w:left w:val="single" w:sz="12" w:space="10" w:color="8A857A"/></w:pBdr>'
_CELL = '<w:spacing w:before="30" w:after="30"/>'
# Name of a style, what Word calls it, and its properties of paragraph and characters.
_STYLES = (
    ("Normal", "Normal", '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/>', ""),
    ("Title", "Title", '<w:spacing w:after="60"/>', '<w:sz w:val="36"/>'),
    ("Subtitle", "Subtitle", '<w:spacing w:after="240"/>', _QUIET),
    (
        "Heading1",
        "heading 1",
        '<w:keepNext/><w:spacing w:before="360" w:after="60"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="24"/>',
    ),
    (
        "Heading2",
        "heading 2",
        '<w:keepNext/><w:spacing w:before="300" w:after="60"/><w:outlineLvl w:val="1"/>',
        '<w:b/><w:sz w:val="22"/>',
    ),
    ("Verdict", "Verdict", '<w:keepNext/><w:spacing w:after="120"/>', '<w:i/><w:sz w:val="22"/>'),
    ("Remark", "Remark", '<w:keepNext/><w:spacing w:after="120"/>', '<w:sz w:val="18"/>'),
    (
        "Quote",
        "Quote",
        f'{_LINE}<w:spacing w:before="60" w:after="160"/><w:ind w:left="454" w:right="454"/>',
        "",
    ),
    ("Cell", "Quoted cell", _CELL, ""),
    ("Names", "Column names (not quoted)", f"<w:keepNext/>{_CELL}", f"<w:i/>{_QUIET}"),
    (
        "LeadIn",
        "Lead-in (not quoted)",
        '<w:keepNext/><w:spacing w:before="120" w:after="40"/><w:ind w:left="567"/>',
        f"<w:i/>{_QUIET}",
    ),
    ("Source", "Quoted document", _CELL, '<w:b/><w:sz w:val="18"/>'),
    ("Aside", "Aside", _CELL, _QUIET),
    ("Rest", "Documents without a quote", '<w:spacing w:before="60" w:after="60"/>', _QUIET),
    # Between two tables, which would be one without a paragraph: as far apart as two quotes.
    (
        "Apart",
        "Between quotes",
        '<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>',
        '<w:sz w:val="2"/>',
    ),
    ("Footer", "footer", '<w:spacing w:after="0"/><w:jc w:val="center"/>', _QUIET),
    ("FootnoteText", "footnote text", '<w:spacing w:after="40"/>', '<w:sz w:val="18"/>'),
)
_RAISED = (
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
_LINK = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="1F4E79"/></w:rPr></w:style>'
)


def framed(body: str, footnotes: str, title: str, exported: datetime | None) -> dict[str, str]:
    """Return all parts of a document, by their names.

    Args:
        body: its paragraphs and tables.
        footnotes: the notes.
        title: of the document, as XML has it.
        exported: when it is written; None for no date among its properties.
    """
    return {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": _properties(title, exported),
        "word/document.xml": _part("document", f"<w:body>{body}{_PAGE}</w:body>"),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _part(
            "styles", _DEFAULTS + "".join(map(_style, _STYLES)) + _RAISED + _LINK
        ),
        "word/footer.xml": _part("ftr", _footer()),
        "word/footnotes.xml": _part("footnotes", footnotes),
    }


def _properties(title: str, exported: datetime | None) -> str:
    made = ""
    if exported is not None:
        time = f"{exported.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
        made = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{time}</dcterms:{name}>'
            for name in ("created", "modified")
        )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title><dc:creator>Quoth</dc:creator>{made}"
        "</cp:coreProperties>"
    )


def _footer() -> str:
    fields = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'.join(
        f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        for name in ("PAGE", "NUMPAGES")
    )
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{fields}</w:p>'


def _style(style: tuple[str, str, str, str]) -> str:
    name, label, paragraph, characters = style
    default = ' w:default="1"' if name == "Normal" else ""
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"{default}><w:name w:val="{label}"/>{based}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{_any_script(characters)}</w:rPr></w:style>"
    )


def _any_script(characters: str) -> str:
    """Return the properties of characters, for Arabic and Hebrew as for others."""
    return _OF_SCRIPTS.sub(r"\g<0><w:\1Cs\2/>", characters)


def _part(root: str, content: str) -> str:
    return f'{_HEAD}<w:{root} xmlns:w="{_MAIN}">{content}</w:{root}>'
