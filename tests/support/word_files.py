"""Word files written by hand, part by part."""

from __future__ import annotations

import io
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """Return a Word file.

    Each part is named by its relationship, as ``footnotes``, with a number behind it where
    there are several: ``header1`` has the identity ``header1`` and the kind ``header``.
    """
    links = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    folder, _, file = main.rpartition("/")
    written = {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{_R}/officeDocument" '
        f'Target="{main}"/></Relationships>',
        f"{folder}/_rels/{file}.rels": f"<Relationships>{links}</Relationships>",
        main: f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        **{
            f"{folder}/{name}.xml": f"<w:part {_NAMESPACES}>{content}</w:part>"
            for name, content in parts.items()
        },
    }
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in written.items():
            archive.writestr(name, content)
    return saved.getvalue()


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def raised(text: str) -> str:
    """Return a run of raised text."""
    return run(text, '<w:vertAlign w:val="superscript"/>')


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph of runs, or of plain text."""
    inside = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def styled(text: str, style: str) -> str:
    """Return a paragraph with a style."""
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def numbered(text: str, depth: int = 0, num: int = 1) -> str:
    """Return a paragraph of a list."""
    properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'
    return paragraph(text, properties)


def definition(identity: int, *levels: tuple[str, str, int], more: str = "") -> str:
    """Return the definition of lists: for each level its form, text and start."""
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
        for at, (form, text, start) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{identity}">{written}</w:abstractNum>'


def num(identity: int, of: int, overrides: str = "") -> str:
    """Return a list that follows a definition."""
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'
