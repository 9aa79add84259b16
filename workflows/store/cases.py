"""Reads and guarded writes of cases, their engine state and their diagrams."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.errors import StaleVersion
from workflows.store.records import MATTER, Matter, matter_in
from workflows.store.tables import (
    act_key,
    case,
    case_record,
    diagram,
    engine_state,
    event,
    filing,
    record,
    subject,
    task,
    user,
)

#: A record's part in a case that is not ended; written as its partial index has it, which SQLite would else not take.
OPEN_RECORD = text("case_record.open")


@dataclass(frozen=True, kw_only=True)
class StoredCase:
    """A case as it was read: the view for rules, the engine state, and the head of its event chain."""

    view: CaseView
    diagram_hash: str
    step: str
    query_code: str
    received_at: datetime
    #: Engine state; empty when the process has ended.
    state: bytes
    event_count: int
    chain: str
    #: When the case took its final state (UTC); None while it is open.
    closed_at: datetime | None
    #: Whom and what it is about, where it was read for an act.
    matter: Matter | None


_WITH_STATE = select(case, engine_state.c.state.label("engine_state")).select_from(case.outerjoin(engine_state))
_BY_ID = _WITH_STATE.where(case.c.id == bindparam("case_id"))
_FOR_ACT = select(case, engine_state.c.state.label("engine_state"), *MATTER).select_from(
    case.outerjoin(engine_state)
    .join(subject, subject.c.id == case.c.subject_id)
    .outerjoin(record, record.c.id == case.c.record_id)
    .outerjoin(filing, filing.c.case_id == case.c.id)
    .outerjoin(user, user.c.id == case.c.applicant_id)
)
_FOR_ACT_BY_ID = _FOR_ACT.where(case.c.id == bindparam("case_id"))
_FOR_ACT_OF_TASK = _FOR_ACT.where(
    case.c.id == select(task.c.case_id).where(task.c.id == bindparam("task_id")).scalar_subquery()
)
_APPLICATION = select(filing.c.data).where(filing.c.case_id == bindparam("case_id"))
_OPEN_ABOUT = (
    select(case.c.number)
    .where(*(case.c[name] == bindparam(name) for name in ("record_id", "process")), case.c.state == "open")
    .union_all(
        select(case.c.number)
        .join(case_record)
        .where(*(case_record.c[name] == bindparam(name) for name in ("record_id", "process")), OPEN_RECORD)
    )
)
_OF_SUBJECT = select(case).where(case.c.subject_id == bindparam("subject_id")).order_by(case.c.id)
_OPEN_OF_SUBJECT = _OF_SUBJECT.where(
    case.c.state == "open", case.c.process.in_(bindparam("processes", expanding=True))
)
_ADD, _ADD_FILING, _ADD_STATE = (insert(table).inline() for table in (case, filing, engine_state))
_ADD_EVENTS = insert(event).inline()
_ADD_KEY = insert(act_key).inline()
_ADVANCE = (
    update(case)
    .where(case.c.id == bindparam("b_id"), case.c.version == bindparam("b_seen"))
    .values(
        version=bindparam("version"),
        substance=bindparam("substance"),
        state=bindparam("state"),
        step=bindparam("step"),
        facts=bindparam("facts"),
        clocks=bindparam("clocks"),
        event_count=bindparam("event_count"),
        chain=bindparam("chain"),
        closed_at=bindparam("closed_at"),
    )
)
_KEEP_STATE = update(engine_state).where(engine_state.c.case_id == bindparam("b_id")).values(state=bindparam("state"))
_FORGET_STATE = delete(engine_state).where(engine_state.c.case_id == bindparam("b_id"))


def view(row: Row[Any]) -> CaseView:
    """Return what rules may see of a case row."""
    return CaseView(
        id=row.id,
        number=row.number,
        process=row.process,
        authority_id=row.authority_id,
        provider_id=row.provider_id,
        subject_id=row.subject_id,
        record_id=row.record_id,
        applicant_id=row.applicant_id,
        channel=Channel(row.channel),
        state=CaseState(row.state),
        version=row.version,
        substance=row.substance,
        received_on=row.received_on,
        packs=tuple(row.packs),
        facts=row.facts,
        clocks=row.clocks,
    )


def load(connection: Connection, case_id: int) -> StoredCase | None:
    """Read a case with its engine state, without a lock."""
    return _stored(connection.execute(_BY_ID, {"case_id": case_id}).one_or_none(), None)


def load_for_act(
    connection: Connection, *, case_id: int | None = None, task_id: int | None = None
) -> StoredCase | None:
    """Read the case, or that of a task, with its engine state and whom and what it is about, without a lock."""
    if task_id is None:
        row = connection.execute(_FOR_ACT_BY_ID, {"case_id": case_id}).one_or_none()
    else:
        row = connection.execute(_FOR_ACT_OF_TASK, {"task_id": task_id}).one_or_none()
    return _stored(row, None if row is None else matter_in(row))


def _stored(row: Row[Any] | None, matter: Matter | None) -> StoredCase | None:
    if row is None:
        return None
    return StoredCase(
        view=view(row),
        diagram_hash=row.diagram_hash,
        step=row.step,
        query_code=row.query_code,
        received_at=row.received_at,
        state=row.engine_state or b"",
        event_count=row.event_count,
        chain=row.chain,
        closed_at=row.closed_at,
        matter=matter,
    )


def id_by_number(connection: Connection, number: str) -> int | None:
    """Return the id of the case called ``number``."""
    return connection.execute(select(case.c.id).where(case.c.number == number)).scalar_one_or_none()


def open_case_number(connection: Connection, record_id: int, process: str) -> str | None:
    """Return the number of the open case about a record, if there is one."""
    return connection.execute(_OPEN_ABOUT, {"record_id": record_id, "process": process}).scalars().first()


def of_subject(connection: Connection, subject_id: int) -> Sequence[CaseView]:
    """Return every case about a subject, in the order in which they were opened."""
    return [view(row) for row in connection.execute(_OF_SUBJECT, {"subject_id": subject_id})]


def open_of_subject(connection: Connection, subject_id: int, processes: Collection[str]) -> Sequence[CaseView]:
    """Return the open cases of some processes about a subject, in the order in which they were opened."""
    rows = connection.execute(_OPEN_OF_SUBJECT, {"subject_id": subject_id, "processes": sorted(processes)})
    return [view(row) for row in rows]


def add_records(connection: Connection, case_id: int, process: str, record_ids: Sequence[int]) -> None:
    """Note the records that a case is about, where there are several.

    Raises:
        StaleVersion: one of them got an open case meanwhile; decide again.
    """
    rows = [{"case_id": case_id, "record_id": each, "process": process, "open": True} for each in record_ids]
    try:
        connection.execute(insert(case_record), rows)
    except IntegrityError as error:
        raise StaleVersion() from error


def release_records(connection: Connection, case_id: int) -> None:
    """Free the records of a case that has ended for another one."""
    connection.execute(update(case_record).where(case_record.c.case_id == case_id).values(open=False))


def add(connection: Connection, values: Mapping[str, Any], application: Mapping[str, Any], state: bytes) -> None:
    """Insert a case with its filing and its engine state.

    Raises:
        StaleVersion: its id was taken, or the record got an open case meanwhile (the unique index decides under
            concurrency); decide again.
    """
    try:
        connection.execute(_ADD, dict(values))
    except IntegrityError as error:
        raise StaleVersion() from error
    connection.execute(_ADD_FILING, {"case_id": values["id"], "data": dict(application)})
    connection.execute(_ADD_STATE, {"case_id": values["id"], "state": state})


def advance(connection: Connection, case_id: int, seen: int, values: Mapping[str, Any]) -> None:
    """Write the case under compare-and-set on its version.

    Raises:
        StaleVersion: somebody else changed the case since version ``seen`` was read.
    """
    result = connection.execute(_ADVANCE, {"b_id": case_id, "b_seen": seen, **values})
    if result.rowcount != 1:
        raise StaleVersion()


def keep_state(connection: Connection, case_id: int, state: bytes) -> None:
    """Replace the engine state of a running case."""
    connection.execute(_KEEP_STATE, {"b_id": case_id, "state": state})


def forget_state(connection: Connection, case_id: int) -> None:
    """Drop the engine state of a case whose process has ended: its history stands in the events."""
    connection.execute(_FORGET_STATE, {"b_id": case_id})


def add_events(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Append events; they are never changed or deleted."""
    connection.execute(_ADD_EVENTS, rows)


def application(connection: Connection, case_id: int) -> Mapping[str, Any]:
    """Return what the applicant wrote."""
    data: Mapping[str, Any] | None = connection.execute(_APPLICATION, {"case_id": case_id}).scalar_one_or_none()
    return data or {}


def result_of(connection: Connection, key: str, actor_id: int) -> str | None:
    """Return what the act with this idempotency key did before, if this person sent it before."""
    return connection.execute(
        select(act_key.c.result).where(act_key.c.key == key, act_key.c.actor_id == actor_id)
    ).scalar_one_or_none()


def keep_result(connection: Connection, key: str, actor_id: int, result: str, at: datetime) -> None:
    """Remember the result of an act under its idempotency key.

    Raises:
        StaleVersion: the same act is being carried out at this moment; read again.
    """
    try:
        connection.execute(_ADD_KEY, {"key": key, "actor_id": actor_id, "result": result, "at": at})
    except IntegrityError as error:
        raise StaleVersion() from error


def keep_diagram(connection: Connection, digest: str, process: str, xml: bytes, at: datetime) -> None:
    """Keep a diagram for the cases that begin with it; does nothing when it is kept already."""
    if connection.execute(select(diagram.c.hash).where(diagram.c.hash == digest)).scalar_one_or_none() is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(diagram), [{"hash": digest, "process": process, "xml": xml, "added_at": at}])
        except IntegrityError:
            return


def diagram_xml(connection: Connection, digest: str) -> bytes | None:
    """Return the diagram kept under ``digest``."""
    return connection.execute(select(diagram.c.xml).where(diagram.c.hash == digest)).scalar_one_or_none()
