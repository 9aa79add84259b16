"""Messages owed in publication. Plain words; the formal letter is a separate paper."""

from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES

_OWN = (
    NoticeType(
        kind="act_displayed",
        subject=N_("您的行政行为信息已上网公示 %(number)s"),
        body=N_("%(record)s 的有关信息已在信用网站公示。认为公示内容有误的，可以免费提出异议。"),
    ),
    NoticeType(
        kind="repair_told",
        subject=N_("信用修复告知书 %(number)s"),
        body=N_("%(record)s 将在信用网站公示。何时、怎样可以申请修复，见《信用修复告知书》，其中印有查询码。"),
    ),
    NoticeType(
        kind="act_taken_down",
        subject=N_("您的行政行为信息已撤下公示 %(number)s"),
        body=N_("因决定被撤销或者变更，%(record)s 的有关信息已从信用网站撤下，并已通知省平台。"),
    ),
)

NOTICES: dict[str, NoticeType] = {**COMMON_NOTICES, **{notice.kind: notice for notice in _OWN}}
