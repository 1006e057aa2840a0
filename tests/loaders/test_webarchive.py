"""A saved page is read as the page it was."""

from __future__ import annotations

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.registry import format_of
from qa.loaders.webarchive import extract

PATH = Path("a.mhtml")
PAGE = "<title>Ćuprija</title><nav>Menu</nav><main><h1>Ćuprija</h1><p>The bridge is long.</main>"
FRAME = "<p>An advertisement."


def archive(*pages: tuple[str, str], start: str = "") -> bytes:
    """Return an archive of pages, each with an encoding, and a picture."""
    saved = MIMEMultipart("related", type="text/html")
    for number, (page, encoding) in enumerate(pages):
        part = MIMEText(page, "html", encoding)
        part["Content-ID"] = f"<{number}@page>"
        saved.attach(part)
    saved.attach(MIMEImage(b"GIF89a", "gif"))
    if start:
        saved.set_param("start", start)
    return saved.as_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-2"])
def test_the_page_in_the_archive_is_read(encoding: str) -> None:
    """In the encoding that the archive names; pictures and frames are no text."""
    (found,) = extract(archive((PAGE, encoding), (FRAME, "utf-8")), PATH)
    assert (found.text, found.title) == ("Ćuprija\n\nThe bridge is long.", "Ćuprija")


def test_the_page_that_the_archive_names_comes_first() -> None:
    """Others are frames in it."""
    (found,) = extract(archive((FRAME, "utf-8"), (PAGE, "utf-8"), start="<1@page>"), PATH)
    assert found.title == "Ćuprija"


def test_both_suffixes_are_pages() -> None:
    """Browsers write either."""
    for name in ("a.mhtml", "a.mht"):
        assert (format_of(Path(name)).name, format_of(Path(name)).module) == (
            "web pages",
            "qa.loaders.webarchive",
        )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "has no web page in it"),
        (archive(), "has no web page in it"),
        (b"Content-Type: multipart/related; boundary=a\n\n" + b"multipart/" * 101, "more than 100"),
    ],
)
def test_what_holds_no_page_is_refused(data: bytes, reason: str) -> None:
    """And what would take long to read."""
    with pytest.raises(DocumentError, match=reason):
        list(extract(data, PATH))


def test_parts_in_parts_end() -> None:
    """As deep as they may be."""
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(100)
    )
    with pytest.raises(DocumentError, match=r"no web page|nested too deeply"):
        list(extract(nested.encode(), PATH))
