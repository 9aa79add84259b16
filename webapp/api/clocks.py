"""The clocks of a case for programs: suspend, resume, extend. How each stands is read with the case."""

from typing import Any

from webapp.access import SIGNED_IN, access
from webapp.api.base import ACT, KeyHeader, act_key, blueprint, told
from webapp.api.schemas import acts
from webapp.context import current_actor, current_office
from workflows.domain.words import N_
from workflows.operations.extend_deadline import ExtendDeadline, extend_deadline
from workflows.operations.read_case import read_case
from workflows.operations.suspend_clock import ResumeClock, SuspendClock, resume_clock, suspend_clock


@blueprint.route("/cases/<int:case_id>/suspend", methods=["POST"])
@access(SIGNED_IN)
@told(N_("暂停计时"), "clocks", *ACT)
@blueprint.arguments(acts.Suspension)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, acts.Done)
def suspend(body: dict[str, Any], header: dict[str, str], case_id: int) -> dict[str, int]:
    """Suspend the clocks of a case for a reason that its rules name."""
    _see(case_id)
    command = SuspendClock(case_id=case_id, key=act_key(header), **body)
    return {"case_id": suspend_clock(current_office(), current_actor(), command)}


@blueprint.route("/cases/<int:case_id>/resume", methods=["POST"])
@access(SIGNED_IN)
@told(N_("恢复计时"), "clocks", *ACT)
@blueprint.arguments(acts.Resumption)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, acts.Done)
def resume(body: dict[str, Any], header: dict[str, str], case_id: int) -> dict[str, int]:
    """Let the clocks of a case run on."""
    _see(case_id)
    command = ResumeClock(case_id=case_id, key=act_key(header), **body)
    return {"case_id": resume_clock(current_office(), current_actor(), command)}


@blueprint.route("/cases/<int:case_id>/extend", methods=["POST"])
@access(SIGNED_IN)
@told(N_("延长期限，由承担单位的负责人批准"), "clocks", *ACT)
@blueprint.arguments(acts.Extension)
@blueprint.arguments(KeyHeader, location="headers")
@blueprint.response(200, acts.Done)
def extend(body: dict[str, Any], header: dict[str, str], case_id: int) -> dict[str, int]:
    """Extend one deadline; the caller is the head who approves it."""
    _see(case_id)
    command = ExtendDeadline(case_id=case_id, key=act_key(header), **body)
    return {"case_id": extend_deadline(current_office(), current_actor(), command)}


def _see(case_id: int) -> None:
    """Answer a case that is not the caller's to see like one that does not exist, before anything else is said."""
    read_case(current_office(), current_actor(), case_id)
