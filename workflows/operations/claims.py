"""The field grid 异议项 / 系统信息 / 主张值: what the applicant claims, beside what the system itself has."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_
from workflows.intake.penalty_columns import BY_CODE
from workflows.operations.case_page import ChangeLine, ClaimLine
from workflows.operations.record_cards import objectable, shown


def enriched(claims: Sequence[Mapping[str, Any]], fields: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the claims with heading and present value of each field, both taken from the record.

    Args:
        claims: rows of ``field`` and ``claimed`` as they were typed; any other key is dropped, so that nobody can say
            what the system has.
        fields: the record's fields by code.

    Raises:
        FieldErrors: a field that cannot be objected to, or the same field twice.
    """
    offered = {line.code: line for line in objectable(fields)}
    made: dict[str, dict[str, str]] = {}
    for claim in claims:
        code = str(claim.get("field", ""))
        if code not in offered or code in made:
            raise FieldErrors({"claims": [N_("异议项与所选信息不符，请重新填写。")]})
        made[code] = {
            "field": code,
            "label": offered[code].label,
            "system": offered[code].value,
            "claimed": str(claim.get("claimed", "")),
        }
    return list(made.values())


def claim_lines(application: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[ClaimLine, ...]:
    """Return the claims of an application for a screen; one filed without its system value shows the record's."""
    known = {line.code: line for line in objectable(fields)}
    found = []
    for claim in application.get("claims") or ():
        code = claim["field"]
        line = known.get(code)
        found.append(
            ClaimLine(
                field=code,
                label=claim.get("label") or (line.label if line else code),
                system=shown(code, claim.get("system", line.value if line else "")),
                claimed=claim["claimed"],
            )
        )
    return tuple(found)


def change_lines(applied: Sequence[Mapping[str, str]]) -> tuple[ChangeLine, ...]:
    """Return the fields that a correction changed; one line without a field where the record was withdrawn."""
    return tuple(
        ChangeLine(field="", label="", old="", new="")
        if change["field"] == "state"
        else ChangeLine(
            field=change["field"],
            label=BY_CODE[change["field"]].label if change["field"] in BY_CODE else change["field"],
            old=shown(change["field"], change["old"]),
            new=shown(change["field"], change["new"]),
        )
        for change in applied
    )
