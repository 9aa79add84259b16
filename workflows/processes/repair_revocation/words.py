"""The words and codes of revocations."""

from workflows.domain.words import N_

#: Why a repair is revoked.
CAUSES: dict[str, str] = {
    "false_material": N_("提供虚假材料"),
    "broken_commitment": N_("违背信用承诺"),
}

#: What may be decided once the subject was heard.
CONCLUSIONS: dict[str, str] = {
    "revoke": N_("撤销信用修复"),
    "keep": N_("不予撤销"),
}

#: Outcome key → words, for the history.
OUTCOMES: dict[str, str] = {
    "drafted": N_("已拟稿"),
    "approve": N_("同意并签发"),
    "return": N_("退回修改"),
    "recalled": N_("经办人撤回"),
    "served": N_("已送达"),
    "stated": N_("已陈述申辩"),
    "supervised": N_("已督办"),
}

#: The subject's step line, in plain words.
STEPS: dict[str, str] = {
    "received": N_("发现问题"),
    "hearing": N_("告知和陈述申辩"),
    "deciding": N_("作出决定"),
    "effecting": N_("送达并恢复公示"),
    "closed": N_("办结"),
}

#: Every rule that the diagram's timers name.
RULES: dict[str, str] = {
    "repair_revocation.defence": N_("陈述申辩"),
    "repair_revocation.decide": N_("撤销修复办结"),
    "repair_revocation.restore": N_("恢复公示回执"),
}
