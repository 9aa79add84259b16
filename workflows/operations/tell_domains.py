"""Tells cases, from outside any case, in how many domains their subject is listed (S1-14)."""

from collections.abc import Iterable

from workflows.domain.effects import Tell
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.owed import owed
from workflows.store import messages
from workflows.store import office as store
from workflows.store.unit_of_work import UnitOfWork


def tell_domains(
    office: Office, uow: UnitOfWork, by: int, message: str, cases: Iterable[int], *, subject_id: int, domains: int
) -> None:
    """Owe cases the message ``many_domains`` or ``one_domain``; the caller commits.

    Args:
        by: who counted; 0 for the office itself.
    """
    for case_id in cases:
        # One event for each message: by it a message is never sent twice.
        note_within(office, uow, by, "domains_recounted", subject=subject_id, domains=domains)
        seq, _ = store.chain_head(uow.connection)
        told = Tell(message=message, case_id=case_id, data={"domains": domains})
        messages.add(uow.connection, [owed(told, store.OFFICE_CASE, seq, office.clock())])
