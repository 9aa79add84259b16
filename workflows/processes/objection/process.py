"""PROCESS: what objection handling declares about itself."""

from collections.abc import Mapping

from workflows.domain.case import CaseView
from workflows.domain.process_type import Fact, ProcessType
from workflows.domain.words import N_
from workflows.processes.objection import forms, rules
from workflows.processes.objection.letters.catalogue import LETTERS
from workflows.processes.objection.letters.context import letter_context
from workflows.processes.objection.notices import NOTICES
from workflows.processes.objection.scenarios import SCENARIOS
from workflows.processes.objection.services import SERVICES
from workflows.processes.objection.sight import also_sees
from workflows.processes.objection.tasks import TASKS
from workflows.processes.objection.words import OUTCOMES, RULES, STEPS, UNTIMED_RULES


def _opening_facts(case: CaseView, requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {
        "mark_required": bool(requires.get("marking")),
        "examination": "accept",
        "approved": False,
        "return_to": "draft",
        "own_scope": False,
        "intake_outcome": "forwarded",
        "correction_needed": False,
        "measure_wronged": False,
    }


PROCESS = ProcessType(
    key="objection",
    name=N_("信用信息异议处理"),
    code="OBJ",
    diagram="objection.bpmn",
    cap_rule="objection.overall",
    tasks=TASKS,
    letters=LETTERS,
    notices=NOTICES,
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    untimed_rules=UNTIMED_RULES,
    opening_facts=_opening_facts,
    letter_context=letter_context,
    filing_form=forms.FilingForm,
    scenarios=SCENARIOS,
    services=SERVICES,
    may_withdraw=rules.may_withdraw,
    withdrawal_letter="OBJ-15",
    receipt="OBJ-03",
    also_sees=also_sees,
)
