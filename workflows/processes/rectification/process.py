"""PROCESS: what rectification and interviews declare about themselves."""

from collections.abc import Mapping

from workflows.domain.access import Role
from workflows.domain.case import CaseView
from workflows.domain.process_type import Fact, Opener, ProcessType
from workflows.domain.words import N_
from workflows.processes.rectification import forms
from workflows.processes.rectification.letters.catalogue import LETTERS
from workflows.processes.rectification.letters.context import letter_context
from workflows.processes.rectification.notices import NOTICES
from workflows.processes.rectification.scenarios import SCENARIOS
from workflows.processes.rectification.services import HEARS, SERVICES
from workflows.processes.rectification.tasks import TASKS
from workflows.processes.rectification.words import EVENTS, OUTCOMES, RULES, STEPS


def _opening_facts(_case: CaseView, _requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {
        "order_outcome": "ordered",
        "approved": False,
        "served": False,
        "report_outcome": "reported",
        "agreed": False,
        "conclusion": "not",
        "interview": "held",
        "aftermath": "failed",
    }


PROCESS = ProcessType(
    key="rectification",
    name=N_("限期整改与约谈"),
    summary=N_("查实失信行为后使用：责令限期整改并验收；整改不到位的，开展提示约谈或者警示约谈。"),
    code="REC",
    diagram="rectification.bpmn",
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
    services=SERVICES,
    hears=HEARS,
    events=EVENTS,
    opened_by=Opener.STAFF,
    opening_role=Role.RECOGNISER,
    periods=frozenset({"rectification.report", "rectification.reply", "rectification.commitments"}),
    open_facts=frozenset({"items", "report_by", "appointment", "commitments"}),
)
