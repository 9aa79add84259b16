"""Destruction lists (销毁清单), and the one place where records are erased."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from workflows.domain.errors import StaleVersion
from workflows.store.cases import OPEN_RECORD
from workflows.store.tables import (
    case,
    case_record,
    destruction_item,
    destruction_list,
    draft,
    exchange_drift,
    file,
    filing,
    import_job,
    letter,
    notice,
    organisation,
    record,
    record_change,
    representation,
    representation_request,
    subject,
    task,
    user,
)

#: Written where letters were.
_DESTROYED = "保存期满，已销毁"
_about_several = select(case_record.c.case_id).where(case_record.c.record_id == record.c.id, OPEN_RECORD)
#: A record with an open case is needed: it is not put on a list, and one on a list is not destroyed.
_IN_USE = or_(
    exists().where(case.c.record_id == record.c.id, case.c.state == "open"), _about_several.correlate(record).exists()
)


def ripe(connection: Connection, places: Collection[str], limit: int = 500) -> Sequence[Any]:
    """Return the records of some places whose keeping is over and that are on no list: neither held nor in use."""
    listed = exists().where(
        destruction_item.c.record_id == record.c.id,
        destruction_item.c.list_id == destruction_list.c.id,
        destruction_list.c.state.in_(("drawn", "confirmed")),
    )
    return connection.execute(
        select(record, subject.c.name.label("subject_name"), subject.c.kind.label("subject_kind"))
        .join(subject, subject.c.id == record.c.subject_id)
        .join(organisation, organisation.c.id == record.c.provider_id)
        .where(record.c.asks == "destroy", record.c.hold_reason == "", organisation.c.jurisdiction.in_(places))
        .where(~listed, ~_IN_USE)
        .order_by(record.c.id)
        .limit(limit)
    ).all()


def draw(connection: Connection, values: Mapping[str, Any], items: Sequence[tuple[int, date]]) -> int:
    """Write a list with its records and the last day on which each was kept; return its id."""
    list_id = connection.execute(insert(destruction_list).returning(destruction_list.c.id), [dict(values)]).scalar_one()
    connection.execute(
        insert(destruction_item),
        [{"list_id": list_id, "record_id": record_id, "kept_until": day} for record_id, day in items],
    )
    return int(list_id)


def lists(connection: Connection, organs: Collection[int], limit: int = 100) -> Sequence[Any]:
    """Return the lists of some authorities, newest first, with who drew and confirmed them and how far each is."""
    drawer, confirmer = user.alias("drawer"), user.alias("confirmer")
    return connection.execute(
        select(
            destruction_list,
            drawer.c.name.label("drawn_name"),
            confirmer.c.name.label("confirmed_name"),
            func.count(destruction_item.c.record_id).label("records"),
            func.count(destruction_item.c.destroyed_at).label("destroyed"),
        )
        .join(drawer, drawer.c.id == destruction_list.c.drawn_by)
        .outerjoin(confirmer, confirmer.c.id == destruction_list.c.confirmed_by)
        .outerjoin(destruction_item, destruction_item.c.list_id == destruction_list.c.id)
        .where(destruction_list.c.organ_id.in_(organs))
        .group_by(destruction_list.c.id, drawer.c.name, confirmer.c.name)
        .order_by(destruction_list.c.id.desc())
        .limit(limit)
    ).all()


def by_id(connection: Connection, list_id: int) -> Any:
    """Read one list, or None."""
    return connection.execute(select(destruction_list).where(destruction_list.c.id == list_id)).one_or_none()


def items(connection: Connection, list_id: int) -> Sequence[Any]:
    """Return the records of a list as they stand; what has been destroyed has neither number nor name."""
    return connection.execute(
        select(
            destruction_item,
            record.c.decision_number,
            record.c.conduct_ended_on,
            record.c.state.label("record_state"),
            subject.c.name.label("subject_name"),
        )
        .join(record, record.c.id == destruction_item.c.record_id)
        .join(subject, subject.c.id == record.c.subject_id)
        .where(destruction_item.c.list_id == list_id)
        .order_by(record.c.id)
    ).all()


def move(connection: Connection, list_id: int, seen: str, values: Mapping[str, Any]) -> None:
    """Change a list that is in state ``seen``.

    Raises:
        StaleVersion: it is not (any more).
    """
    changed = connection.execute(
        update(destruction_list)
        .where(destruction_list.c.id == list_id, destruction_list.c.state == seen)
        .values(**values)
    )
    if changed.rowcount != 1:
        raise StaleVersion(final=True)


def next_confirmed(connection: Connection) -> Any:
    """Claim a record of a confirmed list that is not destroyed yet, or None; held until the transaction ends."""
    return connection.execute(
        select(destruction_item.c.list_id, destruction_item.c.record_id)
        .join(destruction_list, destruction_list.c.id == destruction_item.c.list_id)
        .where(destruction_list.c.state == "confirmed", destruction_item.c.destroyed_at.is_(None))
        .order_by(destruction_item.c.list_id, destruction_item.c.record_id)
        .limit(1)
        .with_for_update(skip_locked=True, of=destruction_item)
    ).one_or_none()


def any_confirmed(connection: Connection) -> bool:
    """Tell whether a confirmed list waits to be carried out."""
    query = select(destruction_list.c.id).where(destruction_list.c.state == "confirmed").limit(1)
    return connection.execute(query).first() is not None


def finish_lists(connection: Connection) -> None:
    """Close the confirmed lists on which nothing is left."""
    left = exists().where(
        destruction_item.c.list_id == destruction_list.c.id, destruction_item.c.destroyed_at.is_(None)
    )
    connection.execute(
        update(destruction_list).where(destruction_list.c.state == "confirmed", ~left).values(state="done")
    )


def in_use(connection: Connection, record_id: int) -> bool:
    """Tell whether a record has an open case."""
    return connection.execute(select(record.c.id).where(record.c.id == record_id, _IN_USE)).first() is not None


def take_off(connection: Connection, list_id: int, record_id: int) -> None:
    """Take a record off a list: it came under legal hold, or is in use again."""
    connection.execute(
        delete(destruction_item).where(
            destruction_item.c.list_id == list_id, destruction_item.c.record_id == record_id
        )
    )


def destroyed_before(connection: Connection, digest: str) -> bool:
    """Tell whether a record with this keyed digest was destroyed."""
    query = select(destruction_item.c.record_id).where(destruction_item.c.digest == digest).limit(1)
    return connection.execute(query).first() is not None


def erase(connection: Connection, list_id: int, row: Any, digest: str, at: datetime) -> None:
    """Erase a record, what was written about it, and its subject where nothing else is kept of it.

    Args:
        row: the record as :func:`workflows.store.publicity.load` gives it.
        digest: keyed digest by which it is recognised if it is imported again.
    """
    connection.execute(
        update(destruction_item)
        .where(destruction_item.c.list_id == list_id, destruction_item.c.record_id == row.id)
        .values(digest=digest, destroyed_at=at)
    )
    connection.execute(
        update(record)
        .where(record.c.id == row.id)
        .values(
            state="destroyed",
            decision_number=f"destroyed-{row.id}",
            fields={},
            category="",
            query_code="",
            asks="",
            look_on=None,
            publish_until=None,
            objection_marked=False,
            version=record.c.version + 1,
        )
    )
    for table in (record_change, draft, exchange_drift):
        connection.execute(delete(table).where(table.c.record_id == row.id))
    if row.import_job_id is not None:
        # The table that brought the record holds it still; its rows stand in the register.
        connection.execute(
            update(import_job)
            .where(import_job.c.id == row.import_job_id, import_job.c.state.in_(("done", "failed")))
            .values(sha256="", file_name="")
        )
    _erase_cases(connection, row.id)
    mine = select(representation.c.user_id).where(representation.c.subject_id == row.subject_id)
    theirs = select(notice.c.id, notice.c.data).where(notice.c.case_id == 0, notice.c.recipient_id.in_(mine))
    telling = [each.id for each in connection.execute(theirs) if row.decision_number in str(each.data)]
    connection.execute(delete(notice).where(notice.c.id.in_(telling)))
    kept = exists().where(record.c.subject_id == row.subject_id, record.c.state != "destroyed")
    if not connection.execute(select(kept)).scalar_one():
        _erase_subject(connection, row)


def _erase_cases(connection: Connection, record_id: int) -> None:
    """Erase what applicants and officials wrote in closed cases about nothing but destroyed records."""
    others = (
        exists()
        .where(case_record.c.case_id == case.c.id, case_record.c.record_id == record.c.id)
        .where(record.c.state != "destroyed")
    )
    several = select(case_record.c.case_id).where(case_record.c.record_id == record_id)
    found = connection.execute(
        select(case.c.id).where(case.c.state != "open", or_(case.c.record_id == record_id, case.c.id.in_(several)))
        .where(~others)
    ).scalars().all()  # fmt: skip
    if not found:
        return
    connection.execute(update(filing).where(filing.c.case_id.in_(found)).values(data={}))
    connection.execute(update(task).where(and_(task.c.case_id.in_(found), task.c.data.is_not(None))).values(data={}))
    connection.execute(delete(file).where(file.c.case_id.in_(found)))
    connection.execute(delete(notice).where(notice.c.case_id.in_(found)))
    connection.execute(
        update(letter)
        .where(letter.c.case_id.in_(found))
        .values(state="void", sha256=None, void_reason=_DESTROYED)
    )


def _erase_subject(connection: Connection, row: Any) -> None:
    connection.execute(delete(representation).where(representation.c.subject_id == row.subject_id))
    connection.execute(
        delete(representation_request).where(
            representation_request.c.code_type == row.code_type, representation_request.c.code == row.code
        )
    )
    connection.execute(
        update(subject)
        .where(subject.c.id == row.subject_id)
        .values(
            name="已销毁",
            code_type="destroyed",
            code=f"destroyed-{row.subject_id}",
            legal_representative="",
            alt_ids={},
        )
    )
