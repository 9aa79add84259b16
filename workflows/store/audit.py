"""The audit trail as it stands: raw columns for verification, heads for sealing, seals.

Values are read as the database holds them (the text of ``data``, not what it means), because the MAC covers that;
what is packed there is unpacked, and where it cannot be, its bytes are the value, which no MAC fits.
Each function reads in one statement, so that an act under way is seen whole or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    LargeBinary,
    String,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.exc import IntegrityError

from workflows.domain.errors import StaleVersion
from workflows.store.packing import Unreadable, unpack
from workflows.store.tables import audit_seal, case, case_record, event, filing, office_chain, record, task
from workflows.store.types import EPOCH


@dataclass(frozen=True, kw_only=True)
class RawEvent:
    """One event as the database holds it; ``at`` is None where the stored text is no instant."""

    seq: Any
    at: datetime | None
    actor_id: Any
    kind: Any
    data: bytes
    mac: Any


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where a chain stands: its case (0 for the office's own), how many events, the last MAC, how many sealed."""

    case_id: int
    count: Any
    mac: Any
    sealed: Any


@dataclass(frozen=True, kw_only=True)
class RawSeal:
    """One seal as the database holds it."""

    seq: int
    at: datetime | None
    heads: bytes
    mac: Any


_EVENT = [
    event.c.seq,
    type_coerce(event.c.at, String).label("at"),
    event.c.actor_id,
    event.c.kind,
    # As bytes whatever somebody wrote there: SQLite's driver reads no text that is none.
    cast(event.c.data, LargeBinary).label("data"),
    cast(event.c.mac, LargeBinary).label("mac"),
]
_HEAD = [case.c.id, case.c.event_count, cast(case.c.chain, LargeBinary).label("chain"), case.c.sealed_count]
#: Bytes of a MAC; as many digits were written for it before.
_MAC_BYTES = 16


def _instant(value: Any) -> datetime | None:
    try:
        if isinstance(value, int):
            value = EPOCH + timedelta(microseconds=value)
        elif isinstance(value, str):
            value = datetime.fromisoformat(value)
    except (ValueError, OverflowError):
        return None
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _bytes(value: bytes) -> bytes:
    try:
        return unpack(value)
    except Unreadable:
        return value


def _text(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")


def _mac(value: bytes) -> str:
    return value.hex() if len(value) == _MAC_BYTES else value.decode("utf-8", "backslashreplace")


def _event(row: Any) -> RawEvent:
    return RawEvent(
        seq=row.seq, at=_instant(row.at), actor_id=row.actor_id, kind=row.kind, data=_bytes(row.data), mac=_mac(row.mac)
    )


def last_case(connection: Connection) -> int:
    """Return the highest case id (0 where there is no case)."""
    return connection.execute(select(func.max(case.c.id))).scalar_one() or 0


def chains(connection: Connection, after: int, limit: int) -> list[tuple[Head, list[RawEvent]]]:
    """Return the heads of the next cases after id ``after`` with all their events, in one snapshot."""
    wanted = select(case.c.id).where(case.c.id > after).order_by(case.c.id).limit(limit)
    rows = connection.execute(
        select(*_HEAD, *_EVENT)
        .select_from(case.outerjoin(event, event.c.case_id == case.c.id))
        .where(case.c.id.in_(wanted))
        .order_by(case.c.id, event.c.seq)
    )
    found: list[tuple[Head, list[RawEvent]]] = []
    for row in rows:
        if not found or found[-1][0].case_id != row.id:
            head = Head(case_id=row.id, count=row.event_count, mac=_mac(row.chain), sealed=row.sealed_count)
            found.append((head, []))
        if row.seq is not None:
            found[-1][1].append(_event(row))
    return found


def answers(connection: Connection, case_ids: Sequence[int]) -> dict[int, dict[int, bytes]]:
    """Return the answers of the completed tasks of cases, by case and task; under 0 what the applicant wrote."""
    done = select(task.c.case_id, task.c.id, cast(task.c.data, LargeBinary).label("data")).where(
        task.c.case_id.in_(case_ids), task.c.data.is_not(None)
    )
    wrote = select(filing.c.case_id, literal(0), cast(filing.c.data, LargeBinary)).where(
        filing.c.case_id.in_(case_ids)
    )
    found: dict[int, dict[int, bytes]] = {case_id: {} for case_id in case_ids}
    for row in connection.execute(done.union_all(wrote)):
        found[row.case_id][row.id] = _bytes(row.data)
    return found


def record_states(connection: Connection, case_id: int) -> Sequence[str]:
    """Return the states of the records that a case is about."""
    one = select(case.c.record_id).where(case.c.id == case_id)
    several = select(case_record.c.record_id).where(case_record.c.case_id == case_id)
    return connection.execute(select(record.c.state).where(record.c.id.in_(one.union(several)))).scalars().all()


def office_head(connection: Connection) -> Head | None:
    """Return the head of the office's own chain; None before its first event."""
    chain = cast(office_chain.c.chain, LargeBinary).label("chain")
    query = select(office_chain.c.event_count, office_chain.c.sealed_count, chain).where(office_chain.c.id == 1)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Head(case_id=0, count=row.event_count, mac=_mac(row.chain), sealed=row.sealed_count)


def office_events(connection: Connection, after: int, upto: int, limit: int) -> list[RawEvent]:
    """Return events of the office's own chain after ``after`` up to ``upto``, in order."""
    rows = connection.execute(
        select(*_EVENT)
        .where(event.c.case_id == 0, event.c.seq > after, event.c.seq <= upto)
        .order_by(event.c.seq)
        .limit(limit)
    )
    return [_event(row) for row in rows]


def office_events_beyond_head(connection: Connection, limit: int) -> list[int]:
    """Return numbers of events of the office's own chain that lie before its first or behind its head."""
    count = func.coalesce(select(office_chain.c.event_count).where(office_chain.c.id == 1).scalar_subquery(), 0)
    rows = connection.execute(
        select(event.c.seq)
        .where(event.c.case_id == 0, (event.c.seq > count) | (event.c.seq < 1))
        .order_by(event.c.seq)
        .limit(limit)
    )
    return list(rows.scalars())


def cases_without_row(connection: Connection, limit: int) -> list[int]:
    """Return case ids that events name and that no case has."""
    rows = connection.execute(
        select(event.c.case_id)
        .distinct()
        .select_from(event.outerjoin(case, event.c.case_id == case.c.id))
        .where(case.c.id.is_(None), event.c.case_id != 0)
        .limit(limit)
    )
    return list(rows.scalars())


def macs_of(connection: Connection, heads: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Any]:
    """Return the MACs of the events (case, seq) that exist."""
    rows = connection.execute(
        select(*_EVENT, event.c.case_id).where(tuple_(event.c.case_id, event.c.seq).in_(list(heads)))
    )
    return {(row.case_id, row.seq): _mac(row.mac) for row in rows}


def seals(connection: Connection, after: int, limit: int) -> list[RawSeal]:
    """Return seals after number ``after``, in order."""
    rows = connection.execute(
        select(
            audit_seal.c.seq,
            type_coerce(audit_seal.c.at, String).label("at"),
            type_coerce(audit_seal.c.heads, String).label("heads"),
            audit_seal.c.mac,
        )
        .where(audit_seal.c.seq > after)
        .order_by(audit_seal.c.seq)
        .limit(limit)
    )
    return [RawSeal(seq=row.seq, at=_instant(row.at), heads=_text(row.heads), mac=row.mac) for row in rows]


def seal_mac(connection: Connection, seq: int) -> str | None:
    """Return the MAC of one seal."""
    return connection.execute(select(audit_seal.c.mac).where(audit_seal.c.seq == seq)).scalar_one_or_none()


def last_seal(connection: Connection) -> tuple[int, str] | None:
    """Return number and MAC of the newest seal; None before the first."""
    row = connection.execute(
        select(audit_seal.c.seq, audit_seal.c.mac).order_by(audit_seal.c.seq.desc()).limit(1)
    ).one_or_none()
    return None if row is None else (row.seq, row.mac)


def unsealed(connection: Connection, limit: int) -> list[Head]:
    """Return the heads of chains that grew since they were sealed, the office's own first."""
    own = office_head(connection)
    # The words of the partial index, so that it is found.
    rows = connection.execute(
        select(*_HEAD).where(literal_column("event_count > sealed_count")).order_by(case.c.id).limit(limit)
    )
    grown = [Head(case_id=r.id, count=r.event_count, mac=_mac(r.chain), sealed=r.sealed_count) for r in rows]
    return [own, *grown] if own is not None and own.count > own.sealed else grown


def add_seal(
    connection: Connection, seq: int, at: datetime, heads: Sequence[Sequence[Any]], mac: str, sealed: Sequence[Head]
) -> None:
    """Write a seal and note in each chain how far it is sealed.

    Raises:
        StaleVersion: another worker wrote this seal.
    """
    try:
        connection.execute(insert(audit_seal), [{"seq": seq, "at": at, "heads": heads, "mac": mac}])
    except IntegrityError as error:
        raise StaleVersion() from error
    for head in sealed:
        if head.case_id == 0:
            connection.execute(update(office_chain).where(office_chain.c.id == 1).values(sealed_count=head.count))
    counts = [{"b_id": head.case_id, "b_count": head.count} for head in sealed if head.case_id]
    if counts:
        connection.execute(
            update(case)
            .where(and_(case.c.id == bindparam("b_id"), case.c.sealed_count < bindparam("b_count")))
            .values(sealed_count=bindparam("b_count")),
            counts,
        )
