"""What the demonstration owes the platform from the beginning: every record that it shows to the public."""

from workflows.domain.time import office_date
from workflows.operations.chase_receipts import expected_receipt
from workflows.operations.exchange_port import PUBLIC_TARGET
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
            # A person goes where what is sent is masked.
            target = PUBLIC_TARGET if row.kind == "natural_person" else "platform"
            about = {"subject_id": row.subject_id, "record_id": row.id, "kind": "publish", "target": target}
            values = {"key": f"GS-{row.id:06d}", "payload": {}, "state": "owed", "created_at": now, "next_at": now}
            expected_on = expected_receipt(office, office_date(now))
            dispatches.add(uow.connection, {**about, **values, "expected_on": expected_on})
        uow.commit()
    return len(shown)
