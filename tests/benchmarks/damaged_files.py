"""Does a build end, whatever is wrong with its files?

    python -m tests.benchmarks.damaged_files [--files 1400] [--seed 0]

Sound files of every format are damaged in several ways each and built in one go, among some that
are sound. Prints JSON: how many were indexed and how many skipped, with how many kinds of reasons,
the time it took and the most memory that the build and the process that reads files took. The
exit status is 1 where a file is neither indexed nor skipped with a reason, or a sound one is not
indexed.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from qa.indexing.build import build_with_report
from tests.support.indexes import AxisEmbedder
from tests.support.mutations import mutated_files, sound_files, write


def _peak_mib() -> int:
    """Return the most memory this program took; ``ru_maxrss`` counts that of who started it too."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").split("\n"):
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main() -> int:
    """Build them and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=1400, help="that are damaged (1400)")
    parser.add_argument("--seed", type=int, default=0, help="of the damage (0)")
    options = parser.parse_args()
    sound = {f"sound{suffix}": data for suffix, data in sound_files().items()}
    files = sound | mutated_files(options.files, options.seed)
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        write(corpus, files)
        began = time.monotonic()
        report = build_with_report([corpus], into=Path(name) / "index", embedder=AxisEmbedder())
        seconds = time.monotonic() - began
        manifest = report.index.generation.manifest
        indexed = {
            doc_id.partition("#")[0] for doc_id in (*manifest.documents, *manifest.duplicates)
        }
        # What is stored is what is quoted from: each text can be read and is what its hash says.
        for document in report.index.documents():
            document.text.encode()
    skipped = {error.path.name: error.reason for error in report.skipped}
    kinds = Counter(re.sub(r"[\d,]+|\(.*", "", reason) for reason in skipped.values())
    result = {
        "files": len(files),
        "indexed": len(indexed),
        "skipped": len(skipped),
        "lost": sorted(files.keys() - indexed - skipped.keys()),
        "both": sorted(indexed & skipped.keys()),
        "sound_but_skipped": sorted(sound.keys() & skipped.keys()),
        "without_reason": sorted(name for name, reason in skipped.items() if not reason.strip()),
        "unexpected": sorted(
            f"{name}: {reason}"
            for name, reason in skipped.items()
            if reason.startswith(("cannot be read (", "cannot be split", "made the process"))
        ),
        "reasons": dict(kinds.most_common()),
        "notes": len(report.notes),
        "seconds": round(seconds, 1),
        "mib_of_build": _peak_mib(),
        "mib_of_reading": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10,
    }
    print(json.dumps(result, indent=1))
    wrong = ("lost", "both", "sound_but_skipped", "without_reason")
    return 1 if any(result[name] for name in wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
