"""Notes that a person has read what the office told them in the in-app inbox."""

from workflows.domain.access import Actor
from workflows.operations.office import Office
from workflows.store import inbox_notices


def read_notices(office: Office, actor: Actor, up_to: int) -> None:
    """Mark the person's own notices, up to and including the one with id ``up_to``, as read."""
    with office.database.act() as uow:
        inbox_notices.mark_read(uow.connection, actor.user_id, up_to, office.clock())
        uow.commit()
