"""``qa watch``: what it prints, whom it notifies, and that it contacts nobody else."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from qa.cli import watch
from qa.cli.main import main
from tests.support.receiving import receiver

if TYPE_CHECKING:
    from pathlib import Path

_connections: list[Any] = []
_hooked: list[bool] = []


def note_connections() -> list[Any]:
    """Return a list that fills with the addresses that this process contacts or looks up."""
    if not _hooked:
        _hooked.append(True)  # a hook stays until the process ends

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event == "socket.connect":
                _connections.append(arguments[1])
            elif event.startswith(("socket.getaddrinfo", "socket.gethostby")):
                _connections.append(arguments[0])

        sys.addaudithook(hook)
    _connections.clear()
    return _connections


@pytest.fixture
def changed_index(index: str, corpus: Path, tmp_path: Path) -> str:
    """An index of the article in which Xiaomi delivered another number of cars."""
    (file,) = corpus.iterdir()
    text = file.read_text(encoding="utf-8")
    assert "20,000 EVs in October 2024" in text
    file.write_text(
        text.replace("20,000 EVs in October 2024", "30,000 EVs in October 2024"), encoding="utf-8"
    )
    # The vectors of what is the same are taken over from the index of the article.
    shutil.copytree(index, tmp_path / "index")
    assert main(["build", str(corpus), "--into", str(tmp_path / "index"), "--quiet"]) == 0
    return str(tmp_path / "index")


def test_answers_as_they_were_saved_are_counted(
    receipt: Path, index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are named if that is asked for; a folder and JSON Lines hold receipts too."""
    assert main(["watch", str(receipt), "--once", "--index", index]) == 0
    assert capsys.readouterr().out == "1 answer: 1 as saved\n"
    lines = receipt.with_suffix(".jsonl")
    one = json.dumps(json.loads(receipt.read_text(encoding="utf-8")))
    lines.write_text(f"{one}\n\n{one}\n", encoding="utf-8")
    assert main(["watch", str(receipt.parent), "--once", "--index", index, "--verbose"]) == 0
    shown = capsys.readouterr().out
    assert shown.endswith("3 answers: 3 as saved\n")
    assert f"receipt: {lines}:3" in shown


def test_everyone_is_notified_of_a_change_once(
    receipt: Path,
    changed_index: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The feed, the mail folder and the webhook; only the host of the webhook is contacted."""
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    feed, outbox = tmp_path / "changes.xml", tmp_path / "outbox"
    command = ["watch", str(receipt), "--once", "--index", changed_index]
    contacted = note_connections()
    assert main([*command, "--feed", str(feed), "--mail", str(outbox)]) == watch.CHANGED
    assert contacted == []
    shown = capsys.readouterr().out
    assert "was: " in shown
    assert "[-20,000-]" in shown
    assert "{+30,000+}" in shown
    assert shown.endswith("1 answer: 1 changed\n")
    assert feed.read_text(encoding="utf-8").count("<entry>") == 1
    assert len(list(outbox.iterdir())) == 1
    with receiver() as (address, received):
        everyone = ["--feed", str(feed), "--mail", str(outbox), "--webhook", f"{address}/a"]
        contacted = note_connections()
        assert main([*command, *everyone]) == watch.CHANGED
        assert main([*command, *everyone]) == watch.CHANGED
        hosts = {one[0] if isinstance(one, tuple) else one for one in contacted}
    assert hosts == {"127.0.0.1"}
    assert [path for path, _ in received] == ["/a"]
    assert feed.read_text(encoding="utf-8").count("<entry>") == 1
    assert len(list(outbox.iterdir())) == 1
    # Neither words nor addresses are remembered.
    remembered = (tmp_path / "state" / "notified.json").read_text(encoding="utf-8")
    assert "127.0.0.1" not in remembered
    assert "Xiaomi" not in remembered


def test_a_recipient_that_fails_is_tried_again(
    receipt: Path,
    changed_index: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others get their notice, and the exit status is that of an error."""
    monkeypatch.setenv("QA_STATE", str(tmp_path / "state"))
    command = ["watch", str(receipt), "--once", "--json", "--index", changed_index]
    (tmp_path / "feed.xml").write_text("my notes", encoding="utf-8")
    with receiver(500) as (address, received):
        notify = ["--feed", str(tmp_path / "feed.xml"), "--webhook", address]
        assert main([*command, *notify]) == 1
        assert main([*command, *notify]) == 1
    assert len(received) == 2
    assert (tmp_path / "feed.xml").read_text(encoding="utf-8") == "my notes"
    shown = capsys.readouterr()
    assert "not a feed that qa watch wrote" in shown.err
    assert "answered 500" in shown.err
    first = json.loads(shown.out.splitlines()[0])
    assert [one["state"] for one in first["answers"]] == ["changed"]


def test_bad_receipts_are_named_and_the_others_are_compared(
    receipt: Path, index: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder without receipts, and an address that is none, are errors."""
    (tmp_path / "bad.jsonl").write_text("{}\nnothing\n", encoding="utf-8")
    none = str(tmp_path / "none.json")
    paths = [str(receipt), str(tmp_path / "bad.jsonl"), none]
    assert main(["watch", *paths, "--once", "--index", index]) == 1
    shown = capsys.readouterr()
    assert shown.out == "1 answer: 1 as saved\n"
    assert "bad.jsonl:1': is not a receipt" in shown.err
    assert "bad.jsonl:2': is not a receipt" in shown.err
    assert "none.json': does not exist" in shown.err
    (tmp_path / "empty").mkdir()
    assert main(["watch", str(tmp_path / "empty"), "--once", "--index", index]) == 1
    assert "has no receipts" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["watch", str(receipt), "--webhook", "ftp://example.org"])
    assert "must be an address that begins with" in capsys.readouterr().err


def test_each_build_is_compared(  # noqa: PLR0913, PLR0917 - fixtures
    receipt: Path,
    index: str,
    changed_index: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The index is looked at again and again, and compared when another build is live."""
    live = tmp_path / "live"
    shutil.copytree(index, live)
    looks = iter(range(3))

    def look(_: float) -> None:
        number = next(looks, None)
        if number is None:
            raise KeyboardInterrupt
        if number == 1:  # a build: the new generation, and then the pointer
            shutil.copytree(changed_index, live, dirs_exist_ok=True)

    monkeypatch.setattr("qa.cli.watch.time.sleep", look)
    assert main(["watch", str(receipt), "--index", str(live)]) == 130
    counted = [line for line in capsys.readouterr().out.splitlines() if line[0] == "1"]
    assert counted == ["1 answer: 1 as saved", "1 answer: 1 changed"]
