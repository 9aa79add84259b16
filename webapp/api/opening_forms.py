"""Describes in OpenAPI what begins a case of each process, from its filing form, in the reader's language."""

from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from webapp.api.json_forms import Maker, json_schema
from webapp.i18n import say
from workflows.domain.process_type import Opener, ProcessType
from workflows.operations.open_case import opened_by_staff
from workflows.operations.propose_exit import PROCESS as EXIT
from workflows.processes import discover

#: Who begins it, which members the new case has besides process and data, and the form of data.
Way = tuple[str, tuple[str, ...], Maker]

_OPTIONAL = ("records", "organisation_id")


def exit_form(sent: MultiDict[str, str] | None = None) -> Form:
    """Return the form that asks for the end of a listing, which says itself which list it is."""
    form: Form = discover()[EXIT].filing_form(sent)
    del form.list_key
    return form


def takes(process: ProcessType) -> Iterator[Way]:
    """Yield the ways in which a case of a process is begun by a person; none for what only another case begins."""
    if process.key == EXIT:
        yield "applicant", ("listing_id",), exit_form
    elif process.opened_by is Opener.APPLICANT:
        yield "applicant", ("records",), process.filing_form
        yield "counter", ("records", "received_on"), process.filing_form
    if opened_by_staff(process) and not process.ends_listing:
        yield "staff", ("subject_id", *_OPTIONAL), process.filing_form


def with_forms(described: Mapping[str, Any], processes: Mapping[str, ProcessType]) -> dict[str, Any]:
    """Return the description with each process's form, and with what a new case of each process takes."""
    schemas = described["components"]["schemas"]
    plain = schemas["NewCase"]["properties"]
    made: dict[str, Any] = {}
    cases = []
    for process in processes.values():
        for by, names, make in takes(process):
            form = f"form.{process.key}" if f"form.{process.key}" not in made else f"form.{process.key}.{by}"
            made[form] = {**json_schema(make(None)), "title": say(process.name)}
            case = f"new_case.{form.removeprefix('form.')}"
            made[case] = {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "process": {"const": process.key},
                    "data": {"$ref": f"#/components/schemas/{form}"},
                    "files": plain["files"],
                    **{name: plain[name] for name in names},
                },
                "required": ["process", "data", *(name for name in names if name not in _OPTIONAL or by != "staff")],
            }
            cases.append({"$ref": f"#/components/schemas/{case}"})
    made["NewCase"] = {"oneOf": cases}
    components = {**described["components"], "schemas": {**schemas, **made}}
    return {**described, "components": components}
