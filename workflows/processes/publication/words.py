"""The words and codes of publication."""

from workflows.domain.words import N_

#: What a case is about.
MATTERS: dict[str, str] = {
    "publish": N_("报送和公示"),
    "withdraw": N_("撤下公示（决定被撤销或者变更）"),
}

#: By which procedure the act was made.
PROCEDURES: dict[str, str] = {
    "general": N_("普通程序"),
    "summary": N_("简易程序"),
    "none": N_("不属于行政处罚"),
}

#: What becomes of an act.
CONCLUSIONS: dict[str, str] = {
    "publish": N_("报送并公示"),
    "report": N_("仅报送，不公示"),
    "withhold": N_("不报送，不公示"),
}

#: Why an act is not displayed.
REASONS: dict[str, str] = {
    "person": N_("自然人的公共信用信息不得公开公示，限于授权查询"),
    "person_summary": N_("对自然人适用简易程序作出的行政处罚"),
    "summary": N_("适用简易程序作出的行政处罚"),
    "sole_warning": N_("仅受到警告的行政处罚"),
    "minor": N_("轻微失信信息，原则上不公示"),
    "secret": N_("涉及国家秘密、商业秘密或者个人隐私"),
}

#: Outcome key → words, for the history.
OUTCOMES: dict[str, str] = {
    "publish": N_("审查通过，报送并公示"),
    "report": N_("拟仅报送，不公示"),
    "withhold": N_("拟不报送、不公示"),
    "approve": N_("同意"),
    "return": N_("退回修改"),
    "recalled": N_("经办人撤回"),
    "drafted": N_("已拟稿"),
    "supervised": N_("已督办"),
}

#: The subject's step line, in plain words.
STEPS: dict[str, str] = {
    "checking": N_("公示审查"),
    "publishing": N_("报送与公示"),
    "withdrawing": N_("撤下公示"),
    "closed": N_("办结"),
}

#: Every rule that the diagram's timers name.
RULES: dict[str, str] = {
    "publication.report": N_("许可和处罚信息报送省平台"),
    "publication.monthly": N_("其他信息按月报送"),
    "publication.publish": N_("上网公示"),
    "publication.forward": N_("推送登记地省级机关"),
    "publication.assist": N_("登记地协助公示"),
    "publication.withdraw": N_("撤下公示"),
}

#: Kinds of event that only this process records.
EVENTS: dict[str, str] = {
    "act_displayed": N_("行政行为信息已上网公示"),
    "act_withheld": N_("行政行为信息不予公示"),
}
