"""``qa build``: index documents, once or whenever they change."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from qa.cli.arguments import add_collection, collection_of, corpus_of
from qa.cli.output import contents, counted, print_error, print_identity, print_notes
from qa.errors import QAError
from qa.loaders.registry import format_names
from qa.settings import OCR_MODES, Settings, override

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from qa.embedders.protocol import Embedder
    from qa.indexing.build import BuildReport

NAME = "build"
HELP = "index documents"
_FORMATS = fill(f"Index documents, so that you can ask them questions: {format_names()}.", width=99)
DESCRIPTION = f"""\
{_FORMATS}

A build reads only what has changed since the last one. It replaces the index in use when the new
one is complete and checked, and skips files that it cannot read."""
EXAMPLES = """\
examples:
  qa build                              index the documents in corpus/
  qa build ~/papers notes.md            index a folder and a file
  qa build ~/papers --into papers-index
  qa build ~/papers --watch             build again whenever files change
  qa build scans --ocr-languages deu    scanned pages in German
  qa build --collection contracts       from and into the folders of that collection
  qa build archive --model static       a very large folder, with the fast model

exit status: 0 done; 1 an error, or files were skipped; 2 wrong usage"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa build``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders to index (default: corpus)",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--into", metavar="INDEX", help="folder to write the index to (default: QA_INDEX or index)"
    )
    add_collection(which)
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="sentence-transformers name or folder, or static: for millions of passages on one "
        "machine; builds much faster and finds less (default: QA_MODEL, the model of the index, "
        "or all-MiniLM-L6-v2)",
    )

    reading = parser.add_argument_group("pages that are pictures")
    reading.add_argument(
        "--ocr",
        choices=OCR_MODES,
        help="recognize words: on pages that have none (auto), never, or on all pages of every PDF "
        "(force) (default: QA_OCR or auto)",
    )
    reading.add_argument(
        "--ocr-languages",
        metavar="NAMES",
        help="languages of the pages, by tesseract's names: deu+eng (default: QA_OCR_LANGUAGES or "
        "eng)",
    )

    running = parser.add_argument_group("how it runs")
    running.add_argument(
        "--watch", action="store_true", help="build again whenever files change, until Ctrl-C"
    )
    running.add_argument("--quiet", action="store_true", help="print no progress and no summary")

    cluster = parser.add_argument_group("on a cluster")
    cluster.add_argument(
        "--store", metavar="ADDRESS", help="publish the index to a cluster too: milvus://host:19530"
    )
    cluster.add_argument(
        "--workers",
        metavar="WHERE",
        help="read and embed with Ray: ray on this machine, ray://HOST:PORT on a cluster",
    )


def run(options: Namespace) -> int:
    """Build once, or with ``--watch`` again after every change, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.indexing.build import build_with_report
    from qa.loaders.folders.watching import changes
    from qa.progress import ProgressBar

    override("QA_OCR", options.ocr)
    override("QA_OCR_LANGUAGES", options.ocr_languages)
    if options.ocr == "force" or options.ocr_languages:
        _refuse_without_engine()
    paths, into = _from_and_into(options)
    embedder: Embedder | None = None
    for _ in changes([Path(path) for path in paths], into):
        try:
            with ProgressBar(hidden=options.quiet) as bar:
                report = build_with_report(
                    paths,
                    into=into,
                    model=options.model,
                    embedder=embedder,
                    store=options.store,
                    progress=bar,
                    workers=options.workers,
                )
        except QAError as error:
            if embedder is None:  # the first build: wrong options would fail every time
                raise
            print_error(error)
            continue
        embedder = report.index.embedder  # loading it takes longer than a small build
        _print_report(report, quiet=options.quiet)
        if not options.watch:
            return 1 if report.skipped else 0
    raise AssertionError  # `changes` never ends; Ctrl-C does


def _from_and_into(options: Namespace) -> tuple[Sequence[str | Path], Path]:
    """Return the files and folders to index, and the folder of the index."""
    collection = collection_of(options)
    if collection is None:
        into = Path(options.into) if options.into else Settings.current().index
        return options.paths or ["corpus"], into
    if options.paths:
        msg = (
            f"The collection {collection.name!r} has its documents in its own folder. Build it "
            "without naming files, or put them there."
        )
        raise QAError(msg)
    return [corpus_of(collection)], collection.index


def _refuse_without_engine() -> None:
    """Refuse options that name a recognition engine which is not installed."""
    from qa.loaders.ocr.engines import NoEngine, find_engine

    engine = find_engine()
    if isinstance(engine, NoEngine):
        msg = f"No words can be recognized in pictures: {engine.reason}."
        raise QAError(msg)


def _print_report(report: BuildReport, *, quiet: bool) -> None:
    manifest = report.index.generation.manifest
    if not quiet:
        embedded = counted(report.embedded, "texts")
        print(f"{contents(manifest.counts)}; {embedded} embedded; {report.seconds:.1f} s")
        print_identity(manifest)
    print_notes(report.notes)
    for error in report.skipped:
        print(f"skipped {error}", file=sys.stderr)
    if report.skipped:
        print(f"{len(report.skipped):,} skipped", file=sys.stderr)
