"""Which answers of documents that were edited for years does ``qa watch`` report?

    git clone https://github.com/github/site-policy
    python -m tests.benchmarks.histories site-policy --under Policies

The versions of a git repository's documents are built one after another, as their owner would. In
the first one, headings are asked, and the answers saved. Every later version is compared with them.
Whether the words of a quote are still there is found apart from Quoth's own comparison: as a
sequence of words in those of the documents, without the addresses of links. Capitals count: in a
contract, an "Account" is what it defines so. Words that only another document has are counted, and
not judged: it may be the renamed one, or one that says the same. Prints a table, and as JSON the
quotes that were judged otherwise: one may be whole in a sentence that has grown. The exit status is
1 if a quote whose words are gone was missed.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.indexing.build import build_with_report
from qa.pipeline import ask
from qa.progress import ProgressBar
from qa.verification.watch.comparing import compare_saved
from qa.verification.watch.states import CHANGED, GONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.index.search import Index
    from qa.receipts import Receipt
    from qa.verification.watch.states import WatchedQuote

_SEED = 7
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"\]\([^)\s]*\)")
_ALARMS = {CHANGED, GONE}
_GONE, _ELSEWHERE = "gone", "in another document"


def main() -> int:
    """Replay, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("repository", type=Path, help="clone of a repository")
    parser.add_argument("--under", default=".", help="folder of the documents in it (all)")
    parser.add_argument("--versions", type=int, default=12, help="spread over the history (12)")
    parser.add_argument("--questions", type=int, default=100, help="at most (100)")
    options = parser.parse_args()
    commits = _spread(_commits(options.repository, options.under), options.versions)
    counts: Counter[tuple[str, str]] = Counter()
    otherwise: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name, ProgressBar() as bar:
        corpus, root = Path(name) / "corpus", Path(name) / "index"
        receipts: list[Receipt] = []
        for done, commit in enumerate(commits):
            _check_out(options.repository, commit, options.under, corpus)
            index = build_with_report([corpus], into=root).index
            if not receipts:
                receipts = _saved(index, options.questions)
                continue
            words = {doc_id: _words(index.document(doc_id).text) for doc_id in _doc_ids(index)}
            for receipt in receipts:
                answer = compare_saved(receipt.question, receipt, index)
                counts["answers", answer.state] += 1
                for quote in answer.quotes:
                    truth = _truth(quote, words)
                    counts[truth, quote.state] += 1
                    if truth != _ELSEWHERE and (truth == _GONE) != (quote.state in _ALARMS):
                        otherwise.append(_shown(commit, truth, quote))
            bar("Comparing", done, len(commits) - 1)
    print(json.dumps({"judged otherwise": otherwise}, indent=1, ensure_ascii=False))
    first, last = (_date(options.repository, commit) for commit in (commits[0], commits[-1]))
    print(f"\n{len(receipts)} saved answers, {len(commits) - 1} later versions, {first} to {last}")
    for (truth, state), count in sorted(counts.items()):
        print(f"{truth:20}{state:22}{count:6}")
    return 1 if any(one["truth"] == _GONE for one in otherwise) else 0


def _git(repository: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _commits(repository: Path, under: str) -> list[str]:
    """Return the commits of the main line that changed the documents, the oldest first."""
    listed = _git(repository, "log", "--first-parent", "--reverse", "--format=%H", "--", under)
    return listed.decode().split()


def _date(repository: Path, commit: str) -> str:
    return _git(repository, "show", "-s", "--format=%as", commit).decode().strip()


def _spread(commits: Sequence[str], number: int) -> list[str]:
    last = len(commits) - 1
    return [commits[round(i * last / (number - 1))] for i in range(number)]


def _check_out(repository: Path, commit: str, under: str, corpus: Path) -> None:
    """Make a folder what the documents were in a commit."""
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    archive = _git(repository, "archive", commit, under)
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(corpus, filter="data")


def _doc_ids(index: Index) -> list[str]:
    return [document.doc_id for document in index.documents()]


def _saved(index: Index, most: int) -> list[Receipt]:
    """Return receipts of answers to what the documents have headings for."""
    asked = sorted({heading.title for one in index.documents() for heading in one.headings})
    random.Random(_SEED).shuffle(asked)
    receipts: list[Receipt] = []
    for question in asked:
        if len(receipts) == most:
            break
        answer = ask(question, index)
        if answer.found:
            receipts.append(answer.receipt())
    return receipts


def _words(text: str) -> str:
    """Return the words of a text, each between spaces."""
    return f" {' '.join(_WORD.findall(_ADDRESS.sub(']', text)))} "


def _truth(quote: WatchedQuote, words: dict[str, str]) -> str:
    """Return where the words of a quote are now, in their order."""
    saved = _words(quote.quote.text)
    if saved in words.get(quote.quote.doc_id, ""):
        return "in its document"
    return _ELSEWHERE if any(saved in text for text in words.values()) else _GONE


def _shown(commit: str, truth: str, quote: WatchedQuote) -> dict[str, Any]:
    return {
        "commit": commit[:12],
        "truth": truth,
        "state": quote.state,
        "document": quote.quote.doc_id,
        "text": quote.quote.text,
        "now": quote.now.text if quote.now else None,
    }


if __name__ == "__main__":
    sys.exit(main())
