"""LaTeX gives its words, its sections, lists and tables; formulas stay as written."""

from __future__ import annotations

from pathlib import Path

from qa.loaders.tex import extract

TEX = r"""\documentclass{article}
\title{On \emph{Tides}}
\begin{document}
\maketitle
\section{Heights}\label{sec:h}
They rise by 40\,\% % not by 50
in \textbf{spring} \cite{diaz}, and $x_{i}^2$ --- M\"uller says a caf\'e costs \$5.
A \define{dyke}\index{dyke!of $\infty$} is high\v{c} \c c.
\begin{itemize}
\item First
\item Second
\end{itemize}
\begin{equation}\label{e}
E = \frac{m}{c^2}
\end{equation}
\begin{tabular}{l|r}
Port & Height \\ \hline
Kiel & 3.2 \\
\end{tabular}
\begin{verbatim}
a {b} % c
\end{verbatim}
\end{document}
Not read.
"""


def test_mark_up_is_reduced() -> None:
    """As a reader of the printed page sees it, but for formulas."""
    (found,) = extract(TEX.encode(), Path("a.tex"))
    assert found.text == (
        "On Tides\n\nHeights\n\nThey rise by 40 % in spring [diaz], and $x_{i}^2$ — Müller says a "
        "café costs $5. A dyke is highč ç.\n\n- First\n- Second\n\nE = \\frac{m}{c^2}\n\n"
        "| Port | Height |\n| Kiel | 3.2 |\n\n    a {b} % c"
    )
    assert found.title == "On Tides"
    assert [(h.level, h.title) for h in found.headings] == [(1, "On Tides"), (2, "Heights")]


def test_a_footnote_stands_below_its_paragraph() -> None:
    """Its mark is in the text, also behind a command; below a table are those of all its rows."""
    text = (
        "\\section{Dues\\footnote{Since 1921.}}\\seclabel{s}\n"
        "The dues \\footnote{In \\emph{francs}, not $x_{1}$.} are paid at \\Office\\footnote{By "
        "noon.\n\nOr later.}.\n\n"
        "\\begin{tabular}{ll}\nPier\\footnote{Old.} & 3 \\\\\nQuay & 4 \\\\\n\\end{tabular}\n"
        "Not \\footnote{closed"
    )
    (found,) = extract(text.encode(), Path("a.tex"))
    assert found.text == (
        "Dues[1]\n\n[1] Since 1921.\n\nThe dues[2] are paid at [3].\n\n"
        "[2] In francs, not $x_{1}$.\n\n[3] By noon. Or later.\n\n"
        "| Pier[4] | 3 |\n| Quay | 4 |\n\n[4] Old.\n\nNot closed"
    )


def test_footnotes_that_are_not_closed_end_soon() -> None:
    """Each of many is looked at once, whatever stands between them."""
    (found,) = extract(("\\footnote{a " * 100_000).encode(), Path("a.tex"))
    assert found.text.startswith("a a a")
