"""Words of the states of a job, and of what a verification of the audit trail finds."""

from workflows.domain.words import N_

STATES = {
    "waiting": N_("等待后台处理"),
    "running": N_("正在办理"),
    "done": N_("已完成"),
    "stopped": N_("已停止"),
    "failed": N_("没有完成"),
}

#: Kind of finding → words.
FINDINGS = {
    "changed": N_("记录被修改"),
    "removed": N_("记录被删除"),
    "inserted": N_("记录被插入"),
    "cut": N_("末尾被截断"),
    "head": N_("链头不符"),
    "case_removed": N_("办件被删除"),
    "seal_changed": N_("封存被修改"),
    "seal_removed": N_("封存被删除"),
    "answers": N_("办理表单的填写内容被改动"),
    "sealed_lost": N_("已封存的记录缺失"),
    "sealed_count": N_("封存数量不符"),
    "anchor": N_("与数据库外的锚点不符"),
}
