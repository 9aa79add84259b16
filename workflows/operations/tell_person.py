"""Writes a notice that belongs to no case into an act: in a person's inbox, by e-mail, or both."""

from collections.abc import Iterable
from typing import Any

from workflows.domain.access import Role
from workflows.domain.notice import wants
from workflows.domain.person_notices import PERSON_NOTICES
from workflows.operations.office import Office
from workflows.store import office as store
from workflows.store import people
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


def tell_posts(
    office: Office, uow: UnitOfWork, posts: Iterable[tuple[Role, int]], kind: str, **data: Any
) -> None:
    """Owe everybody who holds one of some posts (role, organisation) a notice, each once: inbox, and mail as chosen."""
    found = {holder.id: holder for role, org in posts for holder in people.holders(uow.connection, role, org)}
    for holder in found.values():
        wanted = wants(holder.notice_choices or {}, "email", PERSON_NOTICES[kind].topic)
        tell_person(office, uow, holder.id, kind, email=holder.email if wanted else "", **data)
