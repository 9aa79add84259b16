"""The words and codes of objection handling."""

from workflows.domain.words import N_

#: Why a record is objected to (domain form OBJ-01).
GROUNDS: dict[str, str] = {
    "wrong": N_("内容错误"),
    "omission": N_("内容遗漏"),
    "overdue_publicity": N_("超期公示"),
    "should_not_list": N_("不应列入"),
    "should_remove": N_("应移出未移出"),
    "secret": N_("侵犯商业秘密或个人隐私"),
    "other": N_("其他"),
}

#: Why an application is not accepted. 不予受理 needs one of these and never a missing paper alone.
REFUSAL_REASONS: dict[str, str] = {
    "not_ours": N_("不属于本机关受理的信用信息"),
    "identity": N_("申请人身份或代理权限未能证明"),
    "no_objection": N_("所提事项不属于信用信息异议"),
}

#: What the provider (or the centre, in its own scope) found (OBJ-08).
FINDINGS: dict[str, str] = {
    "wrong": N_("确有错误"),
    "omission": N_("确有遗漏"),
    "correct": N_("信息无误"),
    "overdue_publicity": N_("超期公示"),
    "should_not_list": N_("不应列入"),
    "unverifiable": N_("无法核实"),
}

#: What the centre decides (Appendix A OBJ).
DECISIONS: dict[str, str] = {
    "withdraw": N_("异议成立，撤销该信息"),
    "correct": N_("异议成立，更正信息"),
    "partial": N_("异议部分成立，更正相应内容"),
    "unfounded": N_("异议不成立，维持原信息"),
    "unverifiable": N_("无法核实，如实记载异议情况"),
}

#: No decision yet: the provider's opinion goes back to be supplemented (docs/adr/0013).
SUPPLEMENT = "supplement"

#: Decisions that change the record.
CORRECTING = frozenset({"withdraw", "correct", "partial"})

#: Outcome key → words, for the history.
OUTCOMES: dict[str, str] = {
    "accept": N_("材料齐全，拟受理"),
    "correct": N_("材料不齐，拟通知补正"),
    "refuse": N_("拟不予受理"),
    "approve": N_("同意并签发"),
    "return": N_("退回修改"),
    SUPPLEMENT: N_("退回信息提供单位补充核查"),
    "recalled": N_("经办人撤回"),
    "supplied": N_("已补正"),
    "drafted": N_("已拟稿"),
    "signed_for": N_("已签收"),
    "verified": N_("已核查"),
    "decided": N_("已拟处理决定"),
    "served": N_("已告知送达"),
    "executed": N_("已执行更正"),
    "ordered": N_("已部署"),
    "restored": N_("已恢复并回执"),
    "supervised": N_("已督办"),
}

#: The applicant's step line, in plain words.
STEPS: dict[str, str] = {
    "received": N_("已收到申请"),
    "examining": N_("受理审查"),
    "verifying": N_("核查信息"),
    "deciding": N_("作出处理"),
    "replied": N_("告知结果"),
    "closed": N_("办结"),
}

#: Every rule that the diagram's timers name.
RULES: dict[str, str] = {
    "objection.overall": N_("回复申请人（总时限）"),
    "objection.forward": N_("转信息提供单位"),
    "objection.own_scope": N_("本单位自查"),
    "objection.verify": N_("信息提供单位核查"),
    "objection.notify": N_("告知申请人"),
    "objection.correct": N_("更正或撤销"),
    "objection.correction": N_("申请人补正"),
}
#: What packs answer and no timer asks: the mark stands from receipt on.
UNTIMED_RULES: dict[str, str] = {"objection.mark": N_("异议标注")}
