"""The command ``qa``: everything a shell can ask of Quoth."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from datetime import datetime, timezone
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli import receipts, serving
from qa.cli.arguments import add_command, add_index, index_of, positive, probability, text
from qa.errors import QAError
from qa.settings import Settings
from qa.telemetry import close_process
from qa.terminal import safe_output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.embedders.sentence_transformer import Embedder
    from qa.indexing.build import BuildReport

_ABOUT = """\
Ask your documents, get their own words back.

Quoth finds the sentences that answer a question, quotes them to the character and cites
where they stand. When the documents hold no answer, it says so. It never writes a sentence
of its own, needs no network and sends nothing anywhere."""

_EXAMPLES = """\
examples:
  qa build                                 index the documents in corpus/
  qa build ~/papers notes.md --into my     index other documents, into the folder my
  qa ask "Who opposed the tariffs?"        print the quotes that answer
  qa ask "Who opposed the tariffs?" --json --index my
  qa ask "Who pays?" --receipt pays.json   keep the answer, so that others can check it
  qa verify pays.json --source corpus      do its quotes stand in the documents?
  qa check "Nobody pays."                  is this in the documents, word for word?
  qa replay receipts/*.json                do the answers kept still hold?
  qa eval questions.jsonl --plot eval.png  measure how good the answers are
  qa ask "Who pays?" --in "contracts/*"    look only in some documents
  qa remove old.pdf                        take a document out
  qa restore-index                         bring back an index whose CURRENT file was lost
  qa serve                                 open the web chat

environment:
  QA_TOKEN    opens qa serve beyond this machine; at least 16 characters
  QA_INDEX    folder of the index (default: index)
  QA_STORE    a cluster such as milvus://host:19530: questions go there instead of to the
              folder. Only --store publishes to a cluster or removes from one.
              (QA_STORE_TOKEN or QA_STORE_TOKEN_FILE: user:password)
  QA_MODEL    sentence-transformers name or folder (default: all-MiniLM-L6-v2, shipped)
  QA_EVIDENCE_MODEL
              the reader: default, none, or a CrossEncoder's name or folder
  QA_CACHE    where a model is kept as exported, for the next index (~/.cache/quoth)
  QA_READ_TIMEOUT_S, QA_READ_MEMORY_MB
              seconds (60) and MiB (2048) that reading one file may take
  QA_MAX_FILE_MB, QA_MAX_UNPACKED_MB, QA_MAX_PAGES
              the largest file (256 MiB), unpacked (512 MiB), and PDF (10000 pages)

exit status: 0 done (also when nothing was found); 1 an error, files were skipped, or a quote
or answer does not hold; 2 wrong usage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0 done, 1 error, 2 wrong usage."""
    with safe_output():
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    options = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
        sys.stdout.flush()  # a reader that has gone is noticed here, not at exit
    except QAError as error:
        print(f"qa: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if not error.name or error.name.partition(".")[0] == "qa":
            raise
        from qa.cli.distributions import how_to_install  # noqa: PLC0415

        print(
            f"qa: This needs {error.name}, which is not installed. "
            f"Run: {how_to_install(error.name)}",
            file=sys.stderr,
        )
        return 1
    except PermissionError as error:
        print(
            f"qa: {error.filename!r} may not be read or written by this user ({error.strerror}).",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nqa: stopped. Nothing that was there before is lost.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def entry() -> None:
    """Run the command as installed."""
    close_process()
    for stream, unreadable in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=unreadable)
    sys.exit(main())


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return what reads the command line; what is heavy is imported only where it is asked for."""
    parser = argparse.ArgumentParser(
        prog="qa",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = add_command(
        commands,
        "build",
        _build,
        "index documents",
        "Index documents: PDF, Word, OpenDocument, PowerPoint, e-books, web pages, Markdown, text, "
        "RTF, CSV and JSON Lines. What did not change since the last build is taken "
        "over; the index in use is replaced only when the new one is complete and checked.",
    )
    build.add_argument(
        "paths", nargs="*", default=["corpus"], metavar="PATH", help="files and folders (corpus)"
    )
    build.add_argument("--into", metavar="INDEX", help="folder of the index (QA_INDEX or index)")
    build.add_argument(
        "--store",
        metavar="ADDRESS",
        help="publish the index to a cluster too: milvus://host:19530",
    )
    build.add_argument("--model", metavar="NAME", help="sentence-transformers name or folder")
    build.add_argument(
        "--watch", action="store_true", help="build again whenever files change; Ctrl-C ends it"
    )
    build.add_argument(
        "--workers",
        metavar="WHERE",
        help="let Ray read and embed: ray on this machine, ray://HOST:PORT on a cluster",
    )
    build.add_argument("--quiet", action="store_true", help="no progress bar, no summary")

    ask = add_command(
        commands,
        "ask",
        _ask,
        "ask a question",
        "Print the quotes that answer the question, best first, each with its citation, or say "
        "that the documents hold no answer and show what came nearest.",
    )
    ask.add_argument(
        "question", type=text, metavar="QUESTION", help="in plain words; - reads it from stdin"
    )
    ask.add_argument("-k", type=positive, default=None, metavar="K", help="most quotes (5)")
    ask.add_argument("--json", action="store_true", help="short for --format json")
    ask.add_argument(
        "--format",
        metavar="FORMAT",
        choices=("text", "markdown", "json", "html", "csl-json", "bibtex", "annotations"),
        default="text",
        help="text, markdown, json, html, csl-json, bibtex, or annotations (W3C, JSON-LD)",
    )
    ask.add_argument(
        "--base-url",
        type=text,
        metavar="URL",
        default="",
        help="where the documents are on the web: quotes are linked to their places",
    )
    ask.add_argument(
        "--receipt", metavar="FILE", help="write a receipt too, which qa verify and replay read"
    )
    ask.add_argument(
        "--min-confidence",
        type=probability,
        metavar="P",
        help="quote from this probability on that the documents answer, 0 to 1",
    )
    ask.add_argument(
        "--evidence-model", metavar="NAME", help="the reader: default, none, or a CrossEncoder"
    )
    ask.add_argument(
        "--in",
        dest="documents",
        action="append",
        metavar="GLOB",
        help="look only in documents such as '2024/*.pdf'; may be given several times",
    )
    add_index(ask)

    receipts.add_commands(commands)

    evaluate = commands.add_parser(
        "eval",
        help="measure how good the answers are",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if arguments[:1] == ["eval"]:
        from qa.cli import evaluating  # noqa: PLC0415

        evaluate.description, evaluate.epilog = evaluating.DESCRIPTION, evaluating.EXAMPLES
        evaluate.set_defaults(run=evaluating.run)
        evaluating.add_arguments(evaluate)

    serving.add_commands(commands)

    remove = add_command(
        commands,
        "remove",
        _remove,
        "take documents out of the index",
        "Take documents out of the index and of the feedback beside it: their text, terms and "
        "vectors are in no generation that is left. Notes name what is out of reach. A file that "
        "still lies in the corpus comes back with the next build.",
    )
    remove.add_argument("documents", nargs="+", metavar="DOC", help="as qa info names it, or GLOB")
    remove.add_argument(
        "--store", metavar="ADDRESS", help="remove from a cluster too: milvus://host:19530"
    )
    remove.add_argument(
        "--dry-run", action="store_true", help="say what would be removed, and change nothing"
    )
    add_index(remove)

    verify = add_command(
        commands,
        "verify-index",
        _verify_index,
        "check that the index is sound",
        "Hash every file and text of the index again, and slice every passage and sentence.",
    )
    add_index(verify)

    restore = add_command(
        commands,
        "restore-index",
        _restore_index,
        "bring back an index whose CURRENT file was lost",
        "Check the generation in use. Where CURRENT, the file that names it, is lost or damaged, "
        "or the generation itself is, make CURRENT name the newest sound generation. Nothing is "
        "deleted.",
    )
    add_index(restore)

    info = add_command(
        commands, "info", _info, "what is in the index", "Show what the index holds and its model."
    )
    add_index(info)
    return parser


def _build(options: argparse.Namespace) -> int:
    """Build once; with ``--watch`` again after every change, whatever went wrong before."""
    from qa.indexing.build import build_with_report  # noqa: PLC0415
    from qa.loaders.folders.watching import changes  # noqa: PLC0415
    from qa.progress import ProgressBar  # noqa: PLC0415

    into = Path(options.into) if options.into else Settings().index
    embedder: Embedder | None = None
    for _ in changes([Path(path) for path in options.paths], into):
        try:
            with ProgressBar(hidden=options.quiet) as bar:
                report = build_with_report(
                    options.paths,
                    into=into,
                    model=options.model,
                    embedder=embedder,
                    store=options.store,
                    progress=bar,
                    workers=options.workers,
                )
        except QAError as error:
            if embedder is None:  # the first build, with nobody watching yet
                raise
            print(f"qa: {error}", file=sys.stderr)
            continue
        embedder = report.index.embedder
        status = _sum_up(report, options)
        if not options.watch:
            return status
    raise AssertionError  # a watch ends by Ctrl-C only


def _sum_up(report: BuildReport, options: argparse.Namespace) -> int:
    """Print what a build did, and return the exit status it stands for."""
    manifest = report.index.generation.manifest
    if not options.quiet:
        counts = ", ".join(_counted(n, kind) for kind, n in manifest.counts.items())
        embedded = _counted(report.embedded, "texts")
        print(f"{counts}; {embedded} embedded; {report.seconds:.1f} s")
        print(f"fingerprint {manifest.fingerprint}, model {manifest.embedder.name}", flush=True)
    for note in report.notes:
        print(f"note: {note}", file=sys.stderr)
    for error in report.skipped:
        print(f"skipped {error}", file=sys.stderr)
    if report.skipped:
        print(f"{len(report.skipped):,} skipped", file=sys.stderr)
    return 1 if report.skipped else 0


def _ask(options: argparse.Namespace) -> int:
    from qa.asking import K  # noqa: PLC0415
    from qa.pipeline import ask, load  # noqa: PLC0415
    from qa.rendering.citation_formats import FORMATS  # noqa: PLC0415

    question = sys.stdin.read() if options.question == "-" else options.question
    index = load(options.index)
    answer = ask(
        question,
        index,
        options.k or K,
        documents=options.documents,
        min_confidence=options.min_confidence,
        evidence_model=options.evidence_model,
    )
    if options.receipt:
        receipts.write_receipt(answer, options)
    form = FORMATS["json" if options.json else options.format]
    print(form(answer, options.base_url, lambda doc_id: index.document(doc_id).text))
    return 0


def _remove(options: argparse.Namespace) -> int:
    from qa.indexing.removal import plan_removal  # noqa: PLC0415
    from qa.pipeline import remove  # noqa: PLC0415
    from qa.progress import ProgressBar  # noqa: PLC0415

    if options.dry_run:
        going, notes = plan_removal(index_of(options), options.documents)
        for doc_id in sorted(going.names):
            print(f"would remove {doc_id}")
        print(f"{_counted(len(going.names), 'documents')}; nothing was changed")
        for note in notes:
            print(f"note: {note}", file=sys.stderr)
        return 0
    with ProgressBar() as bar:
        report = remove(
            *options.documents, index=index_of(options), store=options.store, progress=bar
        )
    manifest = report.index.generation.manifest
    print(f"{', '.join(_counted(n, kind) for kind, n in manifest.counts.items())} left")
    print(f"fingerprint {manifest.fingerprint}, model {manifest.embedder.name}")
    for note in report.notes:
        print(f"note: {note}", file=sys.stderr)
    return 0


def _verify_index(options: argparse.Namespace) -> int:
    from qa.stores.integrity import check_soundness  # noqa: PLC0415

    sound = check_soundness(index_of(options))
    generation = sound.generation
    counts = ", ".join(_counted(n, kind) for kind, n in generation.manifest.counts.items())
    print(f"The index at {str(generation.path)!r} is sound: {counts}, all where they should be.")
    for part in sound.parts:
        print(f"checked too: {part}")
    return 0


def _restore_index(options: argparse.Namespace) -> int:
    from qa.stores.recovery import restore  # noqa: PLC0415

    restored = restore(index_of(options))
    for note in restored.notes:
        print(f"note: {note}", file=sys.stderr)
    counts = ", ".join(_counted(n, kind) for kind, n in restored.counts.items())
    done = "CURRENT names it again" if restored.lost else "CURRENT names it: nothing to restore"
    print(f"The generation {str(restored.path)!r} is sound: {counts}. {done}.")
    if restored.damaged:
        print("It is older than the one that is damaged. Build again to index later changes.")
    return 0


def _info(options: argparse.Namespace) -> int:
    from qa.embedders.selection import described  # noqa: PLC0415
    from qa.indexing.skipped import read_skipped  # noqa: PLC0415
    from qa.rendering.text import ALSO_IN  # noqa: PLC0415
    from qa.stores.registry import live_version, open_live  # noqa: PLC0415

    root = index_of(options)
    generation = open_live(root)
    manifest = generation.manifest
    _, built_ns = live_version(root)
    print(f"index        {generation.path}")
    print(f"fingerprint  {manifest.fingerprint}")
    print(f"model        {manifest.embedder.name} ({manifest.embedder.sha256[:12]})")
    print(f"encoder      {described(manifest.embedder, root)}")
    print(f"size         {generation.bytes:,} bytes")
    if built_ns:
        built = datetime.fromtimestamp(built_ns / 1e9, timezone.utc).astimezone()
        print(f"built        {built:%Y-%m-%d %H:%M}")
    for kind, number in manifest.counts.items():
        print(f"{kind:<12} {number:,}")
    places = manifest.places()
    for item in generation.facts():
        also = "".join(f", {ALSO_IN} {place}" for place in places.get(item.doc_id, ()))
        pages = f", {_counted(item.pages, 'pages')}" if item.pages else ""
        print(f"  {item.doc_id}: {item.title} ({item.characters:,} characters{pages}){also}")
    for error in read_skipped(root):
        print(f"skipped      {error}")
    return 0


def _counted(number: int, things: str) -> str:
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415

    return f"quoth {version('quoth')}"
