"""The words and codes of listing (名单列入)."""

from workflows.domain.words import N_

#: What the assessment proposes.
ASSESSMENTS: dict[str, str] = {
    "list": N_("达到认定标准，拟列入严重失信主体名单"),
    "watch": N_("未达到认定标准，纳入重点关注（内部）"),
    "none": N_("不予列入"),
}

#: Whether the basis document may still be changed by 复议 or 诉讼 (LST-01).
REMEDIES: dict[str, str] = {
    "expired": N_("复议、诉讼期限已过，未申请"),
    "upheld": N_("经复议或者诉讼维持"),
    "running": N_("仍在复议、诉讼期限内"),
    "pending": N_("已申请复议或者提起诉讼，尚未审结"),
}

#: Those under which the document may still fall: who lists nevertheless says why.
UNSETTLED = frozenset({"running", "pending"})

#: What the review of the defence proposes (LST-04).
CONCLUSIONS: dict[str, str] = {
    "list": N_("决定列入"),
    "watch": N_("决定不予列入严重失信主体名单，纳入重点关注（内部）"),
    "refuse": N_("决定不予列入"),
}

#: Whether a point of the defence is followed (逐条采纳).
TAKEN: dict[str, str] = {
    "taken": N_("采纳"),
    "partly": N_("部分采纳"),
    "not_taken": N_("不采纳"),
}

#: How a defence that is not stated online comes to the department (LST-02, LST-03).
DEFENCE_CHANNELS: dict[str, str] = {
    "written": N_("书面提交"),
    "oral": N_("口头陈述，制作笔录"),
}

OUTCOMES: dict[str, str] = {
    "list": N_("拟列入，拟制告知书"),
    "watch": N_("拟纳入重点关注"),
    "none": N_("拟不予列入"),
    "approve": N_("同意并签发"),
    "return": N_("退回修改"),
    "recalled": N_("经办人撤回"),
    "served": N_("已送达"),
    "stated": N_("已陈述申辩"),
    "reviewed": N_("已复核陈述申辩"),
    "discussed": N_("集体讨论同意列入"),
    "consented": N_("上级机关同意"),
    "confirmed": N_("经复核，同意列入"),
    "executed": N_("已执行并回执"),
    "circulated": N_("已通报"),
    "raised": N_("已部署加大惩戒力度"),
    "eased": N_("已恢复通常的惩戒力度"),
    "supervised": N_("已督办"),
}

#: The line of steps that the subject sees.
STEPS: dict[str, str] = {
    "assessing": N_("认定审查"),
    "notified": N_("事先告知"),
    "defence": N_("陈述申辩"),
    "deciding": N_("作出决定"),
    "executing": N_("列入与执行"),
    "listed": N_("在列"),
    "closed": N_("办结"),
}

RULES: dict[str, str] = {
    "blacklist_entry.overall": N_("作出列入决定（总时限）"),
    "blacklist_entry.defence": N_("陈述申辩期"),
    "blacklist_entry.serve": N_("送达决定"),
    "blacklist_entry.effect": N_("公告期满视为送达"),
    "blacklist_entry.execute": N_("惩戒部门回执"),
    "blacklist_entry.minimum": N_("最短列入期限"),
    "blacklist_entry.maximum": N_("列入期限"),
}

EVENTS: dict[str, str] = {
    "listed": N_("列入名单"),
    "watched": N_("纳入重点关注"),
    "measures_ordered": N_("部署惩戒措施"),
    "measures_executed": N_("惩戒措施执行回执"),
    "banned": N_("市场和行业禁入"),
    "not_listed": N_("不予列入"),
    "defence_closed": N_("陈述申辩期满"),
    "repair_invited": N_("告知可以申请修复"),
    "ground_gone": N_("列入依据丧失或者已修复"),
    "domains_counted": N_("核对多领域列入"),
    "entry_closed": N_("移出名单，列入办件结案"),
}
