"""Messages that any process owes, in the same words everywhere: receipt, deadlines, supervision, handing over."""

from collections.abc import Mapping

from workflows.domain.notice import Topic
from workflows.domain.person_notices import RECEIPT_LATE
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_

_ALL = (
    NoticeType(
        kind="received",
        subject=N_("已收到您的申请 %(number)s"),
        body=N_(
            "我们已于%(received_on)s收到您的申请，编号 %(number)s，查询码 %(query_code)s。"
            "最迟%(due)s答复您。办理不收取任何费用。"
        ),
    ),
    NoticeType(
        kind="received_undated",
        subject=N_("已收到您的申请 %(number)s"),
        body=N_("我们已于%(received_on)s收到您的申请，编号 %(number)s，查询码 %(query_code)s。办理不收取任何费用。"),
    ),
    NoticeType(
        kind="letter_sent",
        subject=N_("%(number)s 有新的%(title)s"),
        body=N_("%(title)s已经签发，请登录系统查看。"),
    ),
    NoticeType(
        kind="deadline_warned",
        topic=Topic.DEADLINES,
        subject=N_("黄牌预警：%(number)s %(rule)s 将于%(due)s到期"),
        body=N_("办件 %(number)s 的“%(rule)s”最后期限是%(due)s，请抓紧办理。"),
        reminder=True,
    ),
    NoticeType(
        kind="deadline_breached",
        topic=Topic.DEADLINES,
        subject=N_("红牌逾期：%(number)s %(rule)s 已超过%(due)s"),
        body=N_("办件 %(number)s 的“%(rule)s”已逾期，请立即办理；完成时须填写逾期原因。"),
        reminder=True,
        sms=N_("【信案通】办件 %(number)s 已逾期，请立即登录系统办理。"),
    ),
    NoticeType(
        kind="deadline_escalated",
        topic=Topic.DEADLINES,
        subject=N_("上报负责人：%(number)s %(rule)s 逾期未结"),
        body=N_("办件 %(number)s 的“%(rule)s”自%(due)s逾期，至今未完成，请负责人督促。"),
        reminder=True,
    ),
    RECEIPT_LATE,
    NoticeType(
        kind="supervised",
        topic=Topic.ASKED,
        subject=N_("督办：%(number)s 请于%(promised)s前办结"),
        body=N_("督办岗要求于%(promised)s前办结办件 %(number)s 的当前环节。督办意见：%(note)s"),
    ),
    NoticeType(
        kind="reassigned",
        topic=Topic.ASKED,
        subject=N_("改派：%(number)s 由您办理"),
        body=N_("督办岗已将办件 %(number)s 的“%(step)s”改派给您办理。理由：%(reason)s"),
    ),
    NoticeType(
        kind="late_apology",
        topic=Topic.DEADLINES,
        subject=N_("抱歉，您的申请 %(number)s 未能按期答复"),
        body=N_("您的申请应于%(due)s前答复，我们没有按期完成，深表歉意。督办岗已介入。您可以向本机关或其上级机关投诉。"),
        sms=N_("【信案通】抱歉，您的申请 %(number)s 未能按期答复，进展请登录系统查看。"),
    ),
    NoticeType(
        kind="late_promise",
        topic=Topic.DEADLINES,
        subject=N_("申请 %(number)s 的新答复日期：%(promised)s"),
        body=N_("您的申请没有按期答复，深表歉意。督办岗要求最迟在%(promised)s答复您，您不需要重新提交。"),
        sms=N_("【信案通】抱歉，您的申请 %(number)s 最迟于%(promised)s答复，不需要重新提交。"),
    ),
    NoticeType(
        kind="clock_suspended",
        topic=Topic.DEADLINES,
        subject=N_("办件 %(number)s 暂停计时"),
        body=N_("因%(reason)s，办件 %(number)s 自%(on)s起暂停计算办理时限，有关工作完成后继续计算。"),
    ),
    NoticeType(
        kind="clock_resumed",
        topic=Topic.DEADLINES,
        subject=N_("办件 %(number)s 恢复计时"),
        body=N_("办件 %(number)s 自%(on)s起继续计算办理时限，届满日期请登录系统查看。"),
    ),
    NoticeType(
        kind="clock_extended",
        topic=Topic.DEADLINES,
        subject=N_("办件 %(number)s 延长办理期限"),
        body=N_("经负责人批准，“%(rule)s”的最后期限由%(old)s延长至%(due)s，理由：%(reason)s。"),
    ),
    NoticeType(
        kind="clock_confirmed",
        topic=Topic.DEADLINES,
        subject=N_("办件 %(number)s 的期限已确定"),
        body=N_("放假安排已经公布，“%(rule)s”的最后期限%(due)s不再是暂定日期。"),
    ),
    NoticeType(
        kind="clock_recomputed",
        topic=Topic.DEADLINES,
        subject=N_("办件 %(number)s 的时限已重新计算"),
        body=N_("因工作日历更新，“%(rule)s”的最后期限由%(old)s变为%(due)s。"),
    ),
    NoticeType(
        kind="task_transferred",
        topic=Topic.ASKED,
        subject=N_("%(who)s将 %(number)s 的“%(step)s”转给您办理"),
        body=N_("转办理由：%(reason)s。办理时限不变，请登录系统办理。"),
    ),
    NoticeType(
        kind="task_delegated",
        topic=Topic.ASKED,
        subject=N_("%(who)s就 %(number)s 的“%(step)s”征求您的意见"),
        body=N_("委派事项：%(reason)s。请登录系统答复意见，答复后由委派人继续办理。"),
    ),
    NoticeType(
        kind="task_answered",
        topic=Topic.ASKED,
        subject=N_("%(who)s已答复 %(number)s 的“%(step)s”"),
        body=N_("答复意见：%(reason)s。该待办已回到您手中，请继续办理。"),
    ),
    NoticeType(
        kind="task_taken_back",
        topic=Topic.ASKED,
        subject=N_("%(who)s收回了 %(number)s 的“%(step)s”"),
        body=N_("收回理由：%(reason)s。您无需再答复意见。"),
    ),
    NoticeType(
        kind="task_urged",
        topic=Topic.ASKED,
        subject=N_("%(who)s催办 %(number)s 的“%(step)s”"),
        body=N_("催办说明：%(reason)s。请尽快登录系统办理。"),
    ),
    NoticeType(
        kind="task_recalled",
        topic=Topic.ASKED,
        subject=N_("%(who)s撤回了 %(number)s 的“%(step)s”"),
        body=N_("撤回理由：%(reason)s。经办人修改后会重新送审。"),
    ),
    NoticeType(
        kind="case_copied",
        topic=Topic.COPIES,
        subject=N_("%(who)s将办件 %(number)s 抄送给您"),
        body=N_("抄送说明：%(reason)s。您可以查看该办件，无需办理。"),
    ),
    NoticeType(
        kind="file_infected",
        topic=Topic.ASKED,
        subject=N_("%(number)s 的材料未通过安全检查，请重新提交"),
        body=N_(
            "材料“%(name)s”经安全检查发现有害内容，已删除。请提交人在电脑上查杀后重新提交；"
            "当前没有可以提交材料的环节时，请联系承办单位。"
        ),
    ),
    NoticeType(
        kind="file_missing",
        topic=Topic.ASKED,
        subject=N_("%(number)s 的材料缺失，请重新提交"),
        body=N_(
            "材料“%(name)s”在存储中找不到，我们深表歉意。请提交人重新提交；"
            "当前没有可以提交材料的环节时，请联系承办单位。"
        ),
    ),
    NoticeType(
        kind="terminated",
        subject=N_("申请 %(number)s 已终止办理"),
        body=N_("按您的撤回申请，本办件已终止办理，告知书见附件。"),
    ),
)

#: Kind → words.
COMMON_NOTICES: Mapping[str, NoticeType] = {notice.kind: notice for notice in _ALL}
