"""Marks copies of cases (抄送) as read."""

from workflows.domain.access import Actor
from workflows.operations.office import Office
from workflows.store import copies


def read_copies(office: Office, actor: Actor, up_to: int) -> None:
    """Mark the actor's copies up to and including the one with id ``up_to`` as read."""
    with office.database.act() as uow:
        copies.mark_read(uow.connection, actor.user_id, up_to, office.clock())
        uow.commit()
