"""The words and codes of the internal interview of officials."""

from workflows.domain.words import N_

#: Why a department's head is interviewed (S3-16).
GROUNDS: dict[str, str] = {
    "slow": N_("工作推动不力"),
    "undone": N_("工作落实不到位"),
    "withheld": N_("未按规定公开、共享、使用信用信息"),
}

#: Outcome key → words, for the history.
OUTCOMES: dict[str, str] = {
    "drafted": N_("已拟稿"),
    "dropped": N_("不再约谈"),
    "approve": N_("同意并签发"),
    "return": N_("退回修改"),
    "recalled": N_("经办人撤回"),
    "held": N_("已约谈"),
    "postponed": N_("改期"),
    "followed": N_("已核实落实情况"),
    "supervised": N_("已督办"),
}

#: The step line, for staff only.
STEPS: dict[str, str] = {
    "drafting": N_("拟稿"),
    "approving": N_("审批"),
    "interviewing": N_("约谈"),
    "following": N_("跟踪落实"),
    "closed": N_("办结"),
}

#: Every rule that the diagram's timers name; S3-16 sets no number.
RULES: dict[str, str] = {
    "official_interview.interview": N_("行政约谈"),
    "official_interview.measures": N_("落实约谈要求"),
}
