"""Which events of a case an organisation's webhook is told of: kind, number and instant, never what was written.

The authority is told of every event of its own cases. The provider and the executing departments are told, from the
moment a case is sent to them, of what they may see there: their own steps, clocks and letters, and how the case ends.
Of an internal matter nobody is told.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from workflows.domain.access import Role
from workflows.domain.case import CaseView
from workflows.domain.letter_code import kind_of
from workflows.domain.process_type import ProcessType
from workflows.store.webhooks import Hook

#: Events that the provider may know of, whosever step they belong to.
_OF_THE_RECORD = frozenset({
    "withdrawal_filed", "case_archived", "case_refused", "case_withdrawn", "record_marked", "record_unmarked",
    "record_corrected", "record_withdrawn",
})  # fmt: skip
_OF_LETTERS = frozenset({"letter_signed", "letter_issued", "letter_served"})
_LETTERS_FOR = {Role.PROVIDER: "provider", Role.EXECUTOR: "executors"}


def told(
    hooks: Sequence[Hook], process: ProcessType, case: CaseView, events: Sequence[Mapping[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    """Return the notices owed to webhooks because of an act, to be written in its transaction.

    Args:
        case: as the act leaves it: the act that sends a case to a provider is the first that the provider is told of.
        now: the instant of the act.
    """
    notices = []
    for hook in () if process.internal else hooks:
        sides = _sides(hook.org_id, case)
        for event in events:
            wanted = not hook.kinds or event["kind"] in hook.kinds
            if wanted and any(_concerns(process, side, event) for side in sides):
                notices.append(_notice(hook, case, event, now))
    return notices


def _sides(org_id: int, case: CaseView) -> list[Role]:
    """Return as what an organisation sees a case; its own authority is a reviewer's side."""
    sides = []
    if org_id == case.authority_id:
        sides.append(Role.REVIEWER)
    if org_id == case.provider_id and case.did("sign_inquiry") is not None:
        sides.append(Role.PROVIDER)
    if org_id in case.facts.get("executors", ()) and case.did("sign_restoration") is not None:
        sides.append(Role.EXECUTOR)
    return sides


def _concerns(process: ProcessType, side: Role, event: Mapping[str, Any]) -> bool:
    if side is Role.REVIEWER:
        return True
    kind, data = event["kind"], event["data"]
    if kind in _OF_THE_RECORD:
        return side is Role.PROVIDER
    if kind in _OF_LETTERS and kind_of(data.get("code", "")) in process.letters:
        return process.letter(data["code"]).recipient == _LETTERS_FOR[side]
    if data.get("node") in process.tasks:
        return process.tasks[data["node"]].role is side
    return any(data.get("rule") in task.rules for task in process.tasks.values() if task.role is side)


def _notice(hook: Hook, case: CaseView, event: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "event_seq": event["seq"],
        "kind": event["kind"],
        "recipient_id": hook.id,
        "channel": "webhook",
        "state": "pending",
        # For the page of failures only; posted to is what stands in the webhook at that moment.
        "address": hook.url[:254],
        "data": {"number": case.number},
        "created_at": now,
        "next_at": now,
        "sent_at": None,
    }
