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
