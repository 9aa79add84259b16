"""Verifies the log: every event's MAC, the answers it covers, every chain's head, every seal, and the anchor outside.

Finds rows that were changed, removed, inserted or swapped, cut ends, rewritten chains and deleted cases. Acts that go
on meanwhile give no false alarm: a chain is read with its head in one statement, and seals are read before the cases
whose sealed counts they must explain.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from workflows.domain.chain import GENESIS, link, seal
from workflows.operations.office import Office
from workflows.operations.seal_audit import read_anchor
from workflows.operations.verify_answers import changed_answers
from workflows.store import audit
from workflows.store.audit import Head, RawEvent, RawSeal

#: Cases, events of the office's own chain, and seals read at a time; findings listed.
CASES, EVENTS, SEALS, LISTED = 100, 2000, 20, 500
_OPENED_MEANWHILE = 100_000

#: Told of progress: cases done, cases in all.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it was written."""

    #: Of a chain: changed, answers, removed, inserted, cut, head, case_removed, sealed_lost, sealed_count.
    #: Of the seals: seal_changed, seal_removed, anchor.
    kind: str
    case_id: int | None = None
    seq: int | None = None
    detail: str = ""


@dataclass
class Report:
    """What was read and what was found."""

    cases: int = 0
    events: int = 0
    seals: int = 0
    #: Events that no seal covers yet.
    unsealed: int = 0
    found: int = 0
    #: The first LISTED findings.
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return self.found == 0

    def add(self, kind: str, case_id: int | None = None, seq: Any = None, detail: str = "") -> None:
        """Note a finding."""
        self.found += 1
        if len(self.findings) < LISTED:
            number = seq if isinstance(seq, int) else None
            self.findings.append(Finding(kind=kind, case_id=case_id, seq=number, detail=detail))


def _silent(_done: int, _total: int) -> None:
    return None


def verify_as_job(office: Office, anchor: Path, tell: Tell) -> tuple[Mapping[str, Any], int]:
    """Verify the whole log for a job; return the report as JSON, and the number of cases."""
    report = verify_audit(office, anchor, tell)
    return asdict(report), report.cases


def verify_audit(office: Office, anchor: Path, tell: Tell = _silent) -> Report:
    """Verify the whole log and return what was found.

    Memory is bounded: eight bytes a case, and the chains of a hundred cases at a time.

    Args:
        anchor: the file outside the database that ``seal_audit`` writes.
        tell: told between two reads how many cases are verified, and of how many; what it raises ends the verification.
    """
    report = Report()
    # The anchor first: it is written after its seal, so whatever it names must be there.
    walk = _Seals(office, report, anchor, tell)
    walk.go_on()
    walk.check_anchor()
    suspects = _verify_cases(office, report, walk, tell)
    _verify_office_chain(office, report, suspects, walk, tell)
    # Seals written meanwhile may explain counts that were ahead of those read before.
    walk.go_on()
    for case_id, sealed in suspects:
        if sealed > walk.sealed(case_id):
            report.add("sealed_count", case_id, detail=f"{sealed}")
    return report


class _Seals:
    """Walks the chain of seals and keeps how far each case is sealed."""

    def __init__(self, office: Office, report: Report, path: Path, tell: Tell) -> None:
        self._office, self._report, self._tell = office, report, tell
        self._seq, self._mac = 0, GENESIS
        self._anchored: str | None = None
        with office.database.read() as connection:
            #: The newest case when the walk began.
            self.last = audit.last_case(connection)
        self._sealed = array("q", bytes(8 * (self.last + 1)))
        try:
            self._anchor = read_anchor(path)
        except ValueError:
            self._anchor = None
            report.add("anchor", detail="damaged")

    def sealed(self, case_id: int) -> int:
        """How many events of a case the seals read so far cover."""
        return self._sealed[case_id] if case_id < len(self._sealed) else 0

    def go_on(self) -> None:
        """Read every seal that is not read yet."""
        while True:
            self._tell(self._report.cases, self.last)
            with self._office.database.read() as connection:
                read = audit.seals(connection, self._seq, SEALS)
            if not read:
                return
            for each in read:
                self._verify(each)

    def check_anchor(self) -> None:
        """The newest seal that is known outside the database must be there, unchanged."""
        if self._anchor is None:
            if self._seq:
                self._report.add("anchor", detail="missing")
        elif self._anchored != self._anchor.mac:
            self._report.add("anchor", seq=self._anchor.seq, detail="the seal that the anchor names is not there")

    def _verify(self, each: RawSeal) -> None:
        report = self._report
        report.seals += 1
        if each.seq != self._seq + 1:
            report.add("seal_removed", seq=self._seq + 1)
        elif each.at is None or each.mac != seal(
            self._office.audit_key, self._mac, seq=each.seq, at=each.at, heads=each.heads
        ):
            report.add("seal_changed", seq=each.seq)
        self._seq, self._mac = each.seq, str(each.mac)
        if self._anchor is not None and each.seq == self._anchor.seq:
            self._anchored = str(each.mac)
        try:
            heads = [(int(case_id), int(count), str(mac)) for case_id, count, mac in orjson.loads(each.heads)]
        except (ValueError, TypeError):
            report.add("seal_changed", seq=each.seq, detail="unreadable")
            return
        self._require_events(each.seq, heads)

    def _require_events(self, seq: int, heads: list[tuple[int, int, str]]) -> None:
        """What was sealed must still be there, with the same MAC."""
        with self._office.database.read() as connection:
            there = audit.macs_of(connection, [(case_id, count) for case_id, count, _ in heads])
        for case_id, count, mac in heads:
            if there.get((case_id, count)) != mac:
                self._report.add("sealed_lost", case_id, count, detail=f"seal {seq}")
            self._note(case_id, count)

    def _note(self, case_id: int, count: int) -> None:
        beyond = case_id + 1 - len(self._sealed)
        # Cases opened since the walk began come a few at a time; a far number is a forged head.
        if 0 < beyond <= _OPENED_MEANWHILE:
            self._sealed.extend([0] * beyond)
        if 0 <= case_id < len(self._sealed):
            self._sealed[case_id] = max(self._sealed[case_id], count)


def _verify_cases(office: Office, report: Report, walk: _Seals, tell: Tell) -> list[tuple[int, int]]:
    """Verify the chain of every case; return (case, sealed count) where no seal read so far explains the count."""
    suspects: list[tuple[int, int]] = []
    after = 0
    while True:
        tell(report.cases, walk.last)
        with office.database.read() as connection:
            chains = audit.chains(connection, after, CASES)
            answers = audit.answers(connection, [head.case_id for head, _ in chains])
        if not chains:
            break
        after = chains[-1][0].case_id
        for head, events in chains:
            report.cases += 1
            end = _follow(office, report, head.case_id, GENESIS, 0, events)
            for each in changed_answers(office, head.case_id, events, answers[head.case_id]):
                report.add("answers", head.case_id, each.seq)
            _require_head(report, head, *end)
            _require_sealed(report, head, walk, suspects)
    with office.database.read() as connection:
        for case_id in audit.cases_without_row(connection, LISTED):
            report.add("case_removed", case_id)
    return suspects


def _verify_office_chain(
    office: Office, report: Report, suspects: list[tuple[int, int]], walk: _Seals, tell: Tell
) -> None:
    with office.database.read() as connection:
        head = audit.office_head(connection)
        beyond = audit.office_events_beyond_head(connection, LISTED)
    for seq in beyond:
        report.add("inserted", 0, seq)
    if head is None:
        return
    seq, mac = 0, GENESIS
    while seq < head.count:
        tell(report.cases, walk.last)
        with office.database.read() as connection:
            events = audit.office_events(connection, seq, head.count, EVENTS)
        if not events:
            break
        seq, mac = _follow(office, report, 0, mac, seq, events)
    _require_head(report, head, seq, mac)
    _require_sealed(report, head, walk, suspects)


def _follow(
    office: Office, report: Report, case_id: int, mac: str, seq: int, events: Iterable[RawEvent]
) -> tuple[int, str]:
    """Follow a chain from ``mac`` at ``seq``; return where it ends. Each fault is told once, at its place."""
    for each in events:
        report.events += 1
        if each.seq != seq + 1:
            # The MAC covers the one before, which is not there: only the gap can be told.
            report.add("removed", case_id, seq + 1)
        elif not _genuine(office, case_id, mac, each):
            report.add("changed", case_id, each.seq)
        seq = each.seq if isinstance(each.seq, int) else seq + 1
        mac = str(each.mac)
    return seq, mac


def _genuine(office: Office, case_id: int, previous: str, each: RawEvent) -> bool:
    return each.at is not None and each.mac == link(
        office.audit_key,
        previous,
        case_id=case_id,
        seq=each.seq,
        at=each.at,
        actor_id=each.actor_id,
        kind=each.kind,
        data=each.data,
    )


def _require_head(report: Report, head: Head, seq: int, mac: str) -> None:
    if seq < head.count:
        report.add("cut", head.case_id, seq + 1, f"{seq} of {head.count}")
    elif seq > head.count:
        report.add("inserted", head.case_id, head.count + 1, f"{seq} of {head.count}")
    elif head.mac != mac:
        report.add("head", head.case_id, seq)


def _require_sealed(report: Report, head: Head, walk: _Seals, suspects: list[tuple[int, int]]) -> None:
    sealed = head.sealed if isinstance(head.sealed, int) else -1
    known = walk.sealed(head.case_id)
    if sealed > head.count or sealed < known:
        report.add("sealed_count", head.case_id, detail=f"{head.sealed}")
    elif sealed > known:
        suspects.append((head.case_id, sealed))
    report.unsealed += max(0, head.count - max(0, sealed))
