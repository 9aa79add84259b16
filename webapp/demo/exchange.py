"""What the demonstration owes the platform from the beginning: every record that it shows to the public."""

from workflows.operations.office import Office
from workflows.store import dispatches, exchange

_MOST = 1000


def owe_publications(office: Office) -> int:
    """Owe the platform each published record, so that both sides show the same; return how many.

    The stand-in platform begins with nothing. The worker sends them when it starts, and their receipts come back.
    """
    now = office.clock()
    with office.database.act() as uow:
        shown = [row for row in exchange.shown_records(uow.connection, 0, _MOST) if row.shown]
        for row in shown:
            about = {"subject_id": row.subject_id, "record_id": row.id, "kind": "publish", "target": "platform"}
            values = {"key": f"GS-{row.id:06d}", "payload": {}, "state": "owed", "created_at": now, "next_at": now}
            dispatches.add(uow.connection, {**about, **values})
        uow.commit()
    return len(shown)
