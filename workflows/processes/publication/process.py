"""PROCESS: what the publication of administrative acts declares about itself."""

from workflows.domain.access import Role
from workflows.domain.process_type import Opener, ProcessType
from workflows.domain.words import N_
from workflows.processes.publication import forms
from workflows.processes.publication.letters import LETTERS, letter_context
from workflows.processes.publication.notices import NOTICES
from workflows.processes.publication.rules import importing, opening
from workflows.processes.publication.scenarios import SCENARIOS
from workflows.processes.publication.services import HEARS, SERVICES
from workflows.processes.publication.tasks import TASKS
from workflows.processes.publication.words import EVENTS, OUTCOMES, RULES, STEPS

PROCESS = ProcessType(
    key="publication",
    name=N_("行政行为信息公示"),
    summary=N_("作出行政许可、行政处罚等决定后使用：在规定期限内报送并向社会公示；依法不公示的，写明理由。"),
    code="PUB",
    diagram="publication.bpmn",
    tasks=TASKS,
    letters=LETTERS,
    notices=NOTICES,
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    opening_facts=opening.facts,
    remembers=opening.remember,
    letter_context=letter_context,
    filing_form=forms.FilingForm,
    scenarios=SCENARIOS,
    services=SERVICES,
    hears=HEARS,
    events=EVENTS,
    after_withdrawal=opening.after_withdrawal,
    after_import=importing.after_import,
    opened_by=Opener.STAFF,
    opening_role=Role.RECOGNISER,
)
