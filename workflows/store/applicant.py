"""What an applicant's own pages read: records one may object to, one's cases, and progress by query code."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, select

from workflows.store.tables import case, deadline, organisation, record, subject, task


def records_of(
    connection: Connection, subject_ids: Collection[int], number: str = "", limit: int = 100
) -> Sequence[Any]:
    """Return the records of several subjects, newest decision first, each with the number of its open case.

    Args:
        number: an exact decision number (文号); every record where it is empty.
    """
    query = (
        select(
            record.c.id,
            record.c.decision_number,
            record.c.decided_on,
            record.c.publish_until,
            record.c.state,
            record.c.fields,
            subject.c.name.label("subject_name"),
            organisation.c.name.label("provider_name"),
            case.c.id.label("case_id"),
            case.c.number.label("case_number"),
        )
        .join(subject, subject.c.id == record.c.subject_id)
        .join(organisation, organisation.c.id == record.c.provider_id)
        .outerjoin(case, and_(case.c.record_id == record.c.id, case.c.state == "open"))
        .where(record.c.subject_id.in_(subject_ids), record.c.state != "destroyed")
        .order_by(record.c.decided_on.desc(), record.c.id.desc())
        .limit(limit)
    )
    return connection.execute(query.where(record.c.decision_number == number) if number else query).all()


def cases_of(connection: Connection, applicant_id: int, limit: int = 200) -> Sequence[Any]:
    """Return the cases that a person filed or has steps of their own in, newest first, with subject and number."""
    filed = select(case.c.id).where(case.c.applicant_id == applicant_id)
    # Each part along its own index; an OR of the two would be looked for in every case of the office.
    own = filed.union(select(task.c.case_id).where(task.c.user_id == applicant_id))
    return connection.execute(
        select(
            case.c.id,
            case.c.number,
            case.c.process,
            case.c.state,
            case.c.step,
            case.c.received_on,
            subject.c.name.label("subject_name"),
            record.c.decision_number,
        )
        .join(subject, subject.c.id == case.c.subject_id)
        .outerjoin(record, record.c.id == case.c.record_id)
        .where(case.c.id.in_(own))
        .order_by(case.c.id.desc())
        .limit(limit)
    ).all()


def running_of(connection: Connection, case_ids: Collection[int], rules: Collection[str]) -> Sequence[Any]:
    """Return the running deadlines of several cases under any of ``rules``."""
    return connection.execute(
        select(deadline.c.case_id, deadline.c.due_on, deadline.c.provisional).where(
            deadline.c.case_id.in_(case_ids), deadline.c.rule.in_(rules), deadline.c.state == "running"
        )
    ).all()


def own_tasks_of(connection: Connection, user_id: int) -> Sequence[Any]:
    """Return the open tasks that only this person can do: (case_id, node, due_on)."""
    return connection.execute(
        select(task.c.case_id, task.c.node, task.c.due_on).where(task.c.user_id == user_id, task.c.state == "open")
    ).all()


def case_by_code(connection: Connection, number: str, code: str) -> int | None:
    """Return the id of the case with this number and query code, or None where the pair does not belong together."""
    return connection.execute(
        select(case.c.id).where(case.c.number == number, case.c.query_code == code)
    ).scalar_one_or_none()
