"""PROCESS: what removal declares about itself."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView, Channel
from workflows.domain.listing import ANNULLING
from workflows.domain.process_type import Fact, Opener, Opening, ProcessType
from workflows.domain.words import N_
from workflows.processes.blacklist_exit import forms
from workflows.processes.blacklist_exit.letters.catalogue import LETTERS
from workflows.processes.blacklist_exit.letters.context import letter_about, letter_context
from workflows.processes.blacklist_exit.notices import NOTICES
from workflows.processes.blacklist_exit.rules import examination, removal
from workflows.processes.blacklist_exit.scenarios import SCENARIOS
from workflows.processes.blacklist_exit.tasks import TASKS, department
from workflows.processes.blacklist_exit.words import EVENTS, OUTCOMES, RULES, STEPS


def _opening_facts(case: CaseView, _requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    """What the office itself tells needs no examination: expiry and annulment remove at once, the head signs after.

    Only what a subject applies for is first accepted or not (44号令 Art. 17).
    """
    cause = case.facts.get("cause", "")
    route = "expiry" if cause == "expiry" else "emergency" if cause in ANNULLING else "examine"
    return {
        "applied": case.channel is not Channel.OFFICE,
        "route": route,
        "examination": "remove",
        "approved": False,
        # The removal goes before the signature.
        "emergency": route != "examine",
    }


def _remembers(opening: Opening) -> Mapping[str, Any]:
    """Keep the list; the cause only where the office itself tells it: what an applicant claims is examined first."""
    said = opening.application
    kept = {"list_key": said["list_key"], "committed": bool(said.get("commitment"))}
    return {**kept, "cause": said["cause"]} if opening.case.channel is Channel.OFFICE else kept


def _also_sees(case: CaseView, actor: Actor) -> bool:
    """The recognising department decides, also where the centre took the application in."""
    return department(case) in actor.organisations(Role.RECOGNISER, Role.LEGAL, Role.HEAD, Role.SUPERVISOR)


PROCESS = ProcessType(
    key="blacklist_exit",
    name=N_("名单移出"),
    summary=N_("主体已在名单中、列入期限届满或者认定错误等应当移出时使用：查明后移出，解除措施并告知。"),
    code="LSX",
    diagram="blacklist_exit.bpmn",
    tasks=TASKS,
    letters=LETTERS,
    notices=NOTICES,
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    opening_facts=_opening_facts,
    remembers=_remembers,
    letter_context=letter_context,
    letter_about=letter_about,
    filing_form=forms.FilingForm,
    scenarios=SCENARIOS,
    services={
        "register": examination.register,
        "close_refused": examination.close_refused,
        "leave": removal.leave,
        "leave_expired": removal.leave_expired,
        "remove_at_once": removal.remove_at_once,
        "propose_entry": removal.propose_entry,
        "archive": removal.archive,
    },
    hears={"platform_left": removal.hear_platform},
    events=EVENTS,
    receipt="LST-10",
    staff_may_open=True,
    ends_listing=True,
    opened_by=Opener.APPLICANT,
    opening_role=Role.RECOGNISER,
    also_sees=_also_sees,
)
