"""A JSON Lines file is a document a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.indexing.build import build_with_report
from qa.loaders.jsonlines import extract
from tests.support.indexes import Library


def test_each_line_is_a_document(tmp_path: Path) -> None:
    """Named by its id, or by its line."""
    library = Library(tmp_path)
    library.corpus.mkdir()
    rows = [{"id": "x/1", "title": "One", "text": "An apple.\r\nRed."}, {"text": "A bird."}]
    lines = "\n\n".join(json.dumps(row) for row in rows)
    (library.corpus / "all.jsonl").write_text(lines, encoding="utf-8")
    index = build_with_report([library.corpus], into=library.root, embedder=library.embedder).index
    assert [(d.doc_id, d.title, d.text) for d in index.documents()] == [
        ("all.jsonl#3", "3", "A bird."),
        ("all.jsonl#x/1", "One", "An apple.\nRed."),
    ]


def test_a_line_ends_only_where_json_lines_end() -> None:
    """What Unicode calls a line separator stands in the text as it is."""
    texts = [f"An{sign}apple." for sign in "\u2028\u2029\x85"]
    data = "\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    assert [found.text for found in extract(data.encode(), Path("a.jsonl"))] == texts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2 is not JSON: a key in double quotes is missing at character 2; correct or"),
        ("text", "line 2 is not JSON: a value is missing at character 1; correct or remove the"),
        ('{"text" "a"}', "line 2 is not JSON: a colon is missing at character 9;"),
        ('{"text": "a"', "line 2 is not JSON: a comma or a closing bracket is missing at charac"),
        ('{"text": "a', "line 2 is not JSON: a quotation mark is missing after the text"),
        ('{"text": "a\tb"}', "line 2 is not JSON: a text has a control character, such as a tab,"),
        (
            r'{"text": "C:\d"}',
            "line 2 is not JSON: a backslash is followed by an unknown escape at",
        ),
        ('{"text": "a"} b', "line 2 is not JSON: something follows the object at character 15;"),
        ("[" * 100_000, "line 2 is not JSON: it is nested too deeply; each line must be an object"),
        ("[1]", "line 2 has no 'text'; each line must be an object with a text, such as {"),
        ('{"text": 3}', "line 2 has no 'text'"),
        ('{"text": "a", "id": [1]}', "line 2: 'id' is not text"),
        ('{"text": "a", "id": true}', "line 2: 'id' is not text"),
        ('{"text": "a", "id": "first"}', "line 2 has the id 'first' of a line before"),
        ('{"text": "a", "id": "\\ud800"}', "line 2: 'id' has half of a surrogate pair"),
    ],
)
def test_a_wrong_line_is_named(line: str, reason: str) -> None:
    """By its number, in words, with what to do."""
    data = f'{{"text": "a", "id": "first"}}\n{line}'.encode()
    with pytest.raises(DocumentError) as caught:
        list(extract(data, Path("a.jsonl")))
    assert caught.value.reason.startswith(reason)


def test_json_over_several_lines_is_told_from_json_lines() -> None:
    """As programs print it: the suffix is wrong then."""
    data = json.dumps([{"text": "a"}], indent=2).encode()
    with pytest.raises(
        DocumentError, match=r"is JSON, but not JSON Lines: .* Name the file \.json"
    ):
        list(extract(data, Path("a.jsonl")))
