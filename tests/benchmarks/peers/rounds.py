"""Rounds in which the peers take turns, so that a noisy moment is not one peer's alone."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.peers.contract import K
from tests.benchmarks.peers.environments import PEERS, ROOT, Peer, model, python, variables
from tests.benchmarks.peers.measuring import FailedError, Run, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.peers.table import Measured

_TIMEOUT_S = 1200


@dataclass
class Work:
    """What all peers do.

    Attributes:
        folder: for the corpus and the indexes.
        paragraphs: the passages.
        questions: the first is asked cold; the others, after it, are timed warm.
        environments: folder of the peers' environments.
        expected: what the floor found for each question.
    """

    folder: Path
    paragraphs: Sequence[str]
    questions: Sequence[str]
    environments: Path
    expected: list[set[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the corpus: a file for each passage."""
        (self.folder / "corpus").mkdir()
        (self.folder / "home").mkdir()
        for number, paragraph in enumerate(self.paragraphs):
            path = self.folder / "corpus" / f"{number:06}.txt"
            path.write_text(paragraph, encoding="utf-8")


def take_turns(measured: dict[str, Measured], work: Work, rounds: int) -> None:
    """Let all peers that are installed do the work in turns.

    Args:
        measured: key of a peer → its row, which gets the figures, or why there are none.
        work: the same for all.
        rounds: that count; one before them does not.
    """
    for number in range(rounds + 1):
        for peer in PEERS:
            row = measured.get(peer.key)
            if row is None or row.failed:
                continue
            print(f"Round {number} of {rounds}: {peer.name}", file=sys.stderr, flush=True)
            try:
                _turn(peer, row, work, counts=number > 0)
            except (FailedError, OSError) as error:
                row.failed = str(error)


def _turn(peer: Peer, row: Measured, work: Work, *, counts: bool) -> None:
    if not peer.built_by:
        _build(peer, row, work, counts=counts)
    cold, _ = _ask(peer, work, work.questions[:1])
    if not counts:
        return
    row.cold_s.append(cold.seconds)
    if cold.peak_mib is not None:
        row.question_mib.append(cold.peak_mib)
    _, answer = _ask(peer, work, work.questions)
    row.warm_ms.append(median(answer["milliseconds"][1:] or answer["milliseconds"]))
    found = [{text.strip() for text in texts} for texts in answer["found"]]
    if peer.key == "floor":
        work.expected = found
    if work.expected and not peer.built_by:
        pairs = zip(found, work.expected, strict=True)
        row.same = fmean(len(theirs & floor) / K for theirs, floor in pairs)


def _build(peer: Peer, row: Measured, work: Work, *, counts: bool) -> None:
    index = work.folder / peer.key
    shutil.rmtree(index, ignore_errors=True)
    built = _script(peer, work, "build", str(work.folder / "corpus"), str(index))
    if not counts:
        row.first_build_s = built.seconds
        return
    row.passages_per_s.append(len(work.paragraphs) / built.seconds)
    if built.peak_mib is not None:
        row.build_mib.append(built.peak_mib)


def _ask(peer: Peer, work: Work, questions: Sequence[str]) -> tuple[Run, dict[str, Any]]:
    index = work.folder / (peer.built_by or peer.key)
    asked = _script(peer, work, "ask", str(index), questions=questions)
    try:
        answer: dict[str, Any] = json.loads(asked.output.strip().splitlines()[-1])
    except (ValueError, IndexError) as error:
        msg = "printed no result"
        raise FailedError(msg) from error
    return asked, answer


def _script(peer: Peer, work: Work, *arguments: str, questions: Sequence[str] = ()) -> Run:
    environment = work.environments / (peer.built_by or peer.key)
    command = [python(environment), "-m", f"tests.benchmarks.peers.with_{peer.key}"]
    command += [*arguments, str(model(environment)), *questions]
    return run(command, variables(work.folder / "home"), ROOT, _TIMEOUT_S)
