"""What of a message was written to be read, and what is attached to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING

from qa.errors import DocumentError
from qa.loaders.extraction import BlockText
from qa.loaders.mail.charsets import decoded
from qa.loaders.mail.fields import file_name, parameter
from qa.loaders.mail.replies import MessageText
from qa.loaders.webpage.encoding import decode_page
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.page import add_whole

if TYPE_CHECKING:
    from pathlib import Path

_MOST_PARTS = 1_000
_DEEPEST = 100
_MOST_QUOTED = 1_000  # in one page
_LEAST_SHARE = 0.3  # of the words of the page, that plain text must have to be its equal
_SIGNATURES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }
)
_OPENS, _CLOSES = "\ue000", "\ue001"  # of private use: around what was quoted
_QUOTED = "blockquote, .gmail_quote blockquote, .yahoo_quoted, .protonmail_quote"
_INDENTED = "border:none"  # Gmail's way to indent, which quotes nobody


@dataclass(slots=True)
class Body:
    """A message without its fields.

    Attributes:
        text: what was written.
        attached: the other parts, in order.
        notes: for the user.
    """

    text: MessageText = field(default_factory=MessageText)
    attached: list[Message] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def body_of(message: Message, path: Path) -> Body:
    """Return the text of a message and its attachments.

    Args:
        message: to read.
        path: of the file, for errors.

    Raises:
        DocumentError: its parts are nested too deeply.
    """
    body = Body()
    stack: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while stack:
        part, depth = stack.pop()
        seen += 1
        if depth > _DEEPEST:
            raise DocumentError(path, "has parts nested too deeply")
        if seen > _MOST_PARTS:
            body.notes.append(f"only the first {_MOST_PARTS:,} parts are read")
            break
        kind = part.get_content_type()
        best = _best(part, path) if kind == "multipart/alternative" else part
        if best is not part:
            stack.append((best, depth + 1))
            continue
        if part.get_content_maintype() == "multipart":
            stack.extend((child, depth + 1) for child in reversed(_parts(part)))
            if not part.is_multipart():  # it says that it has parts, and has none
                body.text.add_plain(text_of(part, body.notes))
        elif part.get_content_disposition() == "attachment" or not _add(part, kind, body, path):
            body.attached += [part] if kind not in _SIGNATURES else []
    return body


def _add(part: Message, kind: str, body: Body, path: Path) -> bool:
    """Add a part to the text of a message; return whether it is text to be read there."""
    if kind == "message/delivery-status":
        for fields in _parts(part):
            body.text.add_plain("\n".join(f"{name}: {v}" for name, v in fields.raw_items()))
    elif kind == "text/html":
        body.notes += add_page(text_of(part, body.notes), body.text, path)
    elif kind in {"text/plain", "text/rfc822-headers"} and not file_name(part):
        flowed = parameter(part, "format").lower() == "flowed"
        joined = flowed and parameter(part, "delsp").lower() == "yes"
        body.text.add_plain(text_of(part, body.notes), is_flowed=flowed, is_joined=joined)
    else:
        return False
    return True


def _best(part: Message, path: Path) -> Message:
    """Return the version of a part that has its words: the plain text, unless that is a stub."""
    versions = _parts(part)
    plain = next((item for item in versions if item.get_content_type() == "text/plain"), None)
    rich = next((item for item in reversed(versions) if _is_rich(item)), None)
    if plain is None or rich is None:
        return rich or plain or (versions[-1] if versions else part)
    page = next(item for item in rich.walk() if item.get_content_type() == "text/html")
    shown = MessageText()
    add_page(text_of(page), shown, path)
    is_stub = len(text_of(plain).split()) < _LEAST_SHARE * len(shown)
    has_more = rich is not page or len(versions) > 2  # noqa: PLR2004 - such as an invitation
    return rich if is_stub or has_more else plain


def _parts(part: Message) -> list[Message]:
    # Text is not asked for here: to give it, the library looks up whatever names its encoding.
    payload = part.get_payload() if part.is_multipart() else []
    return (
        [inner for inner in payload if isinstance(inner, Message)]
        if isinstance(payload, list)
        else []
    )


def _is_rich(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in {"multipart/related", "multipart/mixed"}:
        return any(inner.get_content_type() == "text/html" for inner in part.walk())
    return kind == "text/html"


def text_of(part: Message, notes: list[str] | None = None) -> str:
    """Return the characters of a part.

    Args:
        part: a part without parts.
        notes: to add to, where its encoding is a guess.
    """
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return decoded(data, parameter(part, "charset"), notes)


def add_page(page: str, text: MessageText, path: Path) -> tuple[str, ...]:
    """Add text written as a web page; what it quotes stays apart.

    Args:
        page: its HTML.
        text: to add to.
        path: of the file, for errors.

    Returns:
        Notes for the user.

    Raises:
        DocumentError: its elements are nested too deeply.
    """
    content = page.replace(_OPENS, "").replace(_CLOSES, "")
    content, notes = decode_page(b"\xef\xbb\xbf" + content.encode(errors="replace"), path)
    tree = parse_page(content, path)
    for node in tree.css(_QUOTED)[:_MOST_QUOTED]:
        style = (node.attributes.get("style") or "").replace(" ", "")
        if node.tag != "blockquote" or _INDENTED not in style:
            node.insert_before(_OPENS)
            node.insert_after(_CLOSES)
    blocks = BlockText()
    add_whole(tree, blocks, shown_only=True)
    text.add_marked(blocks.extract(None), _OPENS, _CLOSES)
    return notes
