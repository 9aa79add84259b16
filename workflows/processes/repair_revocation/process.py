"""PROCESS: what the revocation of a repair declares about itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.domain.access import Role
from workflows.domain.case import CaseState, CaseView
from workflows.domain.exchange import Push
from workflows.domain.notice import Topic
from workflows.domain.process_type import Decision, Fact, NoticeType, Opener, ProcessType
from workflows.domain.publicity import RestorePublicity
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES
from workflows.processes.repair_revocation import forms, rules
from workflows.processes.repair_revocation.letters import LETTERS, letter_context
from workflows.processes.repair_revocation.scenarios import SCENARIOS
from workflows.processes.repair_revocation.tasks import TASKS
from workflows.processes.repair_revocation.words import OUTCOMES, RULES, STEPS

_REVOKED = NoticeType(
    kind="repair_revoked",
    topic=Topic.PROGRESS,
    subject=N_("信用修复已被撤销 %(number)s"),
    body=N_(
        "因提供虚假材料或者违背信用承诺，准予您信用修复的决定已被撤销，有关信息恢复公示，理由和公示截止日期见决定书。不服的，"
        "可以自知道之日起60日内申请行政复议，或者6个月内提起行政诉讼，受理的机关和法院见决定书。"
    ),
)


def _opening_facts(_case: CaseView, _requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {"approved": False}


def _restore(case: CaseView, _today: date) -> Decision:
    """The record is public again, here at once and on the platform with a receipt."""
    record, until = case.facts["record"], case.facts["restore_until"]
    return Decision(
        outcome="restored",
        effects=(
            RestorePublicity(record_id=record, until=date.fromisoformat(until)),
            Push(
                kind="restore_publicity",
                record_id=record,
                payload={"number": case.facts["number"], "until": until},
                answer="publicity_restored",
                rules=("repair_revocation.restore",),
            ),
        ),
    )


def _archive(_case: CaseView, _today: date) -> Decision:
    return Decision(outcome="archived", settles=CaseState.ARCHIVED, events=(("case_archived", {}),))


def _restored(_case: CaseView, _data: Mapping[str, Any], _today: date) -> Decision:
    return Decision(outcome="received", meets=("repair_revocation.restore",))


PROCESS = ProcessType(
    key="repair_revocation",
    name=N_("撤销信用修复"),
    summary=N_("准予修复后发现材料虚假或者违背信用承诺时使用：撤销准予修复的决定，恢复公示。"),
    basis="《信用修复管理办法》关于撤销修复的规定",
    code="REV",
    diagram="repair_revocation.bpmn",
    tasks=TASKS,
    letters=LETTERS,
    notices={**COMMON_NOTICES, _REVOKED.kind: _REVOKED},
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    opening_facts=_opening_facts,
    remembers=rules.remember,
    letter_context=letter_context,
    filing_form=forms.FilingForm,
    scenarios=SCENARIOS,
    services={"restore_publicity": _restore, "archive": _archive},
    hears={"publicity_restored": _restored},
    opened_by=Opener.STAFF,
    opening_role=Role.RECOGNISER,
)
