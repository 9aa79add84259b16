"""What a case leaves in the credit record of its subject: written with the act, under the number of its letter."""

from workflows.domain.record_entry import EnterRecord
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.store import records


@carries_out(EnterRecord)
def enter(effect: EnterRecord, act: Act) -> None:
    """Write the entry; it is kept and shared, and never displayed (不予公示)."""
    number = _number(act, effect.letter)
    row = {
        "subject_id": act.case.subject_id,
        "provider_id": act.case.authority_id,
        "decision_number": number,
        "fields": dict(effect.says),
        "decided_on": act.today,
        "publish_until": None,
        "act_kind": "supervision",
        "state": "withheld",
    }
    act.record("record_entered", number=number)
    act.writes.append(lambda connection: _add(connection, row))


def _add(connection: object, row: dict[str, object]) -> None:
    records.add(connection, row)  # type: ignore[arg-type]


def _number(act: Act, code: str) -> str:
    """Return the number of the letter, the newest where there are several."""
    signed = [row["number"] for row in act.new_letters if row["code"] == code and row["number"]]
    stored = [
        act.letter_changes.get(row.id, {}).get("number") or row.number for row in act.letters if row.code == code
    ]
    return str([*filter(None, stored), *signed][-1])
