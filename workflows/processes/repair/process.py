"""PROCESS: what credit repair declares about itself."""

from collections.abc import Mapping

from workflows.domain.case import CaseView
from workflows.domain.process_type import Fact, ProcessType
from workflows.domain.words import N_
from workflows.processes.repair import forms, rules
from workflows.processes.repair.letters.catalogue import LETTERS
from workflows.processes.repair.letters.context import letter_about, letter_context
from workflows.processes.repair.notices import NOTICES
from workflows.processes.repair.scenarios import SCENARIOS
from workflows.processes.repair.services import HEARS, SERVICES, after_breach
from workflows.processes.repair.sight import also_sees
from workflows.processes.repair.tasks import TASKS
from workflows.processes.repair.words import OUTCOMES, RULES, STEPS


def _opening_facts(case: CaseView, requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {
        "examination": "accept",
        "approved": False,
        "intake_outcome": "accepted",
        "verification": "conclude",
        "serious": bool(case.facts.get("serious")),
        "granted": False,
    }


PROCESS = ProcessType(
    key="repair",
    name=N_("信用修复"),
    code="REP",
    diagram="repair.bpmn",
    cap_rule="repair.feedback",
    tasks=TASKS,
    letters=LETTERS,
    notices=NOTICES,
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    opening_facts=_opening_facts,
    remembers=rules.remember,
    letter_context=letter_context,
    letter_about=letter_about,
    filing_form=forms.FilingForm,
    scenarios=SCENARIOS,
    services=SERVICES,
    hears=HEARS,
    after_breach=after_breach,
    periods=frozenset({"repair.correction"}),
    events={"correction_lapsed": N_("逾期未补正")},
    may_withdraw=rules.may_withdraw,
    withdrawal_letter="REP-04E",
    receipt="REP-04A",
    answers=rules.answers,
    also_sees=also_sees,
)
