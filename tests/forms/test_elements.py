"""XML is changed at the bytes that are named, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.forms.elements import Edit, as_xml, element_tree, spliced, with_attribute

XML = (
    '<?xml version="1.0" encoding="UTF-8"?><!-- é --><w:a xmlns:w="urn:w" x = \'>"\'>é<w:b/>'
    '<w:b y="1 > 0">t&amp;<c/>u</w:b ><![CDATA[<b>]]></w:a>\n'
).encode()


def test_elements_know_their_bytes() -> None:
    """Also behind letters of two bytes, comments, and ``>`` in the value of an attribute."""
    root = element_tree(XML)
    empty, full = root.every("b")
    assert XML[empty.start : empty.end] == b"<w:b/>"
    assert XML[full.start : full.end] == b'<w:b y="1 > 0">t&amp;<c/>u</w:b >'
    assert XML[full.start_end : full.inner_end] == b"t&amp;<c/>u"
    assert (full.text, full.attribute("y"), full.prefix) == ("t&u", "1 > 0", "w")
    assert (empty.is_empty_tag, full.is_empty_tag) == (True, False)
    assert XML[root.end :] == b"\n"


def test_an_attribute_is_set_where_it_is_or_added() -> None:
    """The rest of the tag stays."""
    root = element_tree(XML)
    full = list(root.every("b"))[1]
    assert b'<w:b y="&lt;2">' in spliced(XML, [with_attribute(XML, full.start, "y", "<2")])
    assert b'<w:b z="3" y="1 > 0">' in spliced(XML, [with_attribute(XML, full.start, "z", "3")])


def test_changes_that_overlap_are_refused() -> None:
    """They would lose bytes."""
    with pytest.raises(ValueError, match="overlap"):
        spliced(b"abcdef", [Edit(0, 3, b""), Edit(2, 4, b"")])


@given(st.binary(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.binary(max_size=3))))
def test_insertions_lose_nothing(data: bytes, inserted: list[tuple[int, bytes]]) -> None:
    """What is not inserted is what was there."""
    edits = [Edit(min(at, len(data)), min(at, len(data)), new) for at, new in inserted]
    result = spliced(data, edits)
    assert len(result) == len(data) + sum(len(edit.content) for edit in edits)
    rest = iter(result)
    assert all(byte in rest for byte in data)


@pytest.mark.parametrize(
    "xml", [b"<a>", b"\xff\xfe<\0a\0/\0>\0", b'<?xml version="1.0" encoding="latin-1"?><a/>']
)
def test_what_is_not_well_formed_or_not_utf8_is_refused(xml: bytes) -> None:
    """Offsets into it would be wrong."""
    with pytest.raises(ValueError, match="it is"):
        element_tree(xml)


@given(st.text())
def test_every_text_can_be_content(text: str) -> None:
    """A parser reads it back, but for what XML cannot have."""
    read = element_tree(f"<a>{as_xml(text)}</a>".encode("utf-8", "surrogatepass")).text
    assert len(read) == len(text.replace("\r\n", "\n"))
