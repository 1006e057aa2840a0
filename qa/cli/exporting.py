"""Saves the answer of ``qa ask`` in other formats, and annotated copies of the PDFs it quotes."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import index_of
from qa.cli.output import print_notes, write_file
from qa.errors import QAError

if TYPE_CHECKING:
    from argparse import Namespace, _ActionsContainer

    from qa.index.search import Index
    from qa.records import Answer, Document

SUFFIXES = (
    *(".pdf", ".docx", ".html", ".md", ".annotated.zip", ".obsidian.zip"),
    *(".ris", ".csl.json", ".bib", ".hypothesis.json"),
)
"""Endings of the files that an answer can be exported to, as help and messages list them."""


def add_exports(arguments: _ActionsContainer) -> None:
    """Declare the options that :func:`export` reads.

    Args:
        arguments: a group of the parser's options.
    """
    arguments.add_argument(
        "--export",
        metavar="FILE",
        action="append",
        type=_export_file,
        default=[],
        help="save the answer; the ending says how: .pdf, .docx (with footnotes), .html (checks "
        "itself), .md, .ris (Zotero), .csl.json, .bib, .obsidian.zip, .hypothesis.json, or "
        ".annotated.zip; repeat it for more",
    )
    arguments.add_argument(
        "--annotate",
        metavar="FOLDER",
        help="save copies of the quoted PDFs there, with the quotes highlighted",
    )
    arguments.add_argument(
        "--source",
        metavar="PATH",
        help="the folder of the documents, for --annotate (default: where they were indexed)",
    )
    arguments.add_argument(
        "--force",
        action="store_true",
        help="overwrite existing files with --receipt, --export and --annotate",
    )


def is_exported(options: Namespace) -> bool:
    """Return whether an answer is to be saved.

    Args:
        options: as :func:`add_exports` declares them.
    """
    return bool(options.export or options.annotate)


def refuse_existing(options: Namespace) -> None:
    """Refuse files that exist before anything is asked, so that none is saved or all are.

    Args:
        options: as :func:`add_exports` declares them, and ``receipt``.

    Raises:
        QAError: a file exists and is not to be overwritten.
    """
    for path in map(Path, [*options.export, *([options.receipt] if options.receipt else [])]):
        is_taken = path.is_file() or path.is_dir()  # no device or pipe: those replace nothing
        if is_taken and not options.force:
            raise QAError(_exists(path))


def export(options: Namespace, answer: Answer, index: Index) -> None:
    """Save an answer in the formats of the options.

    Args:
        options: as :func:`add_exports` declares them, and those of the index.
        answer: to save.
        index: that answered.

    Raises:
        QAError: a file exists or cannot be written, or there is no PDF to annotate.
    """
    from qa.rendering.transcripts.annotated_copies import NO_COPY, annotated_copies
    from qa.rendering.transcripts.formats import Export, format_of

    folder = index_of(options)
    source = Path(options.source) if options.source else None

    def file(document: Document) -> Path | None:
        from qa.cli.sources import file_of

        return file_of(document, folder, source)[0]

    what = Export(
        answers=[answer],
        title=answer.question,
        exported=datetime.now().astimezone(),
        document=index.document,
        file=file,
        base_url=options.base_url,
    )
    for name in options.export:
        format_ = format_of(name)
        assert format_ is not None  # the parser has checked it
        _write(Path(name), format_.write(what), overwrite=options.force)
    if options.annotate:
        copies, notes = annotated_copies(what.answers, what.document, what.file)
        for name, content in copies.items():
            path = Path(options.annotate, name)
            _write(path, content, overwrite=options.force)
            print_notes([f"saved {str(path)!r}"])
        print_notes(notes)
        if not copies:
            raise QAError(NO_COPY)


def _export_file(name: str) -> str:
    """Return the name of a file to export to.

    Raises:
        ArgumentTypeError: its ending is of no format.
    """
    if not name.lower().endswith(SUFFIXES):
        msg = f"{name!r} has none of the endings {', '.join(SUFFIXES)}"
        raise ArgumentTypeError(msg)
    return name


def _exists(path: Path) -> str:
    return f"{str(path)!r} exists. Name another file, or overwrite it with --force."


def _write(path: Path, content: str | bytes, *, overwrite: bool) -> None:
    """Write a file; what exists is overwritten only where that is wanted."""
    if path.exists() and not overwrite:
        raise QAError(_exists(path))
    write_file(path, content)
