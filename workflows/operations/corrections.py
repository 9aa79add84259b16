"""Corrects or withdraws the record within an act, field by field old → new (S1-04 撤销或者纠正)."""

from typing import Any

from workflows.domain.errors import FieldErrors, NotFound
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.record_followers import follow_withdrawal


def correct_record(act: Act, decision: Decision) -> None:
    """Put the decided values into the record, keeping the old ones.

    Raises:
        FieldErrors: a field that the record does not have.
    """
    record = act.matter.record
    if record is None:
        raise NotFound()
    fields: dict[str, str] = dict(record["fields"])
    changes: list[dict[str, Any]] = []
    for change in decision.changes:
        if change.field not in fields:
            raise FieldErrors({"changes": [N_("信息中没有所写的字段，请核对更正内容。")]})
        changes.append({"field": change.field, "old": fields[change.field], "new": change.new})
        fields[change.field] = change.new
    values: dict[str, Any] = {"fields": fields}
    if decision.withdraws_record:
        values["state"] = "withdrawn"
        changes.append({"field": "state", "old": record["state"], "new": "withdrawn"})
        act.record("record_withdrawn", record=record["id"])
        follow_withdrawal(act, record["id"])
    else:
        act.record("record_corrected", record=record["id"], changes=changes)
    act.correction = (record["id"], record["version"], values, changes)
    act.remember(applied=changes)
