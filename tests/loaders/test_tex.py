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
