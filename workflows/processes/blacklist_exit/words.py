"""The words and codes of removal (名单移出)."""

from workflows.domain.words import N_

#: What is decided first of an application.
ACCEPTANCES: dict[str, str] = {
    "accept": N_("材料齐全、符合受理条件，予以受理"),
    "not_accept": N_("不符合受理条件，拟不予受理"),
}

#: What the examination of an exit proposes.
EXAMINATIONS: dict[str, str] = {
    "remove": N_("符合条件，拟予移出"),
    "emergency": N_("认定错误或者依据已被撤销，即时移出，补办审批"),
    "refuse": N_("不符合条件，拟不予移出"),
}

OUTCOMES: dict[str, str] = {
    "accept": N_("已受理"),
    "not_accept": N_("拟不予受理"),
    "remove": N_("拟予移出"),
    "emergency": N_("即时移出"),
    "refuse": N_("拟不予移出"),
    "approve": N_("同意并签发"),
    "return": N_("退回修改"),
    "recalled": N_("经办人撤回"),
    "served": N_("已送达"),
    "lifted": N_("已解除措施并回执"),
    "confirmed": N_("已追认"),
    "not_confirmed": N_("不予追认，另案重新认定"),
    "supervised": N_("已督办"),
}

#: The line of steps that the subject sees.
STEPS: dict[str, str] = {
    "received": N_("已收到申请"),
    "examining": N_("移出审查"),
    "deciding": N_("作出决定"),
    "lifting": N_("解除措施"),
    "closed": N_("办结"),
}

RULES: dict[str, str] = {
    "blacklist_exit.accept": N_("受理移出申请"),
    "blacklist_exit.overall": N_("作出移出决定（总时限）"),
    "blacklist_exit.withdraw": N_("撤下公示、解除措施"),
    "blacklist_exit.at_once": N_("即时撤下公示、解除措施"),
    "blacklist_exit.approval": N_("补办移出审批"),
}

EVENTS: dict[str, str] = {
    "list_left": N_("移出名单"),
    "domains_counted": N_("核对多领域列入"),
    "measures_lifted": N_("解除惩戒措施回执"),
    "exit_refused": N_("不予移出"),
    "entry_proposed": N_("不予追认，提请重新认定"),
}
