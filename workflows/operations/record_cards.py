"""Records and subjects as screens show them: headings instead of codes, personal numbers masked."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.identifiers import is_sole_trader, mask_code, mask_resident_id
from workflows.intake.penalty_columns import BY_CODE, COLUMNS, PERSONAL
from workflows.operations.case_page import FieldLine, RecordCard, SubjectCard

#: Fields that say who somebody is or where the row came from: not objected to one by one, but in the statement.
_NOT_OBJECTED = PERSONAL | {
    "CF_XDR_LB", "CF_XDR_GSZC", "CF_XDR_ZZJG", "CF_XDR_SWDJ", "CF_XDR_SYDW", "CF_XDR_SHZZ", "CF_FR_ZJLX",
    "CF_XDR_ZJLX", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM", "CATEGORY",
}  # fmt: skip
#: Often left out of a row, and then the omission itself is the objection.
_OFTEN = frozenset({"CF_YXQ", "CF_GSJZQ"})


def field_lines(fields: Mapping[str, Any]) -> tuple[FieldLine, ...]:
    """Return the filled fields of a record in the order of the national table, unknown codes last."""
    known = [column.code for column in COLUMNS if fields.get(column.code)]
    others = [code for code in fields if code not in BY_CODE and fields[code]]
    return tuple(
        FieldLine(code=code, label=BY_CODE[code].label if code in BY_CODE else code, value=shown(code, fields[code]))
        for code in (*known, *others)
    )


def shown(code: str, value: Any) -> str:
    """Return a field's value as a screen may show it."""
    return mask_resident_id(str(value)) if code in PERSONAL else str(value)


def objectable(fields: Mapping[str, Any]) -> tuple[FieldLine, ...]:
    """Return the fields that can be objected to: what the record says happened, when, how much and until when.

    A field that the record leaves empty is offered too where the table has it for every penalty (内容遗漏).
    """
    offered = [
        column.code
        for column in COLUMNS
        if column.code not in _NOT_OBJECTED and (fields.get(column.code) or column.required or column.code in _OFTEN)
    ]
    return tuple(FieldLine(code=code, label=BY_CODE[code].label, value=str(fields.get(code) or "")) for code in offered)


def subject_card(row: Any) -> SubjectCard:
    """Return whom a record is about, with a person's code masked."""
    return SubjectCard(
        id=row.id, name=row.name, kind=row.kind, code_type=row.code_type, code=_masked(row.code, row.code_type)
    )


def subject_of(row: Any) -> SubjectCard:
    """Return whom a record is about, from its own row as a search gives it; a person's code masked."""
    return SubjectCard(
        id=row.subject_id,
        name=row.subject_name,
        kind=row.subject_kind,
        code_type=row.code_type,
        code=_masked(row.code, row.code_type),
    )


def _masked(code: str, code_type: str) -> str:
    if code_type == "resident_id":
        return mask_resident_id(code)
    return mask_code(code) if is_sole_trader(code) else code


def record_card(row: Any, provider_name: str) -> RecordCard:
    """Return a record as a screen shows it."""
    return RecordCard(
        id=row.id,
        decision_number=row.decision_number,
        fields=field_lines(row.fields),
        decided_on=row.decided_on,
        publish_until=row.publish_until,
        state=row.state,
        marked=row.objection_marked,
        provider_id=row.provider_id,
        provider_name=provider_name,
    )
