"""Owes a case that begins because of something outside any case, such as a table that brought a record."""

from workflows.domain.effects import Begin
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.owed import owed
from workflows.store import messages
from workflows.store import office as store
from workflows.store.unit_of_work import UnitOfWork


def propose_case(office: Office, uow: UnitOfWork, begins: Begin, by: int) -> None:
    """Owe a case within an act: at most one, also where a person opens one about the same record meanwhile.

    Args:
        by: who did what the case begins because of.
    """
    note_within(office, uow, by, "case_proposed", process=begins.process, records=list(begins.record_ids))
    seq, _ = store.chain_head(uow.connection)
    # The office's own chain: the event just noted, by which it is never begun twice.
    row = owed(begins, store.OFFICE_CASE, seq, office.clock())
    messages.add(uow.connection, [{**row, "data": {**row["data"], "only": True}}])
