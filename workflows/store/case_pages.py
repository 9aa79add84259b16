"""What the pages of a case show: tasks, events and letters with the names that belong to them. Reads only."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflows.store.tables import event, file, letter, organisation, service, task, user

_holder = user.alias("holder")
_doer = user.alias("doer")
_owner = user.alias("owner")


def tasks_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return every task of a case, oldest first, with the names of organisation, holder, owner and doer."""
    return connection.execute(
        select(
            task,
            organisation.c.name.label("org_name"),
            _holder.c.name.label("assignee_name"),
            _doer.c.name.label("completed_name"),
            _owner.c.name.label("owner_name"),
        )
        .outerjoin(organisation, organisation.c.id == task.c.org_id)
        .outerjoin(_holder, _holder.c.id == task.c.assignee_id)
        .outerjoin(_doer, _doer.c.id == task.c.completed_by)
        .outerjoin(_owner, _owner.c.id == task.c.owner_id)
        .where(task.c.case_id == case_id)
        .order_by(task.c.id)
    ).all()


def events_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return every event of a case, oldest first, with the name of who did it (none for the office itself)."""
    return connection.execute(
        select(event.c.seq, event.c.at, event.c.actor_id, event.c.kind, event.c.data, user.c.name.label("actor_name"))
        .outerjoin(user, user.c.id == event.c.actor_id)
        .where(event.c.case_id == case_id)
        .order_by(event.c.seq)
    ).all()


def letters_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return every letter of a case, oldest first, with its service (送达) where it was served."""
    return connection.execute(
        select(letter, service.c.method, service.c.served_at, service.c.recipient.label("served_to"))
        .outerjoin(service, service.c.letter_id == letter.c.id)
        .where(letter.c.case_id == case_id)
        .order_by(letter.c.id)
    ).all()


def files_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return what was handed in for a case, oldest first, with the name of who did; letters are not among it."""
    return connection.execute(
        select(file, user.c.name.label("uploader_name"))
        .outerjoin(user, user.c.id == file.c.uploaded_by)
        .where(file.c.case_id == case_id)
        .order_by(file.c.id)
    ).all()


def case_of_file(connection: Connection, file_id: int) -> int | None:
    """Return the id of the case that a file was handed in for."""
    return connection.execute(select(file.c.case_id).where(file.c.id == file_id)).scalar_one_or_none()


def case_of_letter(connection: Connection, letter_id: int) -> int | None:
    """Return the id of the case that a letter belongs to."""
    return connection.execute(select(letter.c.case_id).where(letter.c.id == letter_id)).scalar_one_or_none()
