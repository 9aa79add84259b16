"""The row of a message to a case, or of a case that is to begin: what an act or the office's own chain owes."""

from datetime import datetime
from typing import Any

from workflows.domain.effects import Begin, Tell


def owed(effect: Tell | Begin, from_case_id: int, from_seq: int, at: datetime) -> dict[str, Any]:
    """Return the row.

    Args:
        from_case_id, from_seq: the event that owes it, by which it is never sent twice.
        at: the office's instant.
    """
    row: dict[str, Any] = {
        "case_id": None, "process": None, "from_case_id": from_case_id, "from_seq": from_seq, "state": "pending",
        "created_at": at, "next_at": at,
    }  # fmt: skip
    if isinstance(effect, Tell):
        return {**row, "name": effect.message, "case_id": effect.case_id, "data": dict(effect.data)}
    data = {
        "authority_id": effect.authority_id,
        "subject_id": effect.subject_id,
        "record_ids": list(effect.record_ids),
        "application": dict(effect.application),
        "memory": dict(effect.memory),
        **({"at_once": True} if effect.at_once else {}),
    }
    return {**row, "name": "", "process": effect.process, "data": data}
