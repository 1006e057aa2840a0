"""Text stays text in the HTML of the chat."""

from __future__ import annotations

import html

from hypothesis import given
from hypothesis import strategies as st

from qa.web.page.escaping import escaped

encodable = st.text(st.characters(exclude_categories=["Cs"]))


@given(encodable)
def test_escaped_text_is_one_line_and_reads_as_the_text(text: str) -> None:
    """Nothing is lost, and nothing is left that HTML or Markdown would act on."""
    line = escaped(text)
    text = text.replace("\0", "\ufffd")
    assert html.unescape(line.replace("&#13;", "\r")) == html.unescape(html.escape(text))
    assert not set(line) & set("<>\"'\n\r\t")


def test_a_lone_surrogate_is_shown_as_a_replacement_character() -> None:
    """Such a string can be typed into a request, but not sent back."""
    assert escaped("a\ud800b") == "a\ufffdb"
