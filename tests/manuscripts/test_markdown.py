"""Markdown as a manuscript."""

from __future__ import annotations

from qa.manuscripts.markdown import read_markdown
from qa.manuscripts.quoted import quotations_in

TEXT = """\
---
bibliography:
  - one.bib
  - two.bib
---

# Mills

He *said* "the **big** wheel turned"[^1] and `"code is no quotation"`.

```python
print("nor is code in a block")
```

    x = "nor indented code"

<!-- "nor is a comment at all" -->

> [!NOTE]
> This box is no quotation at all.

> A block \\*quote\\* of
> two lines.
>
> Its second paragraph here.
>
> — Smith, The Lease, p. 4

Read ["the words of a link"](a/lease.pdf "its title is none") or <a title="x y z">it</a>.

[^1]: Jones, *Water Law* (2019), p. 7,
    and "the note goes on".

## References

Smith, J., "A Title of Many Words," 2020.
"""


def test_quotations_are_in_prose_and_block_quotes() -> None:
    """Not in code, comments, attributes, boxes and lists of references."""
    found = quotations_in(read_markdown(TEXT, "a.md"), lambda _: False)
    assert [one.text for one in found.checkable] == [
        "the **big** wheel turned",
        "A block *quote* of\ntwo lines.",
        "Its second paragraph here.",
        "the words of a link",
        "the note goes on",
    ]


def test_each_quotation_is_where_the_file_has_it() -> None:
    """The region gives back the words as they are written."""
    for one in quotations_in(read_markdown(TEXT, "a.md"), lambda _: False).checkable:
        region = one.region
        assert region
        written = TEXT[region.offset : region.offset + region.length]
        assert written.replace("\\", "").replace("\n> ", "\n") == one.text
        before = TEXT[: region.offset]
        assert region.line == before.count("\n") + 1
        assert region.column == len(before) - before.rfind("\n")


def test_sources_are_footnotes_and_the_author_below_a_block() -> None:
    """The line of the author is the source of the paragraph above it."""
    found = quotations_in(read_markdown(TEXT, "a.md"), lambda _: False).checkable
    assert found[0].sources[0].pages == (7, 7)
    assert found[2].sources[0].words == "Smith, The Lease, p. 4"
    assert found[4].sources == found[0].sources  # a quotation in a note is from its source


def test_the_front_matter_names_bibliographies() -> None:
    """As a list, or on the line of its key."""
    assert read_markdown(TEXT, "a.md").bibliographies == ("one.bib", "two.bib")
    one = read_markdown("---\ntitle: x\nbibliography: 'refs.bib'\n---\n", "a.md")
    assert one.bibliographies == ("refs.bib",)


def test_citations_of_pandoc_have_keys_and_pages() -> None:
    """In brackets, with several keys, in the sentence, and in an inline note."""
    text = 'A "b c d" [see @a1, pp. 33-35; @b2]. As @c3 [p. 4] says, "e f g". "h i j"^[@d4, 9].'
    found = quotations_in(read_markdown(text, "a.md"), lambda _: False).checkable
    cited = [[(source.key, source.pages) for source in one.sources] for one in found]
    assert cited == [[("a1", (33, 35)), ("b2", None)], [("c3", (4, 4))], [("d4", (9, 9))]]
