"""Writes notices into an act: who is owed a message, on which channel, from when."""

from datetime import date
from typing import Any

from workflows.domain.access import Role
from workflows.domain.notice import reminder_at
from workflows.operations.act import Act
from workflows.store import people


def owe(act: Act, kind: str, to: str, event_seq: int, **data: Any) -> None:
    """Owe a notice of ``kind`` to a group, in the in-app inbox and by e-mail where there is an address.

    Args:
        to: applicant, provider, executors, or a role name with the organisation of the authority.
        event_seq: the event that the notice tells of; with the recipient it keeps doubles out.
        data: values of the notice's words, besides the case's own.
    """
    reminder = act.process.notices[kind].reminder
    next_at = reminder_at(act.now, act.office.calendar()) if reminder else act.now
    values = {"number": act.case.number, **{key: _plain(value) for key, value in data.items()}}
    seen = {(row["event_seq"], row["kind"], row["recipient_id"], row["channel"]) for row in act.new_notices}
    for recipient_id, address in _recipients(act, to):
        for channel in ("inbox", "email"):
            if (channel == "inbox" and not recipient_id) or (channel == "email" and not address):
                continue
            if (event_seq, kind, recipient_id, channel) in seen:
                continue
            act.new_notices.append(
                {
                    "case_id": act.case.id,
                    "event_seq": event_seq,
                    "kind": kind,
                    "recipient_id": recipient_id,
                    "channel": channel,
                    "state": "sent" if channel == "inbox" else "pending",
                    "address": address if channel == "email" else "",
                    "data": values,
                    "created_at": act.now,
                    "next_at": next_at,
                    "sent_at": act.now if channel == "inbox" else None,
                }
            )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _recipients(act: Act, to: str) -> list[tuple[int, str]]:
    case = act.case
    if to == "applicant":
        address = str((act.application or act.matter.application).get("contact_email") or "")
        return [(case.applicant_id or 0, act.matter.applicant_email or address)]
    with act.office.database.read() as connection:
        groups: list[tuple[Role, int]]
        if to == "provider":
            groups = [(Role.PROVIDER, case.provider_id)] if case.provider_id is not None else []
        elif to == "executors":
            groups = [(Role.EXECUTOR, org) for org in case.facts.get("executors", ())]
        elif to == "handlers":
            groups = [(Role(task.role), task.org_id) for task in act.open_tasks if task.org_id is not None]
        else:
            groups = [(Role(to), case.authority_id)]
        found: dict[int, str] = {}
        for role, org_id in dict.fromkeys(groups):
            for holder in people.holders(connection, role, org_id):
                found[holder.id] = holder.email
        assigned = {task.assignee_id for task in act.open_tasks if task.assignee_id}
        if to == "handlers" and assigned:
            found = {user_id: address for user_id, address in found.items() if user_id in assigned} or found
        return list(found.items())
