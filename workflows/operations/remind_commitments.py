"""The daily look at commitments: whoever follows one up is told once that its day has come."""

from collections.abc import Callable

from workflows.domain.access import OFFICE
from workflows.domain.commitment import FOLLOWERS
from workflows.domain.time import office_date
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.tell_person import tell_person
from workflows.store import commitments, people
from workflows.store.unit_of_work import UnitOfWork


def remind_commitments(office: Office, *, carry_on: Callable[[], bool] = lambda: True) -> int:
    """Remind of every open commitment whose last day has come; return of how many.

    Args:
        carry_on: asked between commitments; False ends the run early (shutdown).
    """
    today, done, after = office_date(office.clock()), 0, None
    with office.database.read() as connection:
        if not commitments.any_due(connection, today):
            return 0
    while carry_on():
        with office.database.act() as uow:
            row = commitments.next_due(uow.connection, today, after)
            if row is None:
                break
            after = (row.due_on, row.id)
            commitments.change(uow.connection, row.id, row.version, {"reminded_on": today})
            note_within(office, uow, OFFICE.user_id, "commitment_due", commitment=row.id)
            for user_id in _followers(uow, row.organ_id):
                tell_person(
                    office, uow, user_id, "commitment_due", subject=row.subject_name, day=row.due_on.isoformat()
                )
            uow.commit()
            done += 1
    return done


def _followers(uow: UnitOfWork, organ_id: int) -> list[int]:
    """Return the accounts of those who follow commitments up in an organ, each once."""
    found = {each.id: None for role in FOLLOWERS for each in people.holders(uow.connection, role, organ_id)}
    return list(found)
