"""The folder of files: whole or not at all, once for each content, and nothing served that no scanner has passed."""

import hashlib
import io
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.samples import files
from workflows.domain.errors import FileRefused, NotFound
from workflows.intake import filestore
from workflows.intake.filestore import FileStore, InQuarantine
from workflows.intake.filetypes import FileTooLarge, FileType, recognise_table
from workflows.intake.scanners import EICAR, EicarScanner, ScanResult, Verdict

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def _says(verdict: Verdict) -> Callable[[Path], ScanResult]:
    return lambda _path: ScanResult(verdict=verdict)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "store", scanner=EicarScanner())


def _kept(store: FileStore, tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "store").rglob("*") if path.is_file() and path.name != "lock"]


def _age(path: Path) -> None:
    os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))


def test_a_file_is_kept_under_the_hash_of_its_content_and_read_back_unchanged(store: FileStore) -> None:
    stored = store.receive(io.BytesIO(files.pdf()), "../../证明\r\n.pdf")
    assert stored.sha256 == hashlib.sha256(files.pdf()).hexdigest()
    assert (stored.size, stored.type, stored.display_name) == (len(files.pdf()), FileType.PDF, "证明.pdf")
    assert stored.path == store.path(stored.sha256)
    assert "证明" not in str(stored.path)
    with store.open(stored.sha256) as file:
        assert file.read() == files.pdf()


def test_the_same_content_twice_is_one_file_under_two_shown_names(store: FileStore, tmp_path: Path) -> None:
    first = store.receive(io.BytesIO(files.pdf()), "甲.pdf")
    second = store.receive(io.BytesIO(files.pdf()), "乙.pdf")
    assert first.sha256 == second.sha256
    assert (first.display_name, second.display_name) == ("甲.pdf", "乙.pdf")
    assert len(_kept(store, tmp_path)) == 1


class _Endless(io.RawIOBase):
    """A PDF that never ends; counts what was read of it."""

    given = 0

    def read(self, size: int = -1, /) -> bytes:
        assert size > 0, "everything at once was asked for"
        self.given += size
        return (b"%PDF-" + b"0" * size)[:size]


def test_reading_stops_at_the_limit_and_nothing_is_left(store: FileStore, tmp_path: Path) -> None:
    stream = _Endless()
    with pytest.raises(FileTooLarge):
        store.receive(stream, "大.pdf", limit=100_000)
    assert stream.given == 100_001
    assert _kept(store, tmp_path) == []


def test_a_file_of_exactly_the_limit_is_taken(store: FileStore) -> None:
    assert store.receive(io.BytesIO(files.pdf()), "满.pdf", limit=len(files.pdf())).size == len(files.pdf())


@pytest.mark.parametrize("name", ["页面.html", "证明.docx", "证明.pdf.exe"])
def test_a_refused_file_leaves_nothing_behind(store: FileStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused):
        store.receive(io.BytesIO(files.pdf()), name)
    assert _kept(store, tmp_path) == []


def test_an_upload_that_breaks_off_leaves_nothing_behind(store: FileStore, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.receive(Broken(), "断.pdf")
    assert _kept(store, tmp_path) == []


def test_a_process_killed_before_the_rename_leaves_no_half_file_to_be_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "store"
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(filestore, "_move", lambda *_: os._exit(9))
        FileStore(root, scanner=EicarScanner()).receive(io.BytesIO(files.pdf()), "证明.pdf")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    store = FileStore(root, scanner=EicarScanner())
    (leftover,) = _kept(store, tmp_path)
    with pytest.raises(NotFound):
        store.open(hashlib.sha256(files.pdf()).hexdigest())
    assert store.receive(io.BytesIO(files.pdf()), "证明.pdf").path.read_bytes() == files.pdf()
    _age(leftover)
    store.sweep_orphans(set(), LONG_AGO + timedelta(days=1))
    assert not leftover.exists()


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 62 + "/x", "a" * 64 + "\n", "0" * 64]
)
def test_nothing_but_the_hash_of_a_kept_file_opens_anything(store: FileStore, key: str) -> None:
    with pytest.raises(NotFound):
        store.path(key)
    with pytest.raises(NotFound):
        store.open(key)


def test_many_at_once_with_one_content_all_get_it_whole(store: FileStore, tmp_path: Path) -> None:
    hashes: list[str] = []
    threads = [
        threading.Thread(target=lambda: hashes.append(store.receive(io.BytesIO(files.word()), "同.docx").sha256))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hashes) == 8
    assert len(set(hashes)) == 1
    assert len(_kept(store, tmp_path)) == 1


def test_a_letter_of_the_office_is_kept_even_while_the_scanner_is_down(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "store", scanner=_says(Verdict.QUARANTINE))
    letter = store.put_bytes(files.word(), "异议处理结果告知书.docx")
    assert not letter.quarantined
    assert store.path(letter.sha256).read_bytes() == files.word()


def test_a_table_to_import_can_be_kept_when_its_own_recogniser_is_named(store: FileStore) -> None:
    stored = store.receive(io.BytesIO("甲，乙\n".encode()), "处罚.csv", recogniser=recognise_table)
    assert stored.type is FileType.CSV


def test_orphans_older_than_asked_are_removed_and_known_or_fresh_files_stay(store: FileStore) -> None:
    known = store.receive(io.BytesIO(files.pdf()), "有.pdf")
    orphan = store.receive(io.BytesIO(files.word()), "无.docx")
    fresh = store.receive(io.BytesIO(files.ofd()), "新.ofd")
    _age(known.path)
    _age(orphan.path)
    assert store.sweep_orphans({known.sha256}, LONG_AGO + timedelta(days=1)) == [orphan.sha256]
    assert store.path(known.sha256)
    assert store.path(fresh.sha256)
    with pytest.raises(NotFound):
        store.path(orphan.sha256)


def test_an_orphan_that_arrives_again_is_fresh_again(store: FileStore) -> None:
    _age(store.receive(io.BytesIO(files.pdf()), "甲.pdf").path)
    again = store.receive(io.BytesIO(files.pdf()), "甲.pdf")
    assert store.sweep_orphans(set(), LONG_AGO + timedelta(days=1)) == []
    assert store.path(again.sha256)


def test_a_sweep_needs_an_instant_with_its_zone(store: FileStore) -> None:
    with pytest.raises(ValueError, match="naive"):
        store.sweep_orphans(set(), LONG_AGO.replace(tzinfo=None))


def test_a_file_removed_while_it_is_downloaded_is_read_to_its_end(store: FileStore) -> None:
    stored = store.receive(io.BytesIO(files.pdf()), "甲.pdf")
    _age(stored.path)
    with store.open(stored.sha256) as file:
        assert store.sweep_orphans(set(), LONG_AGO + timedelta(days=1)) == [stored.sha256]
        assert file.read() == files.pdf()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (files.pdf().replace(b"%%EOF", EICAR + b"\n%%EOF"), "证明.pdf"),
        (files.altered(files.word(), {"customXml/item1.bin": b"x" * 65_500 + EICAR}), "证明.docx"),
    ],
    ids=["plain", "in a container"],
)
def test_the_test_virus_is_refused_plain_and_inside_a_document(
    store: FileStore, tmp_path: Path, data: bytes, name: str
) -> None:
    with pytest.raises(FileRefused, match="有害"):
        store.receive(io.BytesIO(data), name)
    assert _kept(store, tmp_path) == []


def test_while_the_scanner_is_down_a_file_waits_and_nobody_can_open_it(tmp_path: Path) -> None:
    answer = Verdict.QUARANTINE
    store = FileStore(tmp_path / "store", scanner=lambda _path: ScanResult(verdict=answer))
    waiting = store.receive(io.BytesIO(files.pdf()), "证明.pdf")
    assert waiting.quarantined
    with pytest.raises(InQuarantine):
        store.open(waiting.sha256)
    assert store.rescan(waiting.sha256) is Verdict.QUARANTINE
    with pytest.raises(InQuarantine):
        store.path(waiting.sha256)
    answer = Verdict.CLEAN
    assert store.rescan(waiting.sha256) is Verdict.CLEAN
    assert store.path(waiting.sha256).read_bytes() == files.pdf()
    assert store.rescan(waiting.sha256) is Verdict.CLEAN
    answer = Verdict.QUARANTINE
    assert not store.receive(io.BytesIO(files.pdf()), "证明.pdf").quarantined


def test_a_file_in_quarantine_that_proves_infected_is_removed(tmp_path: Path) -> None:
    answer = Verdict.QUARANTINE
    store = FileStore(tmp_path / "store", scanner=lambda _path: ScanResult(verdict=answer))
    waiting = store.receive(io.BytesIO(files.pdf()), "证明.pdf")
    answer = Verdict.INFECTED
    assert store.rescan(waiting.sha256) is Verdict.INFECTED
    with pytest.raises(InQuarantine):
        store.path(waiting.sha256)
    store.discard(waiting.sha256)
    with pytest.raises(NotFound):
        store.path(waiting.sha256)
    with pytest.raises(NotFound):
        store.rescan(waiting.sha256)


def test_a_second_upload_that_passes_releases_the_content_that_was_waiting(tmp_path: Path) -> None:
    FileStore(tmp_path / "store", scanner=_says(Verdict.QUARANTINE)).receive(io.BytesIO(files.pdf()), "甲.pdf")
    store = FileStore(tmp_path / "store", scanner=_says(Verdict.CLEAN))
    stored = store.receive(io.BytesIO(files.pdf()), "甲.pdf")
    assert store.path(stored.sha256) == stored.path
    assert len(_kept(store, tmp_path)) == 1
