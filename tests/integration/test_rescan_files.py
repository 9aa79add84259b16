"""Files taken in while the scanner was down: shown to it again, released or removed, and told of once."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.factories import APPLICATION, Walk, demo_people, make_office
from tests.samples import files as samples
from tests.support.people import add_record
from tests.support.web import Web, web
from webapp.worker import Worker
from workflows.domain.case import Channel
from workflows.intake.filestore import FileStore, InQuarantine, RemovedAsInfected, StoredFile
from workflows.intake.scanners import EICAR, EicarScanner, Scanner, ScanResult, Verdict
from workflows.operations import rescan_files as operation
from workflows.operations.find_lost_files import find_lost_files
from workflows.operations.health import health_of
from workflows.operations.office import Office
from workflows.operations.open_case import OpenCase, open_case
from workflows.operations.passed_file import passed_file
from workflows.operations.read_case import read_case
from workflows.operations.rescan_files import BATCH, SILENT, rescan_files
from workflows.operations.seal_audit import seal_audit
from workflows.operations.sweep_files import sweep_files
from workflows.operations.verify_audit import verify_audit
from workflows.store import case_pages, cases, quarantine, tasks
from workflows.store.tables import file, notice

HARMFUL = samples.pdf() + EICAR


class Switched:
    """A scanner that can be down; counts what it is shown."""

    def __init__(self) -> None:
        self.up, self.shown = False, 0

    def __call__(self, path: Path) -> ScanResult:
        self.shown += 1
        return EicarScanner()(path) if self.up else ScanResult(verdict=Verdict.QUARANTINE, detail="ConnectionRefused")


class Waiting:
    """A case that was filed with papers while the scanner was down."""

    def __init__(self, url: str, folder: Path) -> None:
        self.scanner: Scanner = Switched()
        self.root = folder / "store"
        office = make_office(url, folder)
        self.people = demo_people(replace(office, files=FileStore(self.root, scanner=self.scanner)))
        self.office: Office = self.people.office

    def file(self, *contents: bytes, record: int | None = None) -> Walk:
        """File an objection with papers."""
        taken: list[StoredFile] = [
            self.office.files.receive(io.BytesIO(each), f"证明{number}.pdf")
            for number, each in enumerate(contents, start=1)
        ]
        walk = Walk(self.people)
        command = OpenCase(
            process="objection", authority_id=self.people.authority, record_id=record or self.people.record,
            channel=Channel.ONLINE, application=APPLICATION, files=taken, key=walk.key(),
        )  # fmt: skip
        walk.opened = open_case(self.office, self.people.actor("applicant"), command)
        return walk

    def another_record(self) -> int:
        """Add a second penalty of the same subject."""
        with self.office.database.act() as uow:
            number = "示市监罚决〔2026〕9002号"
            record = add_record(uow.connection, self.people.subject, self.people.provider, number)
            uow.commit()
        return record

    def come_up(self) -> None:
        """The scanner answers again."""
        assert isinstance(self.scanner, Switched)
        self.scanner.up = True

    def kinds(self, walk: Walk) -> list[str]:
        """The kinds of event of a case that are about its files."""
        with self.office.database.read() as connection:
            rows = case_pages.events_of(connection, walk.case_id)
        return [row.kind for row in rows if row.kind.startswith("file_")]

    def told(self) -> list[tuple[str, str]]:
        """Kind and recipient of each notice about files in an inbox."""
        query = select(notice).where(notice.c.kind.like("file%"), notice.c.channel == "inbox")
        names = {number: login for login, number in self.people.ids.items()}
        with self.office.database.read() as connection:
            return sorted((row.kind, names[row.recipient_id]) for row in connection.execute(query))

    def in_quarantine(self) -> int:
        """How many files lie in quarantine."""
        return sum(path.is_file() for path in (self.root / "quarantine").rglob("*"))


@pytest.fixture
def waiting(database_url: str, tmp_path: Path) -> Waiting:
    """An office whose scanner is down."""
    return Waiting(database_url, tmp_path)


@pytest.fixture
def own(database_url: str, tmp_path: Path) -> Web:
    """The pages of an office of one's own."""
    return web(database_url, tmp_path)


def _files(waiting: Waiting, walk: Walk) -> tuple[Any, ...]:
    return read_case(waiting.office, waiting.people.actor("reviewer"), walk.case_id).files


def test_a_file_that_proves_clean_is_released_in_every_case_with_an_event_and_no_notice(
    waiting: Waiting, tmp_path: Path
) -> None:
    walk = waiting.file(samples.pdf())
    [before] = _files(waiting, walk)
    assert (before.quarantined, before.closed_words) == (True, "等待安全检查")
    other = waiting.file(samples.pdf(), record=waiting.another_record())
    waiting.come_up()
    assert rescan_files(waiting.office) == (1, 0)
    [after] = _files(waiting, walk)
    assert not after.quarantined
    assert waiting.office.files.open(after.sha256).read() == samples.pdf()
    assert waiting.kinds(walk) == ["file_released"]
    assert waiting.told() == []
    assert rescan_files(waiting.office) == (0, 0)
    assert waiting.kinds(walk) == waiting.kinds(other) == ["file_released"]
    seal_audit(waiting.office, tmp_path / "anchor")
    assert verify_audit(waiting.office, tmp_path / "anchor").found == 0


def test_an_infected_file_is_deleted_and_told_once_to_who_handed_it_in_and_to_the_desk(waiting: Waiting) -> None:
    walk = waiting.file(HARMFUL, samples.pdf())
    waiting.come_up()
    assert rescan_files(waiting.office) == (1, 1)
    assert rescan_files(waiting.office) == (0, 0)
    harmful, clean = _files(waiting, walk)
    assert (harmful.quarantined, harmful.removed, clean.quarantined) == (True, "infected", False)
    assert "重新提交" in harmful.closed_words
    assert sorted(waiting.kinds(walk)) == ["file_infected", "file_released"]
    assert waiting.told() == [("file_infected", who) for who in ("applicant", "reviewer", "reviewer2")]
    assert waiting.in_quarantine() == 0
    walk.do("reviewer", "examine")


def test_a_case_that_has_ended_stays_ended_and_the_desk_that_opened_it_is_told(
    waiting: Waiting, tmp_path: Path
) -> None:
    walk = waiting.file(HARMFUL)
    walk.withdraw()
    walk.do("auditor", "sign_termination")
    waiting.come_up()
    worker = Worker(waiting.office, {}, tmp_path / "anchor")
    next(job for job in worker.jobs if job.name == "records").run()
    assert waiting.kinds(walk) == ["file_infected"]
    assert waiting.told() == [("file_infected", who) for who in ("applicant", "reviewer", "reviewer2")]
    with waiting.office.database.read() as connection:
        assert not tasks.open_of(connection, walk.case_id)
        stored = cases.load(connection, walk.case_id)
    assert stored is not None
    assert (stored.view.state, stored.state) == ("withdrawn", b"")


def test_while_the_scanner_is_still_down_everything_waits_and_it_is_not_asked_for_each(waiting: Waiting) -> None:
    walk = waiting.file(*(samples.pdf() + bytes([number]) for number in range(SILENT + 2)))
    assert isinstance(waiting.scanner, Switched)
    waiting.scanner.shown = 0
    assert rescan_files(waiting.office) == (0, 0)
    assert waiting.scanner.shown == SILENT
    assert all(each.quarantined and not each.removed for each in _files(waiting, walk))
    assert waiting.kinds(walk) == []
    waiting.come_up()
    assert rescan_files(waiting.office) == (SILENT + 2, 0)


@pytest.mark.parametrize(("content", "kind"), [(samples.pdf(), "file_released"), (HARMFUL, "file_infected")])
def test_a_process_killed_between_the_verdict_and_the_row_does_it_in_the_next_round(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch, content: bytes, kind: str
) -> None:
    walk = waiting.file(content)
    waiting.come_up()
    with monkeypatch.context() as patched:
        patched.setattr(operation, "open_act", _killed)
        with pytest.raises(KeyboardInterrupt):
            rescan_files(waiting.office)
    assert waiting.kinds(walk) == []
    assert sum(rescan_files(waiting.office)) == 1
    assert waiting.kinds(walk) == [kind]


def test_infected_bytes_of_a_process_killed_before_it_removed_them_are_swept_at_night(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = waiting.file(HARMFUL)
    waiting.come_up()
    with monkeypatch.context() as patched:
        patched.setattr(FileStore, "discard", _killed)
        with pytest.raises(KeyboardInterrupt):
            rescan_files(waiting.office)
    [row] = _files(waiting, walk)
    assert row.removed == "infected"
    with pytest.raises(InQuarantine):
        waiting.office.files.open(row.sha256)
    assert rescan_files(waiting.office) == (0, 0)
    later = replace(waiting.office, real_clock=lambda: waiting.office.real_clock().replace(year=2100))
    assert sweep_files(later) == [row.sha256]
    assert waiting.in_quarantine() == 0
    assert waiting.kinds(walk) == ["file_infected"]


def test_a_file_that_the_folder_has_lost_is_told_once_and_stands_on_the_health_page(
    waiting: Waiting, tmp_path: Path
) -> None:
    walk = waiting.file(samples.pdf())
    [row] = _files(waiting, walk)
    waiting.office.files.discard(row.sha256)
    waiting.come_up()
    assert [rescan_files(waiting.office) for _ in range(2)] == [(0, 0), (0, 0)]
    assert _files(waiting, walk)[0].removed == "missing"
    assert waiting.kinds(walk) == ["file_missing"]
    assert waiting.told() == [("file_missing", who) for who in ("applicant", "reviewer", "reviewer2")]
    assert health_of(waiting.office, tmp_path).missing_files == 1


@pytest.mark.parametrize("folder", ["files", "quarantine"])
def test_a_lost_file_that_was_restored_is_found_by_its_content_and_scanned(
    waiting: Waiting, tmp_path: Path, folder: str
) -> None:
    """Put back from a backup wherever it lay; another content under its name is not it."""
    walk = waiting.file(samples.pdf())
    [row] = _files(waiting, walk)
    waiting.office.files.discard(row.sha256)
    waiting.come_up()
    rescan_files(waiting.office)
    assert find_lost_files(waiting.office) == 0
    place = waiting.root / folder / row.sha256[:2] / row.sha256[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(samples.pdf() + b"x")
    assert find_lost_files(waiting.office) == 0
    place.write_bytes(samples.pdf())
    assert [find_lost_files(waiting.office) for _ in range(2)] == [1, 0]
    assert waiting.kinds(walk) == ["file_missing", "file_found"]
    assert health_of(waiting.office, tmp_path).missing_files == 0
    assert rescan_files(waiting.office) == (1, 0)
    assert waiting.office.files.open(row.sha256).read() == samples.pdf()


def test_a_round_is_bounded_and_what_no_scanner_can_read_does_not_keep_the_others_waiting(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = waiting.file(*(samples.pdf() + bytes([number]) for number in range(5)))
    hashes = sorted(each.sha256 for each in _files(waiting, walk))
    with waiting.office.database.read() as connection:
        assert quarantine.waiting(connection, hashes[3], 4) == [*hashes[3:], *hashes[:2]]
    monkeypatch.setattr(operation, "BATCH", 2)
    waiting.come_up()
    assert [rescan_files(waiting.office) for _ in range(4)] == [(2, 0), (2, 0), (1, 0), (0, 0)]
    assert BATCH == 50


def test_one_look_costs_what_waits_and_not_what_exists(waiting: Waiting) -> None:
    waiting.file(samples.pdf())
    with waiting.office.database.read() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        condition = "WHERE file.quarantined AND file.removed = '' AND file.case_id IS NOT NULL AND sha256 >= 'a'"
        query = f"SELECT DISTINCT sha256 FROM file {condition} ORDER BY sha256 LIMIT 50"
        plan = connection.execute(text(f"{explain} {query}"))
        assert "ix_file_waiting" in str(plan.all())


def test_the_pages_say_that_a_refused_file_must_be_handed_in_again(own: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    scanner = Switched()
    monkeypatch.setattr(own.office.files, "_scanner", scanner)
    taken = own.office.files.receive(io.BytesIO(HARMFUL), "证明.pdf")
    walk = Walk(own.people)
    command = OpenCase(
        process="objection", authority_id=own.people.authority, record_id=own.people.record,
        channel=Channel.ONLINE, application=APPLICATION, files=[taken], key=walk.key(),
    )  # fmt: skip
    walk.opened = open_case(own.office, own.people.actor("applicant"), command)
    with own.office.database.read() as connection:
        number = connection.execute(select(file.c.id)).scalar_one()
    applicant, reviewer = own.signed_in("applicant"), own.signed_in("reviewer")
    assert "等待安全检查" in applicant.get(f"/mine/{walk.case_id}").text
    assert applicant.get(f"/files/{number}").status_code == 503
    scanner.up = True
    rescan_files(own.office)
    for visitor, address in ((applicant, f"/mine/{walk.case_id}"), (reviewer, f"/cases/{walk.case_id}?tab=papers")):
        assert "未通过安全检查，已删除，请重新提交" in visitor.get(address).text
    answer = applicant.get(f"/files/{number}")
    assert answer.status_code == 410
    assert "已删除，请重新提交" in answer.text


def test_a_file_without_a_case_is_shown_to_the_scanner_again_by_whoever_needs_it(waiting: Waiting) -> None:
    good, harmful = (waiting.office.files.receive(io.BytesIO(each), "证明.pdf") for each in (samples.pdf(), HARMFUL))
    with pytest.raises(InQuarantine):
        passed_file(waiting.office, good.sha256)
    waiting.scanner.up = True
    assert passed_file(waiting.office, good.sha256).read_bytes() == samples.pdf()
    with pytest.raises(RemovedAsInfected):
        passed_file(waiting.office, harmful.sha256)
    assert not any(each.is_file() for each in (waiting.root / "quarantine").rglob("*"))


def _killed(*_args: Any, **_more: Any) -> Any:
    raise KeyboardInterrupt
