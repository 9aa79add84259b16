"""Messages owed in objection handling. Plain words; the formal letter is a separate paper."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES

_ALL = (
    NoticeType(
        kind="accepted",
        subject=N_("异议申请 %(number)s 已受理"),
        body=N_("您的异议申请已受理，最迟%(due)s答复您。"),
    ),
    NoticeType(
        kind="correction_asked",
        topic=Topic.ASKED,
        subject=N_("请补正异议申请 %(number)s 的材料"),
        body=N_("您的申请还缺少部分材料，请登录系统查看清单并在期限内补交。未补交的，我们将按现有材料办理并答复您。"),
        sms=N_("【信案通】异议申请 %(number)s 需补正材料，请登录系统查看并补交。"),
    ),
    NoticeType(
        kind="refused",
        subject=N_("异议申请 %(number)s 不予受理"),
        body=N_("您的异议申请不予受理，理由和救济途径见通知书。"),
    ),
    NoticeType(
        kind="inquiry",
        topic=Topic.ASKED,
        subject=N_("请核查异议信息 %(number)s"),
        body=N_("信用中心转来异议信息核查函，请登录系统签收，并自签收之日起在期限内答复。"),
        sms=N_("【信案通】办件 %(number)s 的核查函待签收，请登录系统办理。"),
    ),
    NoticeType(
        kind="supplement_asked",
        topic=Topic.ASKED,
        subject=N_("请补充核查异议信息 %(number)s"),
        body=N_(
            "信用中心认为核查意见尚不足以作出处理，请登录系统查看需要补充的内容并补充答复。"
            "核查期限仍自原签收之日起计算，不因退回而延长。"
        ),
        sms=N_("【信案通】办件 %(number)s 需补充核查，请登录系统查看并答复。"),
    ),
    NoticeType(
        kind="replied",
        subject=N_("异议申请 %(number)s 的处理结果"),
        body=N_("您的异议申请已有处理结果，请登录系统查看并下载告知书。"),
        sms=N_("【信案通】异议申请 %(number)s 已有处理结果，请登录系统查看。"),
    ),
    NoticeType(
        kind="restoration",
        topic=Topic.ASKED,
        subject=N_("请恢复名誉、消除影响 %(number)s"),
        body=N_("请按通知书恢复有关主体的名誉、消除不良影响，并在系统中回执。"),
    ),
)

NOTICES: dict[str, NoticeType] = {**COMMON_NOTICES, **{notice.kind: notice for notice in _ALL}}
