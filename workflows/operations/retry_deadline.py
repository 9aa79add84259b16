"""Hands a deadline that no worker could fire back to the workers, after a person has looked at its incident."""

from workflows.domain.access import Actor, Role
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import board


class NoIncident(OfficeError):
    """The deadline is no incident any more."""

    message = N_("该异常已经处理。")
    status = 409


def retry_deadline(office: Office, actor: Actor, deadline_id: int) -> None:
    """Let the workers try a deadline again.

    Raises:
        NotAllowed: not an administrator.
        NoIncident: see there.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        case_id = board.hand_back(uow.connection, deadline_id)
        if case_id is None:
            raise NoIncident()
        note_within(office, uow, actor.user_id, "incident", deadline=deadline_id, case=case_id, again=True)
        uow.commit()
