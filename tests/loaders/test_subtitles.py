"""Subtitles are read as sentences, each below the time at which it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import DocumentError
from qa.loaders.subtitles import extract

VTT = """WEBVTT

NOTE made by hand

00:01.000 --> 00:04.000 align:start
<v Ann>The north gate of the harbour

00:05.000 --> 00:09.000
<i>closes</i> at nine.

01:00:10.000 --> 01:00:12.000
Boats pay &euro;40.
"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nMind the step.\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000\r\nBye"
)


def test_a_sentence_is_below_its_time() -> None:
    """One that goes over several cues is one; mark-up is gone, the speaker stays."""
    (found,) = extract(VTT.encode(), Path("a.vtt"))
    assert found.text == (
        "00:01 – 00:09\nAnn: The north gate of the harbour closes at nine.\n\n"
        "01:00:10 – 01:00:12\nBoats pay €40."
    )
    assert [h.title for h in found.headings] == ["00:01 – 00:09", "01:00:10 – 01:00:12"]
    assert all(found.text[h.start : h.end] == h.title for h in found.headings)
    (found,) = extract(SRT.encode(), Path("a.srt"))
    assert found.text == "00:00:01 – 00:00:02\nMind the step.\n\n00:00:03 – 00:00:04\nBye"


def test_a_file_without_cues_is_refused() -> None:
    """It says what was looked for."""
    with pytest.raises(DocumentError, match="has no subtitles"):
        list(extract(b"Hello", Path("a.srt")))


def _srt(*cues: tuple[str, str], between: str = "\n") -> bytes:
    return between.join(
        f"{n}\n{times}\n{words}\n" for n, (times, words) in enumerate(cues, 1)
    ).encode()


def _spoken(data: bytes, name: str = "a.srt") -> list[str]:
    (found,) = extract(data, Path(name))
    return [part.split("\n", 1)[1] for part in found.text.split("\n\n")]


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_a_cue_goes_on_to_the_next_time(between: str) -> None:
    """Blank lines between cues may be missing, or be within one."""
    data = _srt(
        ("00:00:01,000 --> 00:00:03,000", "\nThe year was\n\n1984."),
        ("00:00:04,000 --> 00:00:06,000", "Room\n42"),
        ("00:00:07,000 --> 00:00:09,000", "was open."),
        between=between,
    )
    assert _spoken(data) == ["The year was 1984.", "Room 42 was open."]
    assert _spoken(data.replace(b"\n", b"\n\n")) == ["The year was 1984.", "Room 42 was open."]


def test_names_of_cues_and_remarks_are_not_said() -> None:
    """They stand in a block of their own (WebVTT)."""
    vtt = "WEBVTT\n\nintro\n00:01.000 --> 00:02.000\nGood day.\n\nNOTE none\nof this\n\n"
    vtt += "second part\n00:03.000 --> 00:04.000\nGood night.\n"
    assert _spoken(vtt.encode(), "a.vtt") == ["Good day.", "Good night."]


def test_lines_that_are_still_shown_are_read_once() -> None:
    """As YouTube writes them; a word that is said again is kept."""
    vtt = (
        "WEBVTT\n\n00:00.160 --> 00:02.389\n \nhello<00:00.400><c> and welcome</c>\n\n"
        "00:02.389 --> 00:02.399\nhello and welcome\n \n\n"
        "00:02.399 --> 00:04.500\nhello and welcome\nto the <c>meeting</c>\n\n"
        "00:04.500 --> 00:04.510\nto the meeting\n \n"
    )
    (found,) = extract(vtt.encode(), Path("a.vtt"))
    assert found.text == "00:00 – 00:04\nhello and welcome to the meeting"
    again = _srt(("00:01,000 --> 00:02,000", "No."), ("00:03,000 --> 00:04,000", "No."))
    assert _spoken(again) == ["No.", "No."]


def test_those_who_speak_at_once_are_apart() -> None:
    """Their words are no sentence together; where all cues overlap, they are."""
    data = _srt(
        ("00:01,000 --> 00:09,000", "I think that"),
        ("00:02,000 --> 00:04,000", "(NARRATOR) Years later"),
        ("00:05,000 --> 00:07,000", "we should go."),
    )
    assert _spoken(data) == ["I think that", "(NARRATOR) Years later", "we should go."]
    rolling = _srt(*((f"00:{n:02},000 --> 00:{n + 4:02},000", f"w{n}") for n in range(0, 14, 2)))
    assert _spoken(rolling) == ["w0 w2 w4 w6 w8 w10 w12"]
