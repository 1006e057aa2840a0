"""A transcript as a web page: one file, with no script and nothing to load."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from qa.rendering.transcripts.entries import TITLE, entries, exported_line, heading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from qa.records import Answer
    from qa.rendering.transcripts.entries import Entry, Quoted

_STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1.25rem; font: 1rem/1.55 Georgia, serif; }
h1 { font-size: 1.75rem; font-weight: 400; }
h2 { margin: 2.5rem 0 0.25rem; font-size: 1.125rem; }
h2, blockquote { white-space: pre-line; overflow-wrap: anywhere; }
h2, blockquote, th, td { text-align: start; unicode-bidi: plaintext; }
.verdict { margin: 0 0 0.5rem; font: 600 0.9375rem/1.4 system-ui, sans-serif; white-space: pre-line; }
.remark, figcaption { font: 0.8125rem/1.45 system-ui, sans-serif; opacity: 0.8; }
figure { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid #1f5c4d; break-inside: avoid; }
figure.nearest { border-left-color: #8a857a; }
blockquote { margin: 0 0 0.35rem; }
table { border-collapse: collapse; white-space: normal; font: 0.9375rem/1.45 system-ui, sans-serif; }
th, td { padding: 0.2rem 1rem 0.2rem 0; border-bottom: 1px solid #8a857a66; vertical-align: top; }
.lead-in { margin: 0 0 0.25rem; font-style: italic; opacity: 0.8; unicode-bidi: plaintext; }
th.context { font-weight: 400; font-style: italic; opacity: 0.8; }
th.said { font-weight: 400; border-bottom-width: 2px; }
tbody + tbody th, tbody + tbody td { border-top: 2px solid #8a857a; }
"""  # noqa: E501 - a rule of CSS a line


def to_webpage(
    answers: Sequence[Answer], title: str = TITLE, exported: datetime | None = None
) -> str:
    """Return a conversation as HTML: a section for each question, a figure for each quote.

    Args:
        answers: of the conversation, in order.
        title: its name.
        exported: when it is written; None leaves that out.
    """
    name = escape(title)
    line = exported_line(exported)
    written = f'<p class="remark">{escape(line)}</p>\n' if line else ""
    sections = "\n".join(map(_section, entries(answers)))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{name}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{escape(heading(title, answers))}</h1>\n{written}{sections}\n"
        "</body>\n</html>\n"
    )


def _section(entry: Entry) -> str:
    remarks = (f'<p class="remark">{escape(remark)}</p>' for remark in entry.remarks)
    nearest = (
        f'<p class="remark">{escape(entry.nearest_label)}</p>',
        *(_figure(quoted, "nearest") for quoted in entry.nearest),
    )
    parts = (
        f"<h2>{escape(entry.question)}</h2>",
        f'<p class="verdict">{escape(entry.verdict)}</p>',
        *remarks,
        *map(_figure, entry.quotes),
        *(nearest if entry.nearest else ()),
    )
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _figure(quoted: Quoted, kind: str = "quote") -> str:
    words = _table(quoted) if quoted.rows else escape(quoted.text)
    lead_in = f'<p class="lead-in">{escape(quoted.lead_in)}</p>' if quoted.lead_in else ""
    return (
        f'<figure class="{kind}">{lead_in}<blockquote>{words}</blockquote>'
        f"<figcaption>{escape(quoted.citation)}</figcaption></figure>"
    )


def _table(quoted: Quoted) -> str:
    """Return quoted rows below, or beside, the names of their columns."""
    if quoted.upright:
        rows = "".join(
            "<tbody>"
            + "".join(
                f'<tr><th class="context">{escape(name)}</th><td>{escape(words)}</td></tr>'
                for name, words in row
            )
            + "</tbody>"
            for row in quoted.upright
        )
        return f"<table>{rows}</table>"
    named, cells = (quoted.rows[:1], quoted.rows[1:]) if quoted.is_headed else ((), quoted.rows)
    head = "".join(
        f"<tr>{''.join(f'<th class={kind}>{escape(cell)}</th>' for cell in row)}</tr>"
        for kind, above in (('"context"', quoted.header), ('"said"', named))
        for row in above
    )
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells
    )
    return f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"
