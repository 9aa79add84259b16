"""Verifies what was typed into forms: it stands in the task, or the filing, and the event of it holds its MAC.

So they are written once, are covered by the chain, and can be destroyed with the record that they are about (S1-11).
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from workflows.domain.chain import answers_mac
from workflows.operations.office import Office
from workflows.store import audit
from workflows.store.audit import RawEvent

#: What is left of the answers in a closed case whose records were all destroyed.
_ERASED = b"{}"


def changed_answers(
    office: Office, case_id: int, events: Iterable[RawEvent], stored: Mapping[int, bytes]
) -> list[RawEvent]:
    """Return the events of a case whose answers are not as they were given.

    An event from before the answers stood in the task alone holds them itself, under its own MAC.

    Args:
        stored: the answers of the case's tasks as the database holds them, by task; under 0 what the applicant wrote.
    """
    found = []
    for each in events:
        said = _said(each)
        if "answers" not in said:
            continue
        task_id = said.get("task", 0)
        data = stored.get(task_id) if isinstance(task_id, int) else None
        if data is not None and said["answers"] == answers_mac(
            office.audit_key, case_id=case_id, task_id=task_id, data=data
        ):
            continue
        if data != _ERASED or not _destroyed(office, case_id):
            found.append(each)
    return found


def _said(event: RawEvent) -> Mapping[str, Any]:
    if event.kind not in ("case_opened", "task_completed"):
        return {}
    try:
        said = orjson.loads(event.data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _destroyed(office: Office, case_id: int) -> bool:
    with office.database.read() as connection:
        states = audit.record_states(connection, case_id)
    return bool(states) and set(states) == {"destroyed"}
