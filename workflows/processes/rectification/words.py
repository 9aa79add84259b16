"""The words and codes of rectification and interviews."""

from workflows.domain.words import N_

#: How far one item was rectified (REC-02, REC-04).
RESULTS: dict[str, str] = {
    "done": N_("到位"),
    "partly": N_("部分到位"),
    "not": N_("不到位"),
}

#: The two interviews, the lower first (S0-07 提示约谈或警示约谈).
INTERVIEWS: dict[str, str] = {
    "prompt": N_("提示约谈"),
    "warning": N_("警示约谈"),
}

#: Whether the person interviewed confirms the facts (TLK-04).
CONFIRMED: dict[str, str] = {
    "yes": N_("认可"),
    "partly": N_("部分认可"),
    "no": N_("不认可"),
}

#: Whether who did not come to an interview had a reason that the law respects (TLK-02, TLK-07).
JUSTIFIED: dict[str, str] = {
    "yes": N_("有正当理由"),
    "no": N_("无正当理由"),
}

#: Outcome key → words, for the history.
OUTCOMES: dict[str, str] = {
    "drafted": N_("已拟稿"),
    "dropped": N_("不再责令整改"),
    "approve": N_("同意并签发"),
    "return": N_("退回修改"),
    "recalled": N_("经办人撤回"),
    "served": N_("已送达"),
    "unserved": N_("未能按时送达"),
    "reported": N_("已提交整改报告"),
    "asked": N_("申请延期"),
    "extended": N_("准予延期"),
    "kept_date": N_("不予延期"),
    "inspected": N_("已核查"),
    "agreed": N_("两名核查人结论一致"),
    "differs": N_("两名核查人结论不一致"),
    "planned": N_("已拟约谈方案"),
    "attends": N_("将按时参加"),
    "declines": N_("不能参加"),
    "held": N_("已约谈"),
    "absent": N_("未到场"),
    "record_signed": N_("笔录已逐页签名"),
    "record_refused": N_("拒绝签名，已注明"),
    "committed": N_("已登记承诺和要求"),
    "kept": N_("履行到位"),
    "failed": N_("未履行到位"),
    "supervised": N_("已督办"),
}

#: The subject's step line, in plain words.
STEPS: dict[str, str] = {
    "ordering": N_("责令整改"),
    "reporting": N_("整改和报告"),
    "inspecting": N_("核查验收"),
    "summoning": N_("安排约谈"),
    "interviewing": N_("约谈"),
    "following": N_("跟踪履行"),
    "closed": N_("办结"),
}

#: Every rule that the diagram's timers name. No source sets a number for any of them: all are set by hand.
RULES: dict[str, str] = {
    "rectification.report": N_("完成整改并报告"),
    "rectification.reply": N_("回复约谈通知"),
    "rectification.interview": N_("约谈"),
    "rectification.receipt": N_("约谈记录归集回执"),
    "rectification.commitments": N_("履行承诺和要求"),
}

#: Kinds of event that only this process records.
EVENTS: dict[str, str] = {
    "report_overdue": N_("逾期未报告整改情况"),
    "record_entered": N_("记入信用记录"),
    "listing_proposed": N_("建议列入名单"),
    "rectification_dropped": N_("不再责令整改"),
}
