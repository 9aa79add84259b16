"""What an act owes the platform: written with the act, sent after it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflows.domain.exchange import PUBLIC_TARGETS, OrderLifting, Push, PushListings
from workflows.operations.act import Act
from workflows.operations.chase_receipts import expected_receipt
from workflows.operations.effects import carries_out
from workflows.store import listings


@carries_out(Push)
def push(effect: Push, act: Act) -> None:
    """Owe a recipient something; the key is derived from the act, so it is owed once."""
    record_id = effect.record_id if effect.record_id is not None else act.case.record_id
    seq = act.record("push_owed", what=effect.kind, target=effect.target, record=record_id)
    about = {
        "key": f"{act.case.number}-{seq}",
        "subject_id": act.case.subject_id,
        "record_id": record_id,
        "listing_id": effect.listing_id,
        "kind": effect.kind,
        "target": effect.target,
        "payload": dict(effect.payload),
    }
    act.new_dispatches.append({**about, **_owed(act, effect.answer, effect.due_on or act.due_under(*effect.rules))})


@carries_out(PushListings)
def push_listings(effect: PushListings, act: Act) -> None:
    """Owe each listing that the act writes, once it is written; the keys are derived from the act."""
    case, owed = act.case, _owed(act, effect.answer, act.due_under(*effect.rules))
    keys = {
        target: f"{case.number}-{act.record('push_owed', what=kind, target=target, record=case.record_id)}"
        for target, kind in effect.asks
    }

    def write(connection: Any) -> None:
        # What the case has ended is known from the act; what it has entered has an id only now.
        if act.process.ends_listing:
            concerned: Sequence[Any] = [row for row in act.listed if row.id in case.facts["left"]]
        else:
            concerned = listings.of_case(connection, case.id)
        for row in concerned:
            about = {
                "subject_id": row.subject_id, "record_id": row.record_id, "listing_id": row.id,
                "payload": {**effect.payload, "list": row.list_key, "public": row.public},
            }  # fmt: skip
            for target, kind in effect.asks:
                if row.public or target not in PUBLIC_TARGETS:
                    key = keys[target] if row.of_listing_id is None else f"{keys[target]}-{row.id}"
                    act.new_dispatches.append({"key": key, "kind": kind, "target": target, **about, **owed})

    act.writes.append(write)


def _owed(act: Act, answer: str, due_on: date | None) -> Mapping[str, Any]:
    return {
        "case_id": act.case.id,
        "answer": answer,
        "state": "owed",
        "due_on": due_on,
        "expected_on": expected_receipt(act.office, act.today, due_on),
        "created_at": act.now,
        "next_at": act.now,
    }


@carries_out(OrderLifting)
def order_lifting(effect: OrderLifting, act: Act) -> None:
    """Owe every department an order of its own, for each record because of which it carries out measures."""
    orders: dict[tuple[int, str], list[str]] = {}
    with act.office.database.read() as connection:
        for row in listings.running_measures(connection, effect.record_ids):
            if row.repairable_on is None or row.repairable_on <= act.today:
                orders.setdefault((row.record_id, row.department), []).append(row.measure)
    for (record_id, department), measures in orders.items():
        asked = Push(
            kind="lift_measures", target="executor", record_id=record_id, answer=effect.answer, rules=effect.rules,
            payload={"department": department, "measures": measures},
        )  # fmt: skip
        push(asked, act)
