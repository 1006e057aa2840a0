"""A notebook is its cells in order, with what they printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.notebook import extract

BOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Tides\n", "They rise."]},
        {
            "cell_type": "code",
            "source": "print(3)",
            "outputs": [
                {"output_type": "stream", "text": ["\x1b[31m3\x1b[0m\n"]},
                {"output_type": "display_data", "data": {"image/png": "x", "text/plain": "<F>"}},
                {"output_type": "error", "ename": "KeyError", "evalue": "'kiel'"},
            ],
        },
        {"cell_type": "markdown", "source": "## More\n\nEnd."},
    ]
}


def test_cells_are_in_order() -> None:
    """Headings are those of the Markdown; a picture is noted."""
    (found,) = extract(json.dumps(BOOK).encode(), Path("a.ipynb"))
    assert found.text == (
        "# Tides\nThey rise.\n\n    print(3)\n\n    3\n\n    KeyError: 'kiel'\n\n## More\n\nEnd."
    )
    assert [found.text[h.start : h.end] for h in found.headings] == ["# Tides", "## More"]
    assert found.title == "Tides"
    assert found.notes == ("1 result is a picture and not read",)


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"cells": 3}', b"{"])
def test_what_is_no_notebook_is_refused(data: bytes) -> None:
    """With a sentence."""
    with pytest.raises(DocumentError, match=r"is no notebook|is not JSON"):
        list(extract(data, Path("a.ipynb")))
