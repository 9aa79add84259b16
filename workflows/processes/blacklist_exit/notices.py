"""Messages owed in removal. Plain words; the formal letter is a separate paper."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES

_ALL = (
    NoticeType(
        kind="left",
        subject=N_("您（单位）已移出名单 %(number)s"),
        body=N_("移出决定已经生效，公示正在撤下，惩戒措施正在解除，决定书请登录系统查看。"),
        sms=N_("【信案通】您（单位）已移出名单，公示撤下、措施解除，请登录系统查看。"),
    ),
    NoticeType(
        kind="exit_refused",
        subject=N_("不予移出决定 %(number)s"),
        body=N_(
            "您的移出申请不符合条件，理由和补救办法见决定书。不服的，可以自知道之日起60日内申请行政复议，"
            "或者6个月内提起行政诉讼，受理的机关和法院见决定书。"
        ),
    ),
    NoticeType(
        kind="lift_asked",
        topic=Topic.ASKED,
        subject=N_("请解除联合惩戒措施 %(number)s"),
        body=N_("该主体已移出名单，请立即解除对其实施的惩戒措施，并在系统中回执。"),
    ),
)

NOTICES: dict[str, NoticeType] = {**COMMON_NOTICES, **{notice.kind: notice for notice in _ALL}}
