"""What the demonstration owes the platform from the beginning: every record and listing that it shows to the public."""

from typing import Any

from workflows.domain.time import office_date
from workflows.operations.chase_receipts import expected_receipt
from workflows.operations.exchange_port import PUBLIC_TARGET
from workflows.operations.office import Office
from workflows.store import dispatches, exchange

_MOST = 1000


def owe_publications(office: Office) -> int:
    """Owe the platform each published record and public listing, so that both sides show the same; return how many.

    The stand-in platform begins with nothing. The worker sends them when it starts, and their receipts come back.
    """
    with office.database.act() as uow:
        shown = [row for row in exchange.shown_records(uow.connection, 0, _MOST) if row.shown]
        for row in shown:
            # A person goes where what is sent is masked.
            target = PUBLIC_TARGET if row.kind == "natural_person" else "platform"
            _owe(office, uow.connection, row, key=f"GS-{row.id:06d}", record_id=row.id, kind="publish", target=target)
        listed = [row for row in exchange.shown_listings(uow.connection, 0, _MOST) if row.shown]
        for row in listed:
            _owe(
                office, uow.connection, row, key=f"MD-{row.id:06d}", listing_id=row.id, kind="enter_list",
                target="platform",
            )  # fmt: skip
        uow.commit()
    return len(shown) + len(listed)


def _owe(office: Office, connection: Any, row: Any, **values: Any) -> None:
    now = office.clock()
    always = {"payload": {}, "state": "owed", "created_at": now, "next_at": now, "subject_id": row.subject_id}
    expected_on = expected_receipt(office, office_date(now))
    dispatches.add(connection, {**always, **values, "expected_on": expected_on})
