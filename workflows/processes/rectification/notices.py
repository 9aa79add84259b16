"""Messages owed in rectification and interviews. Plain words; the formal letter is a separate paper."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES

_OWN = (
    NoticeType(
        kind="rectification_ordered",
        topic=Topic.ASKED,
        subject=N_("请按期整改：%(number)s"),
        body=N_("限期整改通知书已送达。请在%(due)s前完成整改，并登录系统逐项报告、上传佐证。需要延期的，请在期限届满前申请。"),
        sms=N_("【信案通】限期整改 %(number)s 已送达，请在%(due)s前整改并报告。"),
    ),
    NoticeType(
        kind="rectification_reminder",
        topic=Topic.ASKED,
        subject=N_("提醒：%(number)s 的整改期限将于%(due)s届满"),
        body=N_("请在%(due)s前完成整改，并登录系统逐项提交整改报告。来不及的，请在届满前申请延期。"),
        reminder=True,
        sms=N_("【信案通】整改期限%(due)s届满，请登录系统提交 %(number)s 的整改报告。"),
    ),
    NoticeType(
        kind="rectification_overdue",
        subject=N_("%(number)s 的整改期限已届满"),
        body=N_("整改期限已于%(due)s届满，我们没有收到整改报告，将直接核查验收。"),
    ),
    NoticeType(
        kind="rectification_reported",
        topic=Topic.ASKED,
        subject=N_("%(number)s 收到整改报告，请核查验收"),
        body=N_("整改主体已提交办件 %(number)s 的整改报告，请安排两名核查人员核查验收。"),
    ),
    NoticeType(
        kind="extension_asked",
        topic=Topic.ASKED,
        subject=N_("%(number)s 申请延长整改期限"),
        body=N_("整改主体申请将办件 %(number)s 的整改期限延长到%(until)s，请在原期限届满前审批；审批前不作逾期处理。"),
    ),
    NoticeType(
        kind="extension_granted",
        subject=N_("%(number)s 的整改期限延长到%(due)s"),
        body=N_("延期申请已获批准，新的整改期限届满日是%(due)s，各事项的完成时限顺延相同天数。"),
    ),
    NoticeType(
        kind="extension_refused",
        subject=N_("%(number)s 的延期申请未获批准"),
        body=N_("请在%(due)s前完成整改并提交整改报告。理由见审批表。"),
    ),
    NoticeType(
        kind="rectification_accepted",
        subject=N_("%(number)s 整改到位"),
        body=N_("经两名核查人员核查，整改已经到位，验收意见书见附件。整改结果记入信用记录。"),
        sms=N_("【信案通】%(number)s 经核查整改到位，请登录系统查看验收意见书。"),
    ),
    NoticeType(
        kind="rectification_failed",
        subject=N_("%(number)s 整改没有到位"),
        body=N_("经两名核查人员核查，整改没有到位，验收意见书见附件。我们将依法启动约谈。"),
    ),
    NoticeType(
        kind="interview_called",
        topic=Topic.ASKED,
        subject=N_("约谈通知：%(number)s，%(on)s %(at)s"),
        body=N_(
            "请被约谈人本人（单位为法定代表人或者主要负责人）于%(on)s %(at)s到%(place)s参加约谈，"
            "并在%(due)s前登录系统回执。附件是日历文件，也可以在办件页面下载。无正当理由不参加的，将记入信用记录。"
        ),
        appointment=True,
        sms=N_("【信案通】约谈：%(on)s %(at)s，地点见约谈通知。请登录系统回执，编号 %(number)s。"),
    ),
    NoticeType(
        kind="interview_reminder",
        topic=Topic.ASKED,
        subject=N_("提醒：%(number)s 的约谈在%(on)s %(at)s"),
        body=N_("约谈时间%(on)s %(at)s，地点%(place)s。请携带身份证件和通知书列明的材料，按时参加。"),
        reminder=True,
        appointment=True,
        sms=N_("【信案通】提醒：%(on)s %(at)s约谈，地点见约谈通知，编号 %(number)s。"),
    ),
    NoticeType(
        kind="interview_replied",
        subject=N_("%(number)s 已收到约谈回执"),
        body=N_("被约谈人已就办件 %(number)s 的约谈通知回执，请查看。"),
    ),
    NoticeType(
        kind="commitments_reminder",
        topic=Topic.ASKED,
        subject=N_("提醒：%(number)s 的承诺将于%(due)s到期"),
        body=N_("请在%(due)s前履行约谈中的承诺和要求。届时我们将核查，未履行的，将依法从严处理。"),
        reminder=True,
    ),
    NoticeType(
        kind="listing_proposed",
        topic=Topic.ASKED,
        subject=N_("%(number)s 建议列入名单"),
        body=N_("办件 %(number)s 经责令整改和约谈仍未到位，已提请按名单认定程序办理。"),
    ),
)

NOTICES: dict[str, NoticeType] = {**COMMON_NOTICES, **{notice.kind: notice for notice in _OWN}}
