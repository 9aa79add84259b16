"""Writes a notice about a person's own account into an act: in the inbox, by e-mail, or both."""

from typing import Any

from workflows.domain.person_notices import PERSON_NOTICES
from workflows.operations.office import Office
from workflows.store import office as store
from workflows.store.letters import add_notices
from workflows.store.unit_of_work import UnitOfWork


def tell_person(
    office: Office, uow: UnitOfWork, user_id: int, kind: str, *, email: str = "", inbox: bool = True, **data: Any
) -> None:
    """Owe a person a notice that belongs to no case; it tells of the office's newest event, noted just before.

    Args:
        kind: one of PERSON_NOTICES.
        email: where to; nothing is mailed where it is empty.
        inbox: whether it stands in the in-app inbox too.
    """
    PERSON_NOTICES[kind]
    seq, _ = store.chain_head(uow.connection)
    now = office.clock()
    channels = [("inbox", "")] * inbox + [("email", email)] * bool(email)
    rows = [
        {
            "case_id": store.OFFICE_CASE,
            "event_seq": seq,
            "kind": kind,
            "recipient_id": user_id,
            "channel": channel,
            "state": "sent" if channel == "inbox" else "pending",
            "address": address,
            "data": data,
            "created_at": now,
            "next_at": now,
            "sent_at": now if channel == "inbox" else None,
        }
        for channel, address in channels
    ]
    if rows:
        add_notices(uow.connection, rows)
