"""What an act owes the platform: written with the act, sent after it."""

from workflows.domain.exchange import OrderLifting, Push
from workflows.operations.act import Act
from workflows.operations.chase_receipts import expected_receipt
from workflows.operations.effects import carries_out
from workflows.store import listings


@carries_out(Push)
def push(effect: Push, act: Act) -> None:
    """Owe a recipient something; the key is derived from the act, so it is owed once."""
    record_id = effect.record_id if effect.record_id is not None else act.case.record_id
    seq = act.record("push_owed", what=effect.kind, target=effect.target, record=record_id)
    due_on = effect.due_on or act.due_under(*effect.rules)
    row = {
        "key": f"{act.case.number}-{seq}",
        "case_id": act.case.id,
        "subject_id": act.case.subject_id,
        "record_id": record_id,
        "listing_id": effect.listing_id,
        "kind": effect.kind,
        "target": effect.target,
        "payload": dict(effect.payload),
        "answer": effect.answer,
        "state": "owed",
        "due_on": due_on,
        "expected_on": expected_receipt(act.office, act.today, due_on),
        "created_at": act.now,
        "next_at": act.now,
    }
    act.new_dispatches.append(row)


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
