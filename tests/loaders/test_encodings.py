"""Text that is not UTF-8 is read in the encoding it was most likely written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import DocumentError, QAError
from qa.indexing.build import build_with_report
from qa.loaders.encodings import guess, is_outdated
from qa.loaders.text import decode
from tests.support.indexes import Library

PATH = Path("a.txt")
RUSSIAN = "Мария открыла библиотеку на Речной улице в 1988 году."
CZECH = "Žlutý most přes řeku opravili dělníci až v září."
POLISH = "Wójt gminy podpisał umowę, która obowiązuje pięć lat."
CHINESE = "图书馆每天早上九点开门，星期一不开放。"
JAPANESE = "図書館は毎朝九時に開きます。月曜日は休みです。"
KOREAN = "도서관은 매일 아침 아홉 시에 문을 연다."
GREEK = "Η βιβλιοθήκη ανοίγει κάθε πρωί στις εννέα."
FRENCH = "La bibliothèque ouvre à neuf heures ; l’entrée est gratuite."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("cp866", RUSSIAN),
        ("iso8859-5", RUSSIAN),
        ("cp1250", CZECH),
        ("iso8859-2", CZECH),
        ("cp1250", POLISH),
        ("gbk", CHINESE),
        ("big5", "圖書館每天早上九點開門，星期一不開放。"),
        ("shift_jis", JAPANESE),
        ("euc_jp", JAPANESE),
        ("iso2022_jp", JAPANESE),
        ("euc_kr", KOREAN),
        ("iso8859-7", GREEK),
        ("cp1253", GREEK),
        ("cp1254", "Kütüphane her sabah dokuzda açılır, girişi ücretsizdir."),
        ("cp1255", "הספרייה נפתחת בכל בוקר בשעה תשע."),
        ("cp1256", "تفتح المكتبة كل صباح في الساعة التاسعة."),
        ("cp874", "ห้องสมุดเปิดทุกเช้าเวลาเก้านาฬิกา"),
        ("cp1257", "Biblioteka atidaroma kiekvieną rytą devintą valandą, įėjimas nemokamas."),
        ("cp1252", FRENCH),
        ("cp1252", "Die Bücherei öffnet um neun Uhr – außer montags."),
        ("mac-roman", FRENCH),
        ("utf-16-le", RUSSIAN),
        ("utf-16-be", "The library opens at nine every morning."),
    ],
)
def test_a_sentence_is_enough_to_find_its_encoding(encoding: str, text: str) -> None:
    """A note says that it was guessed, so that a user looks whether the words are right."""
    content, (note,) = decode(text.encode(encoding), PATH)
    assert content == text
    assert note.startswith("decoded as ")
    assert note.endswith(" by guess")


@pytest.mark.parametrize(
    "text",
    ["£20 each", "at 25 °C", "20 µm wide", "see § 5", "it’s “so” – really", "3 × 4 cm, ½ full"],
)
def test_signs_alone_are_those_of_western_windows(text: str) -> None:
    """They tell of no language, and stand in most texts of that encoding."""
    assert guess(text.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize(
    "text",
    [
        "L'idée va à la ville, à la mer",
        "La volontà è di tutti",
        "Todo o indivíduo tem direito à vida",
    ],
)
def test_a_letter_alone_between_latin_words_is_latin(text: str) -> None:
    """Another alphabet has words of its own: ``à`` is not the Cyrillic ``а``."""
    assert decode(text.encode("cp1252"), PATH)[0] == text


def test_lines_of_two_encodings_are_read_each_in_its_own() -> None:
    """As in a file that two programs wrote into; the note says which lines were guessed."""
    data = f"{FRENCH}\n{FRENCH}\n".encode() + f"{FRENCH}\nplain\n{FRENCH}\n".encode("cp1252")
    assert decode(data, PATH) == (
        f"{FRENCH}\n{FRENCH}\n{FRENCH}\nplain\n{FRENCH}\n",
        ("line 3 and 1 other are not UTF-8; decoded as cp1252 by guess",),
    )
    data = f"{CHINESE}\n{CHINESE}\n".encode() + CHINESE.encode("gbk")
    content, (note,) = decode(data, PATH)
    assert content == f"{CHINESE}\n{CHINESE}\n{CHINESE}"
    assert note == "line 3 is not UTF-8; decoded as gb18030 by guess"


def test_a_mark_of_utf8_does_not_make_other_lines_unreadable() -> None:
    """The mark wins where it can: for all lines that are UTF-8."""
    data = b"\xef\xbb\xbf" + f"{FRENCH}\n".encode() + FRENCH.encode("cp1252")
    assert decode(data, PATH)[0] == f"{FRENCH}\n{FRENCH}"


def test_a_byte_that_the_encoding_lacks_is_replaced_and_counted() -> None:
    """One in a hundred characters at most; with more, it is no such text."""
    content, (note,) = decode(FRENCH.encode("cp1252") * 3 + b"\x81", PATH)
    assert content == FRENCH * 3 + "\ufffd"
    assert note.endswith("by guess; 1 byte that it does not have is replaced by U+FFFD")
    with pytest.raises(DocumentError):
        decode(b"caf\xe9 \x81\x8d\x8f", PATH)


def test_letters_far_down_a_single_long_line_decide() -> None:
    """Two million bytes of ASCII before them say nothing."""
    data = b"name=1;" * 300_000 + RUSSIAN.encode("cp1251")
    assert decode(data, PATH)[0].endswith(RUSSIAN)


def test_the_setting_wins_over_the_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """But not over UTF-8, nor where the text is not in it."""
    monkeypatch.setenv("QA_ENCODING", "windows-1257")
    assert decode(b"na\xefve", PATH) == ("naļve", ("decoded as cp1257 as QA_ENCODING says",))
    assert decode("naïve".encode(), PATH) == ("naïve", ())
    monkeypatch.setenv("QA_ENCODING", "gbk")
    content, (note,) = decode(FRENCH.encode("cp1252"), PATH)
    assert content == FRENCH
    assert note == "decoded as cp1252 by guess, as QA_ENCODING does not fit"


@pytest.mark.parametrize("name", ["nonsense", "base64", "rot13"])
def test_a_setting_that_is_no_encoding_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do."""
    monkeypatch.setenv("QA_ENCODING", name)
    with pytest.raises(QAError, match=r"QA_ENCODING is .* name of an encoding, such as cp1251"):
        decode(b"caf\xe9", PATH)


def test_a_file_is_outdated_when_the_setting_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one that is not UTF-8: its note says how it was read."""
    guessed, by_setting = "decoded as cp1252 by guess", "decoded as cp1257 as QA_ENCODING says"
    assert not is_outdated(["2 charts without data", guessed])
    assert is_outdated([by_setting])
    monkeypatch.setenv("QA_ENCODING", "cp1257")
    assert is_outdated([guessed])
    assert not is_outdated([by_setting])
    assert not is_outdated(["2 charts without data"])


def test_a_build_reads_guessed_files_again_with_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though their bytes are the same."""
    library = Library(tmp_path)
    library.corpus.mkdir()
    (library.corpus / "a.txt").write_bytes(RUSSIAN.encode("cp1251"))
    arguments = {"into": library.root, "embedder": library.embedder}
    index = build_with_report([library.corpus], **arguments).index  # type: ignore[arg-type]
    assert index.document("a.txt").text == RUSSIAN
    assert index.document("a.txt").notes == ("decoded as cp1251 by guess",)
    monkeypatch.setenv("QA_ENCODING", "koi8-r")
    index = build_with_report([library.corpus], **arguments).index  # type: ignore[arg-type]
    assert index.document("a.txt").text == RUSSIAN.encode("cp1251").decode("koi8-r")


def test_a_removal_keeps_the_setting_that_the_build_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads no file, so the setting of the day changes no text and is not recorded."""
    library = Library(tmp_path)
    monkeypatch.setenv("QA_ENCODING", "cp1251")
    library.write(a="An apple.", b="A bird.")
    (library.corpus / "c.txt").write_bytes(RUSSIAN.encode("cp1251"))
    recorded = library.build_as_it_is().index.generation.manifest.passages
    assert "encoding" in recorded
    monkeypatch.delenv("QA_ENCODING")
    index = library.remove("b.txt").index
    assert index.generation.manifest.passages == recorded
    assert index.document("c.txt").text == RUSSIAN
