"""Beginning a case of any process: what the caller may begin, about what, with which form; and beginning it.

Applicants file as the pages of each application do; staff opens as 发起办件 does, for every process that staff opens.
"""

from collections.abc import Callable, Mapping
from typing import Any

from webapp import addresses
from webapp.access import SIGNED_IN, access
from webapp.api import json_forms
from webapp.api.base import ACT, NAMED, KeyHeader, act_key, blueprint, in_parts, told
from webapp.api.json_forms import plain
from webapp.api.opening_forms import exit_form, takes
from webapp.api.parts import handed_in
from webapp.api.schemas import openings as schemas
from webapp.api.standings import own_standing
from webapp.context import current_actor, current_office
from webapp.counter.filing import file_at_counter, read_counter_filing
from webapp.start import opening
from workflows.domain.access import Role
from workflows.domain.case import Channel
from workflows.domain.errors import FieldErrors, NotFound
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_
from workflows.operations.filing import file_objection, read_filing
from workflows.operations.filing_repair import PROCESS as REPAIR
from workflows.operations.filing_repair import file_repair, read_repair_filing
from workflows.operations.open_case import OpenCase, Opened, open_case
from workflows.operations.propose_exit import PROCESS as EXIT
from workflows.operations.propose_exit import ProposeExit, propose_exit

_POSTS = opening.opening_posts()
_MATTER = ("records", "received_on", "listing_id", "subject_id", "organisation_id")
_NEEDED = N_("请填写此项。")
_UNKNOWN = N_("此类办件没有这一栏，请核对名称。")
_NOT_OFFERED = N_("请选择所列的选项。")


@blueprint.route("/processes")
@access(SIGNED_IN)
@told(N_("本人可以申请或者发起的办件及其表单"), "openings")
@blueprint.response(200, schemas.Processes)
def processes() -> dict[str, Any]:
    """List what the caller may begin, each with its form."""
    office, actor = current_office(), current_actor()
    by_staff = {each.key for each in opening.processes_for(office, actor)}
    return {
        "items": [
            {"process": each.key, "name": each.name, "takes": list(names), "form": json_forms.json_schema(make(None))}
            for each in office.processes.values()
            for by, names, make in takes(each)
            if each.key in by_staff
            or (by == "applicant" and actor.subjects)
            or (by == "counter" and actor.holds(Role.REVIEWER))
        ]
    }


@blueprint.route("/processes/<string(maxlength=40):process>/subjects")
@access(*_POSTS)
@told(N_("查找发起办件的对象"), "openings", *NAMED)
@blueprint.arguments(schemas.SubjectQuery, location="query")
@blueprint.response(200, schemas.Found)
def find_subjects(query: dict[str, str], process: str) -> opening.Found:
    """Find subjects and records for a case that staff opens."""
    office, actor = current_office(), current_actor()
    kind = opening.process_for(office, actor, process)
    return opening.search(office, kind, actor, addresses.words(query, "q", 120))


@blueprint.route("/processes/<string(maxlength=40):process>/subjects/<int:subject_id>")
@access(*_POSTS)
@told(N_("发起办件可选的信用信息、办理单位和表单"), "openings", *NAMED)
@blueprint.response(200, schemas.About)
def subject(process: str, subject_id: int) -> dict[str, Any]:
    """Return what may be chosen for a case about a subject."""
    office, actor = current_office(), current_actor()
    kind = opening.process_for(office, actor, process)
    about = opening.about(office, kind, actor, subject_id)
    named = opening.organisations_for(office, actor, kind)
    return {
        "subject": about.subject,
        "records": about.records,
        "organisations": [{"id": org_id, "name": name} for org_id, name in named.items()],
        "form": json_forms.json_schema(kind.filing_form()),
    }


@blueprint.route("/repairs/filing")
@access(SIGNED_IN)
@told(N_("申请修复前查看：现状、答复期限、已知内容和申请表"), "openings", *NAMED)
@blueprint.arguments(schemas.RepairQuery, location="query")
@blueprint.response(200, schemas.RepairFiling)
def repair_filing(query: dict[str, Any]) -> dict[str, Any]:
    """Return what an application for the repair of records of one subject would be about."""
    filing = read_repair_filing(current_office(), current_actor(), query["record"])
    names = ("subject", "authority", "recognisers", "promised_on", "provisional", "explanation")
    return {
        **{name: getattr(filing, name) for name in names},
        "records": [own_standing(each) for each in filing.records],
        "proposed": plain({**filing.contact, "records": filing.rows}),
        "form": json_forms.json_schema(filing.process.filing_form()),
    }


@blueprint.route("/cases", methods=["POST"])
@access(SIGNED_IN)
@told(N_("提出申请或者发起办件"), "openings", *ACT)
@in_parts(schemas.NewCaseParts)
@blueprint.arguments(schemas.NewCase)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(201, schemas.Begun)
def begin(body: dict[str, Any], header: dict[str, str]) -> dict[str, Any]:
    """Begin a case, with its evidence."""
    process = current_office().processes.get(body["process"])
    if process is None:
        raise NotFound()
    way = _WAYS.get((process.key, "listing_id" in body)) or _WAYS.get((process.key, False), _start)
    return {"cases": way(process, body, act_key(header))}


def _object(process: ProcessType, body: Mapping[str, Any], key: str) -> list[Opened]:
    """An objection is about one record; with ``received_on`` it came on paper and a reviewer enters it."""
    _require(body, "records", optional=("received_on",))
    if len(body["records"]) > 1:
        raise FieldErrors({"records": [N_("一次异议只针对一条信息，请分开提出。")]})
    office, actor, (record_id,) = current_office(), current_actor(), body["records"]
    if "received_on" in body:
        actor.require(Role.REVIEWER)
        at_counter = read_counter_filing(office, actor, record_id)
        data = json_forms.validated(process.filing_form, body["data"])
        files = handed_in(body["files"])
        return [file_at_counter(office, actor, at_counter, data, files, key, body["received_on"])]
    filing = read_filing(office, actor, record_id)
    data = json_forms.validated(process.filing_form, body["data"])
    return [file_objection(office, actor, filing, data, handed_in(body["files"]), key)]


def _repair(process: ProcessType, body: Mapping[str, Any], key: str) -> list[Opened]:
    """One application for repair becomes a case for each organisation that decides (adr/0019), on paper too."""
    _require(body, "records", optional=("received_on",))
    office, actor, received_on = current_office(), current_actor(), body.get("received_on")
    if received_on is not None:
        actor.require(Role.REVIEWER)
    channel = Channel.ONLINE if received_on is None else Channel.COUNTER
    filing = read_repair_filing(office, actor, body["records"], channel)
    data = json_forms.validated(process.filing_form, body["data"])
    return file_repair(office, actor, filing, data, handed_in(body["files"]), key, received_on)


def _leave(_process: ProcessType, body: Mapping[str, Any], key: str) -> list[Opened]:
    """The listing says which list: the subject applies for its end, or the recogniser proposes it."""
    _require(body, "listing_id")
    data = json_forms.validated(exit_form, body["data"])
    # Whether the listing can still end is judged with the act alone: sent again, it meets the end that it has made.
    command = ProposeExit(listing_id=body["listing_id"], data=data, files=handed_in(body["files"]), key=key)
    return [propose_exit(current_office(), current_actor(), command)]


def _start(process: ProcessType, body: Mapping[str, Any], key: str) -> list[Opened]:
    """What staff opens of the office's own motion."""
    office, actor = current_office(), current_actor()
    opening.process_for(office, actor, process.key)
    _require(body, "subject_id", optional=("records", "organisation_id"))
    about = opening.about(office, process, actor, body["subject_id"])
    named, records = opening.organisations_for(office, actor, process), tuple(body.get("records", ()))
    organisation = body.get("organisation_id", next(iter(named)) if len(named) == 1 else None)
    offered = {each.id for each in about.records}
    wrong = {"organisation_id": organisation not in named, "records": not offered.issuperset(records)}
    if any(wrong.values()):
        raise FieldErrors({name: [_NOT_OFFERED] for name, is_wrong in wrong.items() if is_wrong})
    data = json_forms.validated(process.filing_form, body["data"])
    command = OpenCase(
        process=process.key,
        authority_id=int(organisation or 0),
        subject_id=None if records else about.subject.id,
        record_ids=records,
        channel=Channel.OFFICE,
        application=data,
        files=handed_in(body["files"]),
        key=key,
    )
    return [open_case(office, actor, command)]


#: What an applicant files: process, and whether a listing is named → how. All else is opened by staff.
_WAYS: Mapping[tuple[str, bool], Callable[[ProcessType, Mapping[str, Any], str], list[Opened]]] = {
    ("objection", False): _object,
    (REPAIR, False): _repair,
    (EXIT, True): _leave,
}


def _require(body: Mapping[str, Any], *needed: str, optional: tuple[str, ...] = ()) -> None:
    """Raise FieldErrors unless the body names exactly what the process takes."""
    wrong = {name: [_NEEDED] for name in needed if name not in body}
    wrong |= {name: [_UNKNOWN] for name in _MATTER if name in body and name not in (*needed, *optional)}
    if wrong:
        raise FieldErrors(wrong)
