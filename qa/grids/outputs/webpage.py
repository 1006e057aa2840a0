"""A grid as one web page, which works offline: filter, sort, and a click shows the context.

The page loads nothing and sends nothing: its policy allows its own style and script, named by their
hashes, and nothing else. Without the script, the table is there all the same.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.grids.outputs.entries import LABELS, LEGEND, RARE, Entry, short_names, size

if TYPE_CHECKING:
    from qa.grids.outputs.entries import Link
    from qa.grids.records import Grid

_FOLDER = Path(__file__).parent / "page"
_LONGEST_SHOWN = 600  # characters of a quote in the table; the dialog has all
_SAFE = ("http://", "https://")


def to_webpage(grid: Grid, link: Link, title: str = "Questions and documents") -> bytes:
    """Return a grid as HTML.

    Args:
        grid: to write.
        link: returns the address of a quote's source.
        title: of the page.
    """
    style, script = _part("page.css"), _part("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    data: list[dict[str, Any]] = []
    rows = "\n".join(_row(grid, position, link, data) for position in range(len(grid.questions)))
    names = short_names(grid)
    heads = "".join(
        f'<th scope="col"><button type="button" title="{escape(column.doc_id)}">{escape(name)}'
        "</button></th>"
        for name, column in zip(names, grid.columns, strict=True)
    )
    choices = "".join(
        f'<option value="{i}">{escape(name)}</option>' for i, name in enumerate(names)
    )
    labels = "".join(
        f'<option value="{name}">{escape(words)}</option>'
        for name, words in LABELS.items()
        if name not in RARE or grid.counts()[name]
    )
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
{_about(grid)}
<div class="controls" hidden>
<label>Search <input id="words" type="search"></label>
<label>How sure <select id="sure"><option value="">all</option>{labels}</select></label>
<label>Document <select id="column"><option value="">all</option>{choices}</select></label>
<span id="shown" class="quiet" role="status" data-pattern="# of {len(grid.questions):,} questions">\
</span>
</div>
</header>
<div class="frame" tabindex="0" role="region" aria-label="Grid">
<table>
<thead><tr><th scope="col"><button type="button">Question</button></th>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
<dialog aria-label="Quote"><button type="button" class="close">Close</button><div></div></dialog>
<script type="application/json" id="cells">{_json(data)}</script>
<script>{script}</script>
</body>
</html>
""".encode()


def _about(grid: Grid) -> str:
    counts = grid.counts()
    found = ", ".join(f"{counts[name]:,} {words}" for name, words in LABELS.items() if counts[name])
    legend = " ".join(
        f"<b>{escape(LABELS[name].capitalize())}:</b> {escape(text)}"
        for name, text in LEGEND.items()
        if counts[name]
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in grid.notes)
    return (
        f"<p>{size(grid)}: {found}. "
        "Every quote is in the words of its document.</p>"
        f'<p class="quiet">{legend}</p>{notes}'
    )


def _row(grid: Grid, position: int, link: Link, data: list[dict[str, Any]]) -> str:
    question = grid.questions[position]
    above = " · ".join(filter(None, (question.id, question.section)))
    head = f'<span class="section">{escape(above)}</span>' if above else ""
    cells = (
        _cell(Entry(question, column, cell), link, data)
        for column, cell in zip(grid.columns, grid.row(position), strict=True)
    )
    return f'<tr><th scope="row">{head}{escape(question.text)}</th>{"".join(cells)}</tr>'


def _cell(entry: Entry, link: Link, data: list[dict[str, Any]]) -> str:
    cell, quote = entry.cell, entry.cell.quote
    begin = f'<td class="{cell.label}" data-p="{cell.probability:.4f}">'
    if quote is None:
        remark = escape(" ".join((entry.label, *entry.remarks)))
        return f"{begin}<span>{remark}</span></td>"
    citation = quote.citation
    address = link(quote)
    data.append(
        {
            "question": entry.question.text,
            "label": cell.label,
            "sure": entry.sure,
            "citation": entry.citation,
            "document": citation.doc_id,
            "lead_in": quote.lead_in(),
            "quote": quote.text,
            "before": cell.before,
            "after": cell.after,
            "start": citation.start,
            "end": citation.end,
            "remarks": entry.remarks,
            "link": address if _is_safe(address) else "",
        }
    )
    document = "" if cell.doc_id else citation.doc_id
    place = escape(" · ".join(filter(None, (document, citation.where(), entry.sure))))
    words = entry.words
    words = words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]} […]"
    return (
        f'{begin}<button type="button" data-cell="{len(data) - 1}"><span class="words">'
        f'{escape(words)}</span><span class="place">{place}</span></button></td>'
    )


def _is_safe(address: str) -> bool:
    """Return whether an address is of the web, or of a file next to the page, and no script."""
    return address.startswith(_SAFE) or ":" not in address.partition("/")[0]


@cache
def _part(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _json(data: list[dict[str, Any]]) -> str:
    """Return JSON that ends no script element, whatever words are in it."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
