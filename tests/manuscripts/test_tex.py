"""LaTeX as a manuscript."""

from __future__ import annotations

from qa.manuscripts.quoted import quotations_in
from qa.manuscripts.tex import read_tex

TEXT = r"""\documentclass{article}
\addbibresource{refs.bib}
\newcommand{\x}{``not in the text''}
\begin{document}
% ``a comment is none''
He says ``the \emph{big} wheel turned'' \cite[see][33--35]{a1,b2}.
\textcite[4]{c3} holds \enquote{a caf\'e of \enquote{inner} words}.\footnote{Jones, \emph{Water
Law} (2019), p.~7, and \enquote{the note goes on}.}
\begin{quote}
A block quote \ldots{} of 50\,\% here. \autocite[9]{d4}
\end{quote}
\begin{displayquote}[Smith, The Lease, p. 4]
[A]nother one with words.
\end{displayquote}
\textcquote[5]{e5}{words with a key}. \blockquote[Doe 1999, p. 2]{words with a note}.
\glqq deutsche Worte hier\grqq{} and "`noch mehr Worte"' and «des mots ici».
\begin{verbatim}
"code is no quotation"
\end{verbatim}
\verb|"nor is this code"| $"x y z w"$
\end{document}
"""


def test_quotations_are_marks_commands_and_environments() -> None:
    """Comments, code, formulas and the preamble have none; words are read without commands."""
    found = quotations_in(read_tex(TEXT, "a.tex"), lambda _: False)
    assert [one.text for one in found.checkable] == [
        "the big wheel turned",
        "a café of ‘inner’ words",
        "A block quote … of 50 % here.",
        "[A]nother one with words.",
        "words with a key",
        "words with a note",
        "deutsche Worte hier",
        "noch mehr Worte",
        "des mots ici",
        "the note goes on",
    ]


def test_sources_are_citations_and_footnotes() -> None:
    """The page is that of the last key; a command that is a part of the sentence counts too."""
    found = quotations_in(read_tex(TEXT, "a.tex"), lambda _: False).checkable
    cited = [[(one.key or one.words, one.pages) for one in each.sources] for each in found]
    note = "Jones, Water Law (2019), p. 7, and \\enquote{the note goes on}."
    assert cited[:2] == [[("a1", None), ("b2", (33, 35))], [(cited[1][0][0], (7, 7))]]
    assert cited[1][0][0].startswith(note[:30])
    assert cited[2:6] == [
        [("d4", (9, 9))],
        [("Smith, The Lease, p. 4", (4, 4))],
        [("e5", (5, 5))],
        [("Doe 1999, p. 2", (2, 2))],
    ]


def test_each_quotation_is_where_the_file_has_it() -> None:
    """On the line and at the column where its first word is."""
    first = quotations_in(read_tex(TEXT, "a.tex"), lambda _: False).checkable[0]
    assert first.region
    assert (first.region.line, first.region.column) == (6, 11)
    assert TEXT[first.region.offset :].startswith(r"the \emph{big} wheel turned''")


def test_files_that_it_includes_are_named() -> None:
    """They are not read, and a user should know."""
    manuscript = read_tex("\\begin{document}\\input{one}\\include{two}\\bibliography{a,b}", "a.tex")
    assert "not read: one, two." in manuscript.remarks[0]
    assert manuscript.bibliographies == ("a", "b")


def test_braces_that_nothing_closes_take_no_time() -> None:
    """Nor are any words lost."""
    text = "\\begin{document}" + "\\enquote{" * 20_000 + "\\cite[" * 20_000 + "the end"
    assert read_tex(text, "a.tex").words.endswith("the end")
