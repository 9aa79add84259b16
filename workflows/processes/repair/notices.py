"""Messages owed in credit repair. Plain words; the formal letter is a separate paper."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES

_ALL = (
    NoticeType(
        kind="repair_accepted",
        subject=N_("修复申请 %(number)s 已受理"),
        body=N_("您的信用修复申请已受理，已转认定单位办理，最迟%(due)s反馈。办理不收取任何费用。"),
    ),
    NoticeType(
        kind="repair_correction_asked",
        topic=Topic.ASKED,
        subject=N_("请补正修复申请 %(number)s 的材料"),
        body=N_("您的申请还缺少部分材料，请最迟于%(supply_by)s登录系统查看清单并补交。逾期未补交的，可能不予受理。"),
        sms=N_("【信案通】修复申请 %(number)s 需补正材料，请最迟于%(supply_by)s登录系统补交。"),
    ),
    NoticeType(
        kind="repair_refused",
        subject=N_("修复申请 %(number)s 不予受理"),
        body=N_("您的信用修复申请不予受理，理由、可再次申请的时间和救济途径见通知书。"),
    ),
    NoticeType(
        kind="repair_forwarded",
        topic=Topic.ASKED,
        subject=N_("请办理信用修复申请 %(number)s"),
        body=N_("信用中心转来信用修复申请，请登录系统签收，并在期限内核查、作出决定。"),
        sms=N_("【信案通】修复申请 %(number)s 待签收，请登录系统办理。"),
    ),
    NoticeType(
        kind="repair_decided",
        subject=N_("修复申请 %(number)s 已有决定"),
        body=N_("您的信用修复申请已有决定，请登录系统查看并下载决定书。准予修复的，我们会跟踪各平台的更新。"),
        sms=N_("【信案通】修复申请 %(number)s 已有决定，请登录系统查看。"),
    ),
    NoticeType(
        kind="repair_done",
        subject=N_("修复申请 %(number)s 的修复效力已全部落实"),
        body=N_("终止公示、停止共享和使用、解除惩戒措施、更新评价结果均已收到回执。您作出的信用承诺请继续履行。"),
    ),
)

NOTICES: dict[str, NoticeType] = {**COMMON_NOTICES, **{notice.kind: notice for notice in _ALL}}
