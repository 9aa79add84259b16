"""Messages to other cases, and cases that begin because of this one: written with the act, delivered after it."""

from typing import Any

from workflows.domain.effects import Begin, Tell
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.store import messages


@carries_out(Tell)
def tell(effect: Tell, act: Act) -> None:
    """Owe another case a message."""
    _owe(act, {"name": effect.message, "case_id": effect.case_id, "data": dict(effect.data)})
    act.record("message_sent", message=effect.message, case=effect.case_id)


@carries_out(Begin)
def begin(effect: Begin, act: Act) -> None:
    """Owe the office another case."""
    data = {
        "authority_id": effect.authority_id,
        "subject_id": effect.subject_id,
        "record_ids": list(effect.record_ids),
        "application": dict(effect.application),
        "memory": dict(effect.memory),
    }
    _owe(act, {"name": "", "process": effect.process, "data": data})
    act.record("case_proposed", process=effect.process)


def _owe(act: Act, values: dict[str, Any]) -> None:
    row = {
        "case_id": None,
        "process": None,
        "from_case_id": act.case.id,
        "from_seq": act.event_count + 1,
        "state": "pending",
        "created_at": act.now,
        "next_at": act.now,
        **values,
    }
    act.writes.append(lambda connection: messages.add(connection, row))
