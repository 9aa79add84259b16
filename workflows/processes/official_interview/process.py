"""PROCESS: what the internal interview of officials declares about itself."""

from collections.abc import Mapping
from datetime import date

from workflows.domain.access import Role
from workflows.domain.case import CaseState, CaseView
from workflows.domain.process_type import Decision, Fact, Opener, ProcessType
from workflows.domain.words import N_
from workflows.processes.official_interview import forms
from workflows.processes.official_interview.letters import LETTERS, letter_context
from workflows.processes.official_interview.notices import NOTICES
from workflows.processes.official_interview.scenarios import SCENARIOS
from workflows.processes.official_interview.tasks import TASKS
from workflows.processes.official_interview.words import OUTCOMES, RULES, STEPS


def _opening_facts(_case: CaseView, _requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {"dropped": False, "approved": False, "held": False}


def _close(_case: CaseView, _today: date) -> Decision:
    return Decision(
        outcome=str(CaseState.ARCHIVED), settles=CaseState.ARCHIVED, events=(("case_archived", {}),)
    )


PROCESS = ProcessType(
    key="official_interview",
    name=N_("行政约谈（部门负责人）"),
    summary=N_("部门推动不力、落实不到位时使用：约谈其主要负责人。内部办理，只有督办岗和负责人能看到。"),
    code="OFF",
    diagram="official_interview.bpmn",
    tasks=TASKS,
    letters=LETTERS,
    notices=NOTICES,
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    opening_facts=_opening_facts,
    letter_context=letter_context,
    filing_form=forms.FilingForm,
    scenarios=SCENARIOS,
    services={"close_official": _close, "close_dropped": _close},
    opened_by=Opener.STAFF,
    opening_role=Role.SUPERVISOR,
    seen_by=frozenset({Role.SUPERVISOR, Role.HEAD}),
    internal=True,
)
