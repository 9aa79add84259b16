"""Organisations as an administrator keeps them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from workflows.store.tables import case, organisation, record, user_role


def lock_all(connection: Connection) -> dict[int, Any]:
    """Read every organisation under its lock: the tree, names and case words are checked as a whole."""
    rows = connection.execute(select(organisation).order_by(organisation.c.id).with_for_update())
    return {row.id: row for row in rows}


def in_use(connection: Connection, org_id: int) -> bool:
    """Tell whether somebody holds a post in the organisation, or a case or record names it."""
    named = (
        exists().where(user_role.c.org_id == org_id),
        exists().where(or_(case.c.authority_id == org_id, case.c.provider_id == org_id)),
        exists().where(record.c.provider_id == org_id),
    )
    return bool(connection.execute(select(or_(*named))).scalar_one())


def add(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Insert an organisation and return its id; None where the name is taken."""
    query = insert(organisation).returning(organisation.c.id)
    try:
        with connection.begin_nested():
            return int(connection.execute(query, [dict(values)]).scalar_one())
    except IntegrityError:
        return None


def change(connection: Connection, org_id: int, values: Mapping[str, Any]) -> None:
    """Change an organisation's row; the caller has looked whether the name is free."""
    connection.execute(update(organisation).where(organisation.c.id == org_id).values(**values))
