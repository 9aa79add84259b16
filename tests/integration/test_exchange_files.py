"""Exchange by file: written whole, signed, read once; names and links lead nowhere else."""

import os
from pathlib import Path
from typing import Any

import pytest

from exchange import file_drop, signed
from exchange.file_drop import FileExchange, read_signed, write_signed
from tests.support.clock import START
from tests.support.platform import KEY, Owing, owing
from workflows.operations.exchange_port import ExchangeUnreachable, Holding
from workflows.operations.fetch_receipts import Fetched, fetch_receipts
from workflows.operations.send_dispatches import Sending, send_dispatches
from workflows.store import exchange


@pytest.fixture
def owed(sqlite_url: str, tmp_path: Path) -> Owing:
    """An office with a case."""
    return owing(sqlite_url, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the exchange."""
    return tmp_path / "exchange"


def port(folder: Path) -> FileExchange:
    return FileExchange(folder, KEY, lambda: START)


def answer(folder: Path, name: str, content: dict[str, Any], key: str = KEY) -> Path:
    """What the other side puts into the incoming folder."""
    path = folder / "incoming" / name
    write_signed(path, key, START, "m" * 32, content)
    return path


def receipt(key: str) -> dict[str, Any]:
    return {"receipts": [{"key": key, "number": "PT1", "state": "done"}]}


def test_a_batch_is_one_signed_file_whose_name_sorts_and_its_receipts_come_by_file(owed: Owing, folder: Path) -> None:
    way, keys = port(folder), [owed.owe("publish"), owed.owe("update_rating")]
    assert send_dispatches(owed.office, way, "w1") == Sending(sent=2)
    [file] = (folder / "outgoing").iterdir()
    assert file.name.startswith("20260918T020000000000Z-")
    content = read_signed(file, KEY, lambda: START)
    assert [item["key"] for item in content["items"]] == keys
    for number, key in enumerate(keys):
        answer(folder, f"hz-{number}.json", receipt(key))
    assert fetch_receipts(owed.office, way) == Fetched(new=2)
    assert owed.states() == ["received", "received"]
    assert sorted(each.name for each in (folder / "incoming" / "done").iterdir()) == ["hz-0.json", "hz-1.json"]
    assert fetch_receipts(owed.office, way) == Fetched()


def test_a_file_with_an_older_name_that_comes_later_is_read_too(owed: Owing, folder: Path) -> None:
    way, first, second = port(folder), owed.owe(), owed.owe("stop_sharing")
    answer(folder, "2026-09-19.json", receipt(second))
    fetch_receipts(owed.office, way)
    answer(folder, "2026-09-18.json", receipt(first))
    assert fetch_receipts(owed.office, way) == Fetched(new=1)


def test_a_file_that_comes_twice_under_one_name_is_noted_once_and_both_are_kept(owed: Owing, folder: Path) -> None:
    way, key = port(folder), owed.owe()
    for expected in (Fetched(new=1), Fetched(known=1)):
        answer(folder, "hz.json", receipt(key))
        assert fetch_receipts(owed.office, way) == expected
    assert len(list((folder / "incoming" / "done").iterdir())) == 2


def test_a_file_stays_until_its_receipts_are_noted(owed: Owing, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    way, key = port(folder), owed.owe()
    path = answer(folder, "hz.json", receipt(key))

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exchange, "set_cursor", die)
        with pytest.raises(KeyboardInterrupt):
            fetch_receipts(owed.office, way)
    assert path.exists()
    assert fetch_receipts(owed.office, way) == Fetched(known=1)
    assert not path.exists()


@pytest.mark.parametrize("what", ["other key", "not json", "unsigned", "changed", "huge", "link", "pipe", "list"])
def test_a_file_that_cannot_be_believed_is_put_aside_and_shown(
    owed: Owing, folder: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    way, key = port(folder), owed.owe()
    path = folder / "incoming" / "hz.json"
    if what == "other key":
        answer(folder, "hz.json", receipt(key), key="x" * 40)
    elif what == "not json":
        path.write_bytes(b"\x00\xff")
    elif what == "unsigned":
        path.write_bytes(signed.canonical(receipt(key)))
    elif what == "changed":
        answer(folder, "hz.json", receipt("another"))
        path.write_bytes(path.read_bytes().replace(b"another", key.encode()))
    elif what == "huge":
        monkeypatch.setattr(file_drop, "LIMIT", 100)
        answer(folder, "hz.json", receipt(key))
    elif what == "link":
        outside = tmp_path / "outside.json"
        write_signed(outside, KEY, START, "m" * 32, receipt(key))
        path.symlink_to(outside)
    elif what == "pipe":
        os.mkfifo(path)
    else:
        answer(folder, "hz.json", {"receipts": "many"})
    assert fetch_receipts(owed.office, way) == Fetched(strays=1)
    assert owed.states() == ["owed"]
    assert os.path.lexists(folder / "incoming" / "refused" / "hz.json")
    with owed.office.database.read() as connection:
        [stray] = exchange.strays(connection, 10)
    assert stray.key == "hz.json"
    assert stray.note.startswith("文件不可用：")


def test_a_file_that_is_still_being_written_and_folders_are_left_alone(owed: Owing, folder: Path) -> None:
    way = port(folder)
    (folder / "incoming" / ".hz.json").write_bytes(b"{")
    (folder / "incoming" / "hz.txt").write_bytes(b"{")
    (folder / "incoming" / "more.json").mkdir()
    assert fetch_receipts(owed.office, way) == Fetched()
    assert (folder / "incoming" / ".hz.json").exists()


def test_a_full_disk_leaves_no_half_file_and_the_dispatch_is_owed_still(
    owed: Owing, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = port(folder)
    owed.owe()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert send_dispatches(owed.office, way, "w1") == Sending(later=1)
    assert list((folder / "outgoing").iterdir()) == []
    assert owed.rows()[0].last_error == "平台没有应答：No space left on device"


def test_what_the_platform_shows_comes_as_a_file_or_is_not_said(folder: Path) -> None:
    way = port(folder)
    assert way.inventory() is None
    holding = {"what": "record", "code": "91410184MA0000001X", "number": "示1号"}
    answer(folder, "inventory.json", {"holdings": [holding]})
    assert way.inventory() == [Holding(**holding)]
    (folder / "incoming" / "inventory.json").write_bytes(b"{}")
    with pytest.raises(ExchangeUnreachable):
        way.inventory()
