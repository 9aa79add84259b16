"""Decisions of other authorities on lists, as they were received: who decided, number, day, document."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from workflows.store.tables import received_decision


def add(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a decision."""
    connection.execute(insert(received_decision), [dict(values)])


def of_listing(connection: Connection, listing_id: int) -> Sequence[Any]:
    """Return what was received on a listing, in the order in which it came."""
    query = select(received_decision).where(received_decision.c.listing_id == listing_id)
    return connection.execute(query.order_by(received_decision.c.id)).all()


def load(connection: Connection, decision_id: int) -> Any:
    """Return one decision, or None."""
    return connection.execute(select(received_decision).where(received_decision.c.id == decision_id)).one_or_none()
