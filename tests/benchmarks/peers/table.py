"""The table of peers, side by side, in Markdown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

HEAD = (
    "",
    "Installed",
    "First build",
    "Build, passages/s",
    "Memory of a build",
    "Cold question",
    "Memory of a question",
    "Warm question, median",
    "Same passages",
)


@dataclass
class Measured:
    """What was measured of a peer; lists have a value for each round.

    Attributes:
        name: as the table calls it.
        versions: package → version.
        installed_mib: of its environment on disk.
        first_build_s: in the round that does not count.
        passages_per_s: from the start of the process to the index on disk.
        build_mib: the most memory of a build.
        cold_s: from the start of a process to the end, with one question.
        question_mib: the most memory of that.
        warm_ms: median of a process that is asked many questions.
        same: share of the floor's passages that it finds.
        failed: why it could not be measured.
        built_by: the peer whose installation and index it uses.
    """

    name: str
    versions: dict[str, str] = field(default_factory=dict)
    installed_mib: int | None = None
    first_build_s: float | None = None
    passages_per_s: list[float] = field(default_factory=list)
    build_mib: list[int] = field(default_factory=list)
    cold_s: list[float] = field(default_factory=list)
    question_mib: list[int] = field(default_factory=list)
    warm_ms: list[float] = field(default_factory=list)
    same: float | None = None
    failed: str = ""
    built_by: str = ""


def table(measured: Sequence[Measured]) -> str:
    """Return the table, and below it the versions.

    Args:
        measured: one for each peer.
    """
    rows = [_row(one) for one in measured]
    lines = [HEAD, ["---"] * len(HEAD), *rows]
    return "\n".join(
        [*("| " + " | ".join(line) + " |" for line in lines), "", *_versions(measured)]
    )


def _versions(measured: Iterable[Measured]) -> Iterator[str]:
    """Yield what most have in the same version, and then what each has otherwise."""
    found: dict[str, Counter[str]] = {}
    for one in measured:
        for name, version in one.versions.items():
            found.setdefault(name, Counter())[version] += 1
    usual = {name: found[name].most_common(1)[0][0] for name in found if found[name].total() > 1}
    if usual:
        yield f"- All, unless named below: {_listed(usual)}"
    for one in measured:
        if own := {name: it for name, it in one.versions.items() if usual.get(name) != it}:
            yield f"- {one.name}: {_listed(own)}"


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {versions[name]}" for name in sorted(versions))


def _row(one: Measured) -> list[str]:
    if one.failed:
        installed = _cell([one.installed_mib], "{:.0f} MiB")
        failed = one.failed.replace("|", "\\|").replace("\n", " ")
        return [one.name, installed, f"failed: {failed}", *[""] * (len(HEAD) - 3)]
    built = [
        _cell([one.installed_mib], "{:.0f} MiB"),
        _cell([one.first_build_s], "{:.1f} s"),
        _cell(one.passages_per_s, "{:.0f}"),
        _cell(one.build_mib, "{:.0f} MiB"),
    ]
    return [
        one.name,
        *([f"as {one.built_by}", *["″"] * 3] if one.built_by else built),
        _cell(one.cold_s, "{:.2f} s"),
        _cell(one.question_mib, "{:.0f} MiB"),
        _cell(one.warm_ms, "{:.1f} ms"),
        _cell([one.same], "{:.2f}"),
    ]


def _cell(values: Iterable[float | None], form: str) -> str:
    """Return the median of the values, "–" if there are none."""
    known = [value for value in values if value is not None]
    return form.format(median(known)) if known else "–"
