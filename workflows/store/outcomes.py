"""What came of a case outside the office: the steps that departments carried out, and what the platforms confirmed."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from workflows.store.tables import dispatch, organisation, record, task


def steps_of(connection: Connection, case_id: int, nodes: Collection[str]) -> Sequence[Any]:
    """Return the tasks of a case at these nodes, oldest first, with the name of the organisation of each."""
    return connection.execute(
        select(task.c.node, task.c.state, task.c.data, organisation.c.name.label("org_name"))
        .join(organisation, organisation.c.id == task.c.org_id)
        .where(task.c.case_id == case_id, task.c.node.in_(sorted(nodes)), task.c.state != "cancelled")
        .order_by(task.c.id)
    ).all()


def receipts_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return what a case asked of the platforms, oldest first, with its record's number and when it was confirmed."""
    return connection.execute(
        select(
            dispatch.c.kind,
            dispatch.c.target,
            dispatch.c.payload,
            dispatch.c.received_at,
            func.coalesce(record.c.decision_number, "").label("decision_number"),
        )
        .outerjoin(record, record.c.id == dispatch.c.record_id)
        .where(dispatch.c.case_id == case_id)
        .order_by(dispatch.c.id)
    ).all()
