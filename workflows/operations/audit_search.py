"""Searches the audit trail and exports what was found, personal data masked; the log itself is not touched."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from workflows.domain.access import OFFICE, Actor, Role
from workflows.domain.errors import FieldErrors
from workflows.domain.identifiers import mask_code, mask_name, mask_phone
from workflows.domain.time import OFFICE_ZONE, end_of_day, start_of_day
from workflows.domain.words import N_
from workflows.intake.penalty_report import inert
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.processes import event_names
from workflows.store import audit_search
from workflows.store.audit_search import Wanted

#: Lines that one export holds at most, and the longest value shown.
EXPORT_LIMIT, LONGEST = 5000, 120
_PAGE = 500
#: Keys whose values name a person outside the office's own accounts.
_NAMES = frozenset({"to", "receiver"})
_CODE = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-HJ-NPQRTUWXY]{18}|[0-9]{17}[Xx])(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_EMAIL = re.compile(r"([A-Za-z0-9._%+-])[A-Za-z0-9._%+-]*(@[A-Za-z0-9.-]+)")


@dataclass(frozen=True, kw_only=True)
class AuditQuery:
    """What an administrator looks for."""

    #: Number of one case; empty for none.
    number: str = ""
    #: Without a number: the logs of all cases, or the office's own.
    cases: bool = False
    #: Login or name of who acted; 系统 for the office itself.
    person: str = ""
    kind: str = ""
    #: First and last day (Asia/Shanghai), both included.
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One event, masked."""

    case_id: int
    seq: int
    at: datetime
    #: Number of the case; empty for the office's own log.
    number: str
    actor: str
    #: The kind and its words (message id).
    kind: str
    words: str
    #: What is known of it: (key, masked value).
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class AuditPage:
    """One page of what was found."""

    lines: tuple[AuditLine, ...]
    next: tuple[int, int] | None
    #: There may be more further back, of which nothing was read yet.
    stopped: bool


def search_audit(
    office: Office, actor: Actor, asked: AuditQuery, *, before: tuple[int, int] | None = None, limit: int = 50
) -> AuditPage:
    """Return events that match, the newest first; those of internal matters only to a post that opens them.

    Raises:
        NotAllowed: not an administrator.
        FieldErrors: no such case or person, or the days are the wrong way round.
    """
    actor.require(Role.ADMIN)
    with office.database.read() as connection:
        wanted = _wanted(connection, asked, sealed_to(office, actor))
        found = audit_search.search(connection, wanted, before=before, limit=limit)
    return AuditPage(lines=tuple(_line(row) for row in found.rows), next=found.next, stopped=found.stopped)


def export_audit(office: Office, actor: Actor, asked: AuditQuery) -> bytes:
    """Return what matches as CSV (UTF-8 with mark, no cell a formula), at most EXPORT_LIMIT lines; audited.

    Raises:
        NotAllowed, FieldErrors: as :func:`search_audit`.
    """
    lines: list[AuditLine] = []
    before: tuple[int, int] | None = None
    while len(lines) < EXPORT_LIMIT:
        page = search_audit(office, actor, asked, before=before, limit=min(_PAGE, EXPORT_LIMIT - len(lines)))
        lines += page.lines
        before = page.next
        if before is None:
            break
    criteria = {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(asked).items()}
    # The name is that of an argument of the note itself.
    criteria["of_kind"] = criteria.pop("kind")
    with office.database.act() as uow:
        note_within(office, uow, actor.user_id, "audit_exported", lines=len(lines), **criteria, complete=before is None)
        uow.commit()
    return _csv(lines)


def sealed_to(office: Office, actor: Actor) -> Mapping[str, frozenset[int]]:
    """Return each process of internal matters with the authorities in which a person's post opens its cases."""
    return {
        key: actor.organisations(*(process.seen_by or ())) if process.seen_by else frozenset()
        for key, process in office.processes.items()
        if process.internal
    }


def _wanted(connection: Any, asked: AuditQuery, sealed: Mapping[str, frozenset[int]]) -> Wanted:
    if asked.since and asked.until and asked.until < asked.since:
        raise FieldErrors({"until": [N_("结束日期不能早于开始日期。")]})
    case_id: int | None = None if asked.cases else 0
    if asked.number:
        case_id = audit_search.case_of_number(connection, asked.number.upper(), sealed)
        if case_id is None:
            raise FieldErrors({"number": [N_("没有这个编号的办件，请核对。")]})
    people = None
    if asked.person:
        people = [OFFICE.user_id] if asked.person == OFFICE.name else []
        people += audit_search.people_called(connection, asked.person)
        if not people:
            raise FieldErrors({"person": [N_("没有这个用户名或姓名，请填写全名。")]})
    return Wanted(
        case_id=case_id,
        kind=asked.kind if asked.kind in event_names() else "",
        actors=people,
        since=start_of_day(asked.since) if asked.since else None,
        until=end_of_day(asked.until) if asked.until else None,
        sealed=sealed,
    )


def _line(row: Any) -> AuditLine:
    data: Mapping[str, Any] = row.data if isinstance(row.data, dict) else {}
    return AuditLine(
        case_id=row.case_id,
        seq=row.seq,
        at=row.at,
        number=row.number or "",
        actor=OFFICE.name if row.actor_id == OFFICE.user_id else row.actor or str(row.actor_id),
        kind=row.kind,
        words=event_names().get(row.kind, row.kind),
        details=tuple((key, masked(key, value)) for key, value in data.items() if value not in (None, "", [], {})),
    )


def masked(key: str, value: Any) -> str:
    """Return a value of an event as an administrator sees it: no whole code, number or address, nothing written freely.

    What stands in a mapping (an application, a form) is the case's own matter and is only counted.
    """
    if isinstance(value, dict):
        return f"({len(value)})"
    if isinstance(value, list):
        return "、".join(masked(key, each) for each in value)[:LONGEST]
    text = str(value)
    if key in _NAMES:
        return mask_name(text)
    # The hashes of letters hold no person.
    if key == "sha256":
        return text[:12]
    text = _CODE.sub(lambda found: mask_code(found[0]), text)
    text = _PHONE.sub(lambda found: mask_phone(found[0]), text)
    text = _EMAIL.sub(r"\1***\2", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _csv(lines: list[AuditLine]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([N_("时间"), N_("办件"), N_("序号"), N_("人员"), N_("事项"), N_("内容")])
    for line in lines:
        at = f"{line.at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M:%S}"
        details = "；".join(f"{key}={value}" for key, value in line.details)
        writer.writerow([at, *map(inert, (line.number, str(line.seq), line.actor, line.words, details))])
    return buffer.getvalue().encode("utf-8-sig")
