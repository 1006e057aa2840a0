"""Texts that break careless software, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from qa.files.hashing import sha256_of_text
from qa.records import Document, Heading

_PIECES = (
    "One sentence. ",
    "Dr. Smith paid $3.50 to the U.S. on Jan. 5, i.e. early! ",
    "“He said ‘no’.” ",
    "Why?! ",
    "...",
    "e\u0301",  # an accent of its own
    "\u0301",
    "👩‍👩‍👧‍👦",  # one family, seven code points
    "🇨🇳",
    "中文句子。",
    "日本語！",
    "한국어 문장. ",
    "مرحبا بالعالم. ",
    "\u202eright to left\u202c ",
    "नमस्ते। ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "\x0b",
    "\x0c",
    "\x85",
    "\u00a0",
    "\u2028",
    "\u3000",
    "\u200b",
    "\ufeff",
    "A" * 350,
    "word " * 45,
    "no full stop and no capital " * 12,
    "- an item\n",
    "2) another\n",
    "| a | b |\n|---|---|\n",
    "> quoted\n",
    "# Heading\n",
    "## Sub *heading* ##\n",
    "Underlined\n====\n",
    "Also underlined\n---\n",
    "\n\nA Short Line\n\n",
    "```\n# no heading\n```\n",
    "    indented = code\n",
)
_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"))

nasty_texts = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.text(_CHARACTERS, max_size=8)), max_size=25
).map("".join)
"""Text with line breaks of every kind; a file's content, not yet canonical."""


def document(
    text: str, pages: tuple[int, ...] = (), headings: tuple[Heading, ...] = ()
) -> Document:
    """Return a document with this canonical text."""
    return Document(
        doc_id="nasty.txt",
        title="Nasty",
        text=text,
        source_sha256=sha256_of_text(text),
        text_sha256=sha256_of_text(text),
        media_type="text/plain",
        pages=pages,
        headings=headings,
    )
