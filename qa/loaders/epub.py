"""EPUB: the chapters in the order in which they are read."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qa.errors import DocumentError
from qa.loaders.archives import Zipped, attribute, every, first, text_of
from qa.loaders.extraction import BlockText
from qa.loaders.webpage.encoding import decode_page
from qa.loaders.webpage.nesting import parse_page
from qa.loaders.webpage.page import add_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.loaders.extraction import Extract

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OF_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def extract(data: bytes, path: Path) -> Iterator[Extract]:
    """Read an e-book.

    Args:
        data: bytes of the file.
        path: of the file, for errors.

    Raises:
        DocumentError: it is damaged or protected, or unpacks to too much.
    """
    archive = Zipped(data, path)
    if _ENCRYPTION in archive and any(
        attribute(method, "Algorithm") not in _OF_FONTS
        for method in every(archive.xml(_ENCRYPTION), "EncryptionMethod")
    ):
        raise DocumentError(path, "is protected against copying (DRM); add a copy that is not")
    rootfile = first(archive.xml(_CONTAINER), "rootfile")
    if rootfile is None:
        msg = f"its part {_CONTAINER!r} names no book"
        raise archive.damaged(msg)
    name = attribute(rootfile, "full-path")
    package = archive.xml(name)
    folder = posixpath.dirname(name)
    items = {
        attribute(item, "id"): posixpath.normpath(
            posixpath.join(folder, unquote(attribute(item, "href")))
        )
        for item in every(package, "item")
        if attribute(item, "media-type") in _PAGES and "nav" not in attribute(item, "properties")
    }
    blocks = BlockText()
    notes: dict[str, None] = {}  # once for all chapters
    for reference in every(package, "itemref"):
        chapter = items.get(attribute(reference, "idref"))
        if chapter and chapter in archive:
            content, found = decode_page(archive.read(chapter), path)
            notes |= dict.fromkeys(found)
            add_whole(parse_page(content, path), blocks)
    title, language = (text_of(first(package, name)) for name in ("title", "language"))
    yield blocks.extract(title, language, tuple(notes))
