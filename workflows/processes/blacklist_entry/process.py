"""PROCESS: what listing declares about itself."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.access import Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Fact, Opener, Opening, ProcessType
from workflows.domain.words import N_
from workflows.processes.blacklist_entry import forms
from workflows.processes.blacklist_entry.letters.catalogue import LETTERS
from workflows.processes.blacklist_entry.letters.context import letter_about, letter_context
from workflows.processes.blacklist_entry.notices import NOTICES
from workflows.processes.blacklist_entry.rules import decision, defence, domains, dropping, execution, voices
from workflows.processes.blacklist_entry.scenarios import SCENARIOS
from workflows.processes.blacklist_entry.tasks import TASKS
from workflows.processes.blacklist_entry.words import EVENTS, OUTCOMES, RULES, STEPS


def _opening_facts(_case: CaseView, _requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {
        "assessment": "list",
        "approved": False,
        "defence_complete": False,
        "consent_needed": False,
        "discussion_needed": False,
        "entry_outcome": "none",
        "told": False,
        "in_effect": False,
        "measures_ordered": False,
        "circular_needed": False,
        "inspection_ends": False,
    }


def _remembers(opening: Opening) -> Mapping[str, Any]:
    """Keep what the packs demand, and whether the subject is a natural person, for the legality gate."""
    kinds = {str(row["subject_kind"]) for row in opening.records}
    return {"requires": dict(opening.requires), **({"subject_kind": kinds.pop()} if kinds else {})}


PROCESS = ProcessType(
    key="blacklist_entry",
    name=N_("名单列入"),
    summary=N_(
        "处罚等依据已经生效、达到列入标准时使用：告知、申辩、审核后列入严重失信主体名单；"
        "未达标准的，可以重点关注。"
    ),
    code="LST",
    diagram="blacklist_entry.bpmn",
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
        "enter_watch": decision.enter_watch,
        "close_not_listed": decision.close_not_listed,
        "drop_basis": dropping.drop_basis,
        "close_defence": defence.close_defence,
        "enter": execution.enter,
        "check_domains": domains.check_domains,
        "invite_repair": execution.invite_repair,
        "propose_expiry": execution.propose_expiry,
        "propose_exit": execution.propose_exit,
        "close_left": execution.close_left,
    },
    hears={
        "leave_list": execution.hear_leave,
        "ground_lost": execution.hear_ground_lost,
        "many_domains": domains.hear_domains,
        "one_domain": domains.hear_one_domain,
        "platform_entered": execution.hear_platform,
    },
    events=EVENTS,
    also_sees=voices.is_liable,
    open_memory=voices.own_voices,
    opened_by=Opener.STAFF,
    opening_role=Role.RECOGNISER,
    periods=frozenset(
        f"blacklist_entry.{period}" for period in ("defence", "effect", "minimum", "maximum")
    ),
)
