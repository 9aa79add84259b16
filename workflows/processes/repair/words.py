"""The words and codes of credit repair."""

from workflows.domain.commitment import MANDATORY_CLAUSES
from workflows.domain.words import N_

#: What the repair is asked for (REP-01 修复类型).
KINDS: dict[str, str] = {
    "penalty": N_("终止公示行政处罚信息"),
    "list": N_("移出严重失信主体名单"),
    "abnormal": N_("移出经营异常名录"),
    "other": N_("其他失信信息"),
}

#: The clauses of the commitment letter (REP-02): those of S3-10 and those of a repair; every one is promised.
CLAUSES: dict[str, str] = {
    **dict(zip(("truthful", "lawful", "honest"), MANDATORY_CLAUSES, strict=True)),
    "corrected": N_("已纠正失信行为并履行法定义务。"),
    "consequences": N_("违背承诺的，自愿接受撤销修复、恢复公示等处理。"),
    "public": N_("同意将本承诺向社会公开。"),
}

#: Why a repair cannot be had, of a whole application (REP-04 不予受理) or of one record (REP-09).
REFUSAL_REASONS: dict[str, str] = {
    "not_due": N_("未满最短公示期"),
    "not_fulfilled": N_("尚未履行法定义务或者纠正失信行为"),
    "unrepairable": N_("属于不可修复的情形"),
    "banned": N_("市场和行业禁入期间不予修复"),
    "not_public": N_("该信息已停止公示或者已修复，无需修复"),
    "not_ours": N_("不属于本机关认定的信息"),
    "late_papers": N_("材料不齐，逾期未补正"),
}
#: Where each reason comes from, as letters cite it.
REASON_ARTICLES: dict[str, str] = {
    "not_due": "《信用修复管理办法》关于最短公示期的规定",
    "not_fulfilled": "《信用修复管理办法》关于修复条件的规定",
    "unrepairable": "《信用修复管理办法》第二条",
    "banned": "《信用修复管理办法》第二条",
    "not_public": "《信用修复管理办法》第四条",
    "not_ours": "《信用修复管理办法》“谁认定、谁修复”的规定",
    "late_papers": "《信用修复管理办法》关于修复材料的规定",
}

#: What mends each reason, where anything does.
AGAIN: dict[str, str] = {
    "not_due": "最短公示期届满后，自可申请修复之日起可以再次申请。",
    "not_fulfilled": "履行法定义务、纠正失信行为后可以再次申请。",
    "banned": "禁入期限届满或者解除后可以再次申请；永久禁入的除外。",
    "not_ours": "请向作出认定的单位申请修复。",
    "late_papers": "材料齐备后可以再次申请。",
}

#: How a department checks (REP-06 核查方式).
METHODS: dict[str, str] = {
    "systems": N_("系统比对"),
    "papers": N_("书面核查"),
    "site": N_("实地核查"),
}

#: What is decided of a record.
DECISIONS: dict[str, str] = {"grant": N_("准予修复"), "refuse": N_("不予修复")}

#: The four effects of a repair (Order 36 Art. 3) → message that tells of their last receipt.
EFFECTS: dict[str, str] = {
    "stop_publicity": "publicity_stopped",
    "stop_sharing": "sharing_stopped",
    "lift_measures": "measures_lifted",
    "update_rating": "rating_updated",
}

#: Effect → who is told and gives a receipt (S0-17, REP-10); each department with running measures gets its own order.
RECIPIENTS: dict[str, tuple[str, ...]] = {
    "stop_publicity": ("creditchina", "province", "site"),
    "stop_sharing": ("platform", "province"),
    "lift_measures": ("platform",),
    "update_rating": ("platform",),
}

#: Outcome key → words, for the history.
OUTCOMES: dict[str, str] = {
    "accept": N_("材料齐全，拟受理"),
    "correct": N_("材料不齐，拟通知补正"),
    "refuse": N_("拟不予受理"),
    "approve": N_("同意并签发"),
    "return": N_("退回修改"),
    "recalled": N_("经办人撤回"),
    "supplied": N_("已补正"),
    "signed_for": N_("已签收"),
    "conclude": N_("核查完毕"),
    "extend": N_("申请延期"),
    "drafted": N_("已拟稿"),
    "served": N_("已反馈并送达"),
    "supervised": N_("已督办"),
}

#: The applicant's step line, in plain words.
STEPS: dict[str, str] = {
    "received": N_("已收到申请"),
    "examining": N_("受理审查"),
    "verifying": N_("认定单位核查"),
    "deciding": N_("作出决定"),
    "effecting": N_("落实修复"),
    "closed": N_("办结"),
}

#: Every rule that the diagram's timers name.
RULES: dict[str, str] = {
    "repair.feedback": N_("反馈申请人（总时限）"),
    "repair.accept": N_("决定是否受理"),
    "repair.correction": N_("申请人补正"),
    "repair.decide": N_("作出修复决定"),
    "repair.return_result": N_("反馈结果"),
    "repair.stop_publicity": N_("终止公示回执"),
    "repair.stop_sharing": N_("停止共享和使用回执"),
    "repair.lift_measures": N_("解除惩戒措施回执"),
    "repair.update_rating": N_("更新评价结果回执"),
}
