"""Fills the register of a demonstration: cases as an authority has them after a busy year, first pages full.

Of a hundred cases twelve are open, half of them with a reviewer and half with a provider; four of those are late and
four are warned. That is a bad office, but then the first page of each list is as full with a thousand cases as with
a hundred thousand, and what is compared is the size of the register and not that of the page. What a person has to
look at one by one (notices that did not arrive, notices unread) is the same handful in an office of any size.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from workflows.store.database import Database
from workflows.store.tables import (
    case,
    deadline,
    event,
    letter,
    notice,
    organisation,
    record,
    service,
    subject,
    task,
    user,
)

#: Rows of one multi-row insert.
_CHUNK = 5_000
#: Of a hundred cases so many are open; the first of them are late, the next ones warned.
_OPEN, _LATE, _WARNED = 12, 4, 8
#: Notices that did not arrive, and notices that the reviewer has not read, in an office of any size.
_UNDELIVERED, _UNREAD = 60, 20
#: Days over which the cases came in.
_YEAR = 360


@dataclass(frozen=True, kw_only=True)
class _Model:
    """What all cases of the register have in common."""

    case: dict[str, Any]
    #: Kind and data of a notice.
    notice: dict[str, Any]
    authority: int
    provider: int
    reviewer: int
    #: The office's day and instant when the register is filled.
    day: date
    at: datetime


def fill(database: Database, number: int, now: datetime) -> None:
    """Add ``number`` cases to a demonstration with records, tasks, clocks, events, letters and notices.

    Args:
        now: the office's instant (UTC); the cases came in during the year before it.
    """
    with database.read() as connection:
        found = connection.execute(select(case).where(case.c.process == "objection").order_by(case.c.id).limit(1)).one()
        told = connection.execute(
            select(notice).where(notice.c.channel == "inbox", notice.c.case_id == found.id).limit(1)
        ).one()
        kinds = select(organisation.c.id).where(organisation.c.kind == "provider").limit(1)
        model = _Model(
            case=found._asdict(),
            notice={"kind": told.kind, "data": told.data},
            authority=found.authority_id,
            provider=connection.execute(kinds).scalar_one(),
            reviewer=connection.execute(select(user.c.id).where(user.c.login == "reviewer")).scalar_one(),
            day=now.date(),
            at=now,
        )
        largest = (select(func.max(table.c.id)) for table in (case, subject, record, letter))
        first = 1 + max(connection.execute(query).scalar_one() for query in largest)
    parts: tuple[tuple[Table, Callable[[_Model, int], Iterator[dict[str, Any]]]], ...] = (
        (subject, _subjects),
        (record, _records),
        (case, _cases),
        (task, _tasks),
        (deadline, _deadlines),
        (event, _events),
        (letter, _letters),
        (service, _services),
        (notice, _notices),
    )
    with database.act() as uow:
        for table, rows_of in parts:
            rows = (row for each in range(first, first + number) for row in rows_of(model, each))
            while chunk := list(islice(rows, _CHUNK)):
                _add(uow.connection, table, chunk)
        rows = _unsettled(model, first)
        uow.connection.execute(insert(notice), list(rows))
        uow.connection.exec_driver_sql("ANALYZE")
        uow.commit()
    if database.dialect == "postgresql":
        # As autovacuum leaves it: without it no index is read alone.
        with database.read() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    dialect = connection.dialect
    written = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in rows[0]}
    names = ", ".join(f'"{name}"' for name in written)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([write(row[name]) if write else row[name] for name, write in written.items()])


def _place(each: int) -> int:
    return each % 100


def _is_open(each: int) -> bool:
    return _place(each) < _OPEN


def _received(model: _Model, each: int) -> datetime:
    """Return when a case came in: the open ones within the last weeks, the others over the year."""
    ago = each % 20 if _is_open(each) else 20 + each * 7 % (_YEAR - 20)
    return model.at - timedelta(days=ago, minutes=each % 480)


def _due(model: _Model, each: int) -> date:
    """Return the last day: of late cases in the days gone by, of warned ones tomorrow, in no order as in life."""
    if not _is_open(each):
        return _received(model, each).date() + timedelta(days=30)
    if _place(each) < _LATE:
        return model.day - timedelta(days=1 + each * 7919 % 20)
    return model.day + timedelta(days=1 if _place(each) < _WARNED else 2 + each * 7919 % 28)


def _subjects(_model: _Model, each: int) -> Iterator[dict[str, Any]]:
    yield {
        "id": each,
        "kind": "legal_person",
        "name": f"示例企业{each * 7919 % 1_000_003:07d}号",
        "code_type": "uscc",
        "code": f"BENCH{each:013d}",
        "alt_ids": {},
    }


def _records(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    yield {
        "id": each,
        "subject_id": each,
        "provider_id": model.provider,
        "decision_number": f"示罚决〔2025〕{each}号",
        "fields": {},
        "decided_on": _received(model, each).date() - timedelta(days=90),
    }


def _cases(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    at = _received(model, each)
    yield {
        **model.case,
        "id": each,
        "number": f"SL-OBJ-2025-{each:06d}",
        "query_code": f"{each:012d}",
        "provider_id": model.provider,
        "subject_id": each,
        "record_id": each,
        "applicant_id": None,
        "state": "open" if _is_open(each) else "archived",
        "step": "examining" if _is_open(each) else "closed",
        "received_on": at.date(),
        "received_at": at,
        "closed_at": None if _is_open(each) else at + timedelta(days=18),
        "event_count": 4,
        "sealed_count": 4,
    }


def _tasks(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    at, due = _received(model, each), _due(model, each)
    base = {"case_id": each, "engine_task": "1", "opened_at": at, "due_on": due}
    done = {"state": "done", "completed_at": at, "outcome": "approve", "completed_by": model.reviewer, "data": {}}
    blank = {"completed_at": None, "outcome": None, "completed_by": None, "data": None}
    for node in ("examine", "sign_acceptance", "draft_decision"):
        yield {**base, **done, "node": node, "role": "reviewer", "org_id": model.authority}
    if _is_open(each):
        desk = {"node": "examine", "role": "reviewer", "org_id": model.authority}
        if each % 2:
            desk = {"node": "verify", "role": "provider", "org_id": model.provider}
        yield {**base, **blank, **desk, "state": "open"}


def _deadlines(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    at, due = _received(model, each), _due(model, each)
    late, warned = _place(each) < _LATE, _place(each) < _WARNED
    is_open = _is_open(each)
    for rule in ("objection.overall", "objection.forward") if not is_open else ("objection.overall",):
        yield {
            "case_id": each,
            "rule": rule,
            "host": "1",
            "state": "running" if is_open else "late" if _place(each) > 95 else "met",
            "start_on": at.date(),
            "due_on": due,
            "provisional": False,
            "pack": "xinzheng/2018-03-28",
            "candidates": [],
            "calendar_version": "",
            "signal": None if not is_open or late else "breach" if warned else "warning",
            "signal_at": None if not is_open or late else model.at + timedelta(days=1 + each % 28),
            "signals": "",
            "warned_at": at if is_open and warned else None,
            "breached_at": at if (is_open and late) or _place(each) > 95 else None,
            "met_on": None if is_open else due + timedelta(days=1 if _place(each) > 95 else -1 - each % 10),
            "breach_reason": "handler_overloaded" if not is_open and _place(each) > 95 else None,
        }


def _events(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    at = _received(model, each)
    for seq, kind in enumerate(("case_opened", "clock_started", "task_completed", "case_archived"), 1):
        actor = model.reviewer
        yield {"case_id": each, "seq": seq, "at": at, "actor_id": actor, "kind": kind, "data": {}, "mac": "0" * 32}


def _letters(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    yield {
        "id": each,
        "case_id": each,
        "code": "OBJ-11",
        "state": "signed",
        "organ_id": model.authority,
        "number": f"示信用异告〔2025〕{each}号",
        "sha256": f"{each:064x}",
        "drafted_by": model.reviewer,
        "drafted_at": _received(model, each),
        "signed_by": model.reviewer,
        "signed_at": _received(model, each),
    }


def _services(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    yield {
        "letter_id": each,
        "case_id": each,
        "organ_id": model.authority,
        "method": "electronic",
        "served_at": _received(model, each),
        "recipient": f"示例企业{each}号",
        "details": {},
        "by": model.reviewer,
    }


def _notices(model: _Model, each: int) -> Iterator[dict[str, Any]]:
    at = _received(model, each)
    for channel, state in (("inbox", "sent"), ("email", "sent")):
        yield _notice(model, each, at, channel, state) | {"read_at": at if channel == "inbox" else None}


def _unsettled(model: _Model, first: int) -> Iterator[dict[str, Any]]:
    """Yield what did not arrive and what the reviewer has not read, of the first cases."""
    for each in range(_UNDELIVERED):
        yield _notice(model, first + each, model.at, "sms", "failed") | {"read_at": None}
    for each in range(_UNREAD):
        yield _notice(model, first + each, model.at, "inbox", "sent") | {"read_at": None, "event_seq": 2}


def _notice(model: _Model, each: int, at: datetime, channel: str, state: str) -> dict[str, Any]:
    return {
        "case_id": each,
        "event_seq": 1,
        **model.notice,
        "recipient_id": model.reviewer,
        "channel": channel,
        "state": state,
        "created_at": at,
        "next_at": at,
    }
