"""``qa watch``: compare saved answers with each build, and notify of what has changed."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index, add_json, index_of
from qa.cli.output import counted, print_error
from qa.errors import IndexStoreError, QAError
from qa.settings import Settings
from qa.terminal import shown, to_json_text

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.verification.watch.notified import Notified
    from qa.verification.watch.saved import Saved
    from qa.verification.watch.states import WatchedAnswer
    from qa.verification.watch.webhook import Webhook

NAME = "watch"
HELP = "report which saved answers have changed, after each build"
DESCRIPTION = """\
After each build, compare saved answers (qa ask --receipt) with the documents, and ask their
questions again. Report which quotes have moved, changed (word by word) or gone, and which questions
now have another answer.

Words that have only moved, or are wrapped differently, are reported but do not count as a change.
A feed, a webhook or a mail folder gets each change once.

Only --webhook contacts another machine: the one in its URL, and nothing else."""
EXAMPLES = """\
examples:
  qa watch receipts                              compare now, and after each build until Ctrl-C
  qa watch receipts --once --mail outbox         compare once, for cron; write an e-mail file
  qa watch receipts --feed changes.xml           an Atom feed, for any feed reader
  qa watch answers.jsonl --once --json           a receipt on each line; print JSON
  qa watch receipts --once --webhook https://chat.example.org/hooks/1

exit status: 0 no answer has changed; 1 an error, or a receipt could not be read; 2 wrong usage;
3 an answer has changed"""

CHANGED = 3
"""Exit status if an answer has changed."""

POLL_S = 1.0
"""Seconds between two looks at which build is live."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of ``qa watch``.

    Args:
        parser: of this command.
    """
    parser.add_argument(
        "receipts",
        nargs="+",
        metavar="RECEIPTS",
        help="files, folders, and JSON Lines files with a receipt on each line",
    )
    add_index(parser)
    parser.add_argument(
        "--once", action="store_true", help="compare once, and do not wait for the next build"
    )
    parser.add_argument(
        "--verbose", action="store_true", help="print answers that have not changed, too"
    )
    add_json(parser)
    notify = parser.add_argument_group("whom to notify of changes")
    notify.add_argument("--feed", metavar="FILE", help="add them to an Atom feed, newest first")
    notify.add_argument(
        "--mail", metavar="FOLDER", help="write an e-mail file (.eml); nothing is sent"
    )
    notify.add_argument(
        "--webhook",
        type=_webhook,
        metavar="URL",
        help="send them as JSON to this address, in a POST request",
    )


def run(options: Namespace) -> int:
    """Compare, print and notify, once or after each build, and return the exit status.

    Args:
        options: as :func:`add_arguments` declares them.
    """
    from qa.stores.live import current_index
    from qa.verification.watch.notified import Notified

    root = index_of(options)
    notified = Notified(Settings.current().state)
    status = 0
    for _ in _builds(root, once=options.once):
        try:
            saved = _read(options.receipts)
            with current_index(root) as index:
                compared, failed = _compared(saved, index)
                fingerprint = index.fingerprint
        except IndexStoreError as error:  # a cluster that does not answer, or an index just deleted
            if options.once:
                raise
            print_error(error)
            continue
        _print(options, compared, fingerprint)
        undelivered = _notify(options, compared, fingerprint, notified)
        if any(one.is_alarming for one in compared):
            status = CHANGED
        if failed or undelivered:
            status = 1
    return status


def _webhook(argument: str) -> Webhook:
    from qa.verification.watch.webhook import webhook

    try:
        return webhook(argument)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def _builds(root: Path, *, once: bool) -> Iterator[None]:
    """Yield now, and then whenever another build is live."""
    from qa.stores.live import live_version

    known: Hashable = None
    if not once:
        with suppress(QAError):
            known = live_version(root)
    yield
    while not once:
        time.sleep(POLL_S)
        with suppress(QAError):  # no index now; the next build brings one
            version = live_version(root)
            if version != known:
                known = version
                yield


def _read(receipts: Sequence[str]) -> list[Saved]:
    from qa.verification.watch.saved import saved_answers

    return saved_answers(receipts)


def _compared(saved: Sequence[Saved], index: Index) -> tuple[list[WatchedAnswer], int]:
    """Return the comparisons, and how many receipts could not be compared; these are printed."""
    from qa.cli.verdicts import error_of_receipt
    from qa.verification.watch.comparing import compare_saved

    def compare(name: str, receipt: Receipt | QAError) -> WatchedAnswer:
        if isinstance(receipt, QAError):
            raise receipt
        return compare_saved(name, receipt, index)

    compared, failed = [], 0
    for name, receipt in saved:
        try:
            compared.append(compare(name, receipt))
        except IndexStoreError:
            raise
        except QAError as error:  # one bad receipt does not hide the others
            failed += 1
            print_error(error_of_receipt(name, error))
    return compared, failed


def _print(options: Namespace, compared: Sequence[WatchedAnswer], fingerprint: str) -> None:
    from qa.verification.watch.messages import headline, lines
    from qa.verification.watch.states import AS_SAVED, STATES, WORDS

    if options.json:
        content = {"index": fingerprint, "answers": [one.to_dict() for one in compared]}
        print(to_json_text(content), flush=True)
        return
    for one in compared:
        if one.state != AS_SAVED or options.verbose:
            print(shown(headline(one)))
            for line in lines(one, everything=options.verbose):
                print(shown(line))
            print(shown(f"  receipt: {one.name}"))
    counts = {state: sum(one.state == state for one in compared) for state in STATES}
    found = ", ".join(f"{counts[state]:,} {WORDS[state]}" for state in STATES if counts[state])
    print(f"{counted(len(compared), 'answers')}: {found or 'none compared'}", flush=True)


def _notify(
    options: Namespace, compared: Sequence[WatchedAnswer], fingerprint: str, notified: Notified
) -> int:
    """Notify everyone of what is new to them, and return how many could not be; see stderr."""
    from qa.verification.watch.feed import write_feed
    from qa.verification.watch.mail import write_mail

    changed = [one for one in compared if one.is_alarming]
    now = datetime.now(timezone.utc)
    channels: list[tuple[str, Callable[[list[WatchedAnswer]], object]]] = []
    if options.feed:
        feed = Path(options.feed)
        channels.append(("", lambda news: write_feed(feed, news, now)))
    if options.mail:
        folder = Path(options.mail)
        channels.append((f"mail {folder.resolve()}", lambda news: write_mail(folder, news, now)))
    if options.webhook:
        hook = options.webhook
        name = f"webhook {hook.url.geturl()}"
        channels.append((name, lambda news: hook.send(news, fingerprint)))
    failed = 0
    which = (str(index_of(options).resolve()), *sorted(options.receipts))
    for name, deliver in channels:
        channel = (name, *which)
        try:
            # A feed knows by itself what it has.
            deliver(notified.news(channel, changed) if name else changed)
        except QAError as error:  # one recipient does not hide it from the others
            failed += 1
            print_error(error)
        else:
            if name:
                notified.remember(channel, changed)
    return failed
