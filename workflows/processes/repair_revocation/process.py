"""PROCESS: what the revocation of a repair declares about itself."""

from collections.abc import Mapping

from workflows.domain.access import Role
from workflows.domain.case import CaseView
from workflows.domain.notice import Topic
from workflows.domain.process_type import Fact, NoticeType, Opener, ProcessType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES
from workflows.processes.repair_revocation import forms, rules
from workflows.processes.repair_revocation.letters import LETTERS, letter_context
from workflows.processes.repair_revocation.scenarios import SCENARIOS
from workflows.processes.repair_revocation.tasks import TASKS
from workflows.processes.repair_revocation.words import OUTCOMES, RULES, STEPS

_NOTICES = (
    NoticeType(
        kind="revocation_notice",
        topic=Topic.ASKED,
        subject=N_("请在%(due)s前陈述申辩 %(number)s"),
        body=N_(
            "我们拟撤销准予您（单位）信用修复的决定，事实、理由和依据见告知书。您最迟可以在%(due)s当日陈述、申辩并提交证据："
            "登录系统填写，或者书面、口头向作出告知的单位提出。逾期不提出的，视为放弃；不因陈述申辩而加重处理。"
        ),
        sms=N_("【信案通】拟撤销信用修复，您可以在%(due)s前陈述申辩，请登录系统办理。"),
    ),
    NoticeType(
        kind="revocation_stated",
        subject=N_("%(number)s 收到陈述申辩"),
        body=N_("当事人已就办件 %(number)s 陈述申辩，请复核后拟决定。"),
    ),
    NoticeType(
        kind="repair_stands",
        subject=N_("信用修复不予撤销 %(number)s"),
        body=N_("经听取陈述申辩并复核，准予您（单位）信用修复的决定继续有效，理由见告知书。"),
    ),
    NoticeType(
        kind="repair_revoked",
        topic=Topic.PROGRESS,
        subject=N_("信用修复已被撤销 %(number)s"),
        body=N_(
            "因提供虚假材料或者违背信用承诺，准予您信用修复的决定已被撤销，有关信息在最长公示期内恢复公示，理由和公示截止日期"
            "见决定书。不服的，可以自知道之日起60日内申请行政复议，或者6个月内提起行政诉讼，受理的机关和法院见决定书。"
        ),
    ),
)


def _opening_facts(_case: CaseView, _requires: Mapping[str, bool]) -> Mapping[str, Fact]:
    return {"approved": False, "revoke": True, "restores": True}


PROCESS = ProcessType(
    key="repair_revocation",
    name=N_("撤销信用修复"),
    summary=N_("准予修复后发现材料虚假或者违背信用承诺时使用：告知并听取陈述申辩后，撤销准予修复的决定，恢复公示。"),
    code="REV",
    diagram="repair_revocation.bpmn",
    tasks=TASKS,
    letters=LETTERS,
    notices={**COMMON_NOTICES, **{notice.kind: notice for notice in _NOTICES}},
    outcomes=OUTCOMES,
    steps=STEPS,
    rules=RULES,
    opening_facts=_opening_facts,
    remembers=rules.remember,
    letter_context=letter_context,
    filing_form=forms.FilingForm,
    scenarios=SCENARIOS,
    services={"restore_publicity": rules.restore, "archive": rules.archive},
    hears={"publicity_restored": rules.restored},
    periods=frozenset({"repair_revocation.defence"}),
    opened_by=Opener.STAFF,
    opening_role=Role.RECOGNISER,
)
