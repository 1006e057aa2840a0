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
    with pytest.raises(DocumentError, match=r"is not a notebook|is not JSON"):
        list(extract(data, Path("a.ipynb")))


def _with(*results: dict[str, object]) -> bytes:
    outputs = [{"output_type": "display_data", "data": data} for data in results]
    cell = {"cell_type": "code", "source": "show()", "outputs": outputs}
    return json.dumps({"cells": [cell]}).encode()


def test_results_that_are_pages_or_values_are_read() -> None:
    """Also where their plain text is only the name of what they are; others are noted."""
    data = _with(
        {"text/html": "<p>The total is <b>4711</b> euros.</p><script>no()</script>"},
        {"text/plain": "<IPython.core.display.HTML object>", "text/html": ["<p>Sold", " out</p>"]},
        {"application/json": {"total": 4711}},
        {"application/javascript": "run()"},
    )
    (found,) = extract(data, Path("a.ipynb"))
    assert found.text == (
        '    show()\n\n    The total is 4711 euros.\n\n    Sold out\n\n    {"total": 4711}'
    )
    assert found.notes == ("1 result is neither text nor a picture, and not read",)


def test_a_number_of_any_length_costs_nothing() -> None:
    """Python makes no integer of so many digits."""
    cell = b'{"cell_type": "raw", "source": "Words.", "execution_count": ' + b"1" * 5_000 + b"}"
    (found,) = extract(b'{"cells": [' + cell + b"]}", Path("a.ipynb"))
    assert found.text == "Words."
