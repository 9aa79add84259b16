"""Writes notices into an act: who is owed a message, on which channel, from when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.domain.access import Role
from workflows.domain.notice import reminder_at, wants
from workflows.domain.phone import mobile
from workflows.domain.process_type import NoticeType
from workflows.operations.act import Act
from workflows.store import people, substitutions


@dataclass(frozen=True, kw_only=True)
class _Recipient:
    """Whom a notice is for."""

    #: 0 where the applicant has no account.
    id: int
    email: str
    phone: str
    choices: Mapping[str, Any]
    is_applicant: bool = False


def owe(act: Act, kind: str, to: str, event_seq: int, **data: Any) -> None:
    """Owe a notice of ``kind`` to a group: in the in-app inbox, and on the channels that each of them wants.

    Args:
        to: applicant, provider, executors, handlers, a role name with the organisation of the authority,
            ``desk:<role>:<organisation>`` or ``user:<id>``; who stands in for a person is told too.
        event_seq: the event that the notice tells of; with the recipient it keeps doubles out.
        data: values of the notice's words, besides the case's own.
    """
    words = act.process.notices[kind]
    next_at = reminder_at(act.now, act.office.calendar()) if words.reminder else act.now
    values = {"number": act.case.number, **{key: _plain(value) for key, value in data.items()}}
    seen = {(row["event_seq"], row["kind"], row["recipient_id"], row["channel"]) for row in act.new_notices}
    for recipient in _recipients(act, to):
        for channel, address in _ways(act, words, recipient).items():
            if (event_seq, kind, recipient.id, channel) in seen:
                continue
            act.new_notices.append(
                {
                    "case_id": act.case.id,
                    "event_seq": event_seq,
                    "kind": kind,
                    "recipient_id": recipient.id,
                    "channel": channel,
                    "state": "sent" if channel == "inbox" else "pending",
                    "address": address,
                    "data": values,
                    "created_at": act.now,
                    "next_at": next_at,
                    "sent_at": act.now if channel == "inbox" else None,
                }
            )


def _ways(act: Act, words: NoticeType, recipient: _Recipient) -> dict[str, str]:
    """Return channel → address. The inbox cannot be declined: it is where everything stands."""
    ways = {"inbox": ""} if recipient.id else {}
    if recipient.email and wants(recipient.choices, "email", words.topic):
        ways["email"] = recipient.email
    if act.office.sms and words.sms and wants(recipient.choices, "sms", words.topic, default=recipient.is_applicant):
        number = mobile(recipient.phone)
        if number:
            ways["sms"] = number
    return ways


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _recipients(act: Act, to: str) -> list[_Recipient]:
    case = act.case
    if to == "applicant":
        matter = act.matter
        typed = str((act.application or matter.application).get("contact_email") or "")
        applicant = _Recipient(
            id=case.applicant_id or 0,
            email=matter.applicant_email or typed,
            phone=matter.applicant_phone,
            choices=matter.applicant_choices,
            is_applicant=True,
        )
        return [applicant]
    with act.office.database.read() as connection:
        if to.startswith("user:"):
            named = people.user_by_id(connection, int(to[5:]))
            own = {named.id: _recipient(named)} if named.active else {}
            return _with_substitutes(act, connection, own, {named.id})
        foresee(act, [to])
        found = {holder.id: _recipient(holder) for post in _posts(act, to) for holder in act.holders[post]}
        assigned = {task.assignee_id for task in act.open_tasks if task.assignee_id}
        if to == "handlers" and assigned:
            found = {user_id: person for user_id, person in found.items() if user_id in assigned} or found
            return _with_substitutes(act, connection, found, assigned)
        return list(found.values())


def foresee(act: Act, groups: Collection[str]) -> None:
    """Read who is in groups of :func:`owe`, all at once; a notice to each of them asks no more."""
    posts = {post for to in groups if to != "applicant" and not to.startswith("user:") for post in _posts(act, to)}
    if missing := posts - act.holders.keys():
        with act.office.database.read() as connection:
            act.holders.update(people.holders_of(connection, missing))


def _posts(act: Act, to: str) -> list[tuple[Role, int]]:
    """Return the posts whose holders are a group."""
    case = act.case
    if to == "provider":
        return [(Role.PROVIDER, case.provider_id)] if case.provider_id is not None else []
    if to == "executors":
        return [(Role.EXECUTOR, org) for org in case.facts.get("executors", ())]
    if to == "handlers":
        found = [(Role(task.role), task.org_id) for task in act.open_tasks if task.org_id is not None]
        return list(dict.fromkeys(found))
    if to.startswith("desk:"):
        role, org_id = to.split(":")[1:]
        return [(Role(role), int(org_id))]
    return [(Role(to), case.authority_id)]


def _recipient(row: Any) -> _Recipient:
    return _Recipient(id=row.id, email=row.email, phone=row.phone, choices=row.notice_choices or {})


def _with_substitutes(
    act: Act, connection: Any, found: dict[int, _Recipient], of: Collection[int]
) -> list[_Recipient]:
    """Add who stands in today for those whose own task it is."""
    rows = substitutions.substitutes(connection, of, act.today)
    return list({**{row.id: _recipient(row) for row in rows}, **found}.values())
