"""Messages owed in objection handling. Plain words; the formal letter is a separate paper."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_

_ALL = (
    NoticeType(
        kind="received",
        subject=N_("已收到您的异议申请 %(number)s"),
        body=N_(
            "我们已于%(received_on)s收到您的异议申请，编号 %(number)s，查询码 %(query_code)s。"
            "最迟%(due)s答复您。办理不收取任何费用。"
        ),
    ),
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
        kind="letter_sent",
        subject=N_("%(number)s 有新的%(title)s"),
        body=N_("%(title)s已经签发，请登录系统查看。"),
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
    NoticeType(
        kind="terminated",
        subject=N_("异议申请 %(number)s 已终止办理"),
        body=N_("按您的撤回申请，本办件已终止办理，告知书见附件。"),
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
        subject=N_("抱歉，异议申请 %(number)s 未能按期答复"),
        body=N_("您的申请应于%(due)s前答复，我们没有按期完成，深表歉意。督办岗已介入。您可以向本机关或其上级机关投诉。"),
        sms=N_("【信案通】抱歉，异议申请 %(number)s 未能按期答复，进展请登录系统查看。"),
    ),
    NoticeType(
        kind="late_promise",
        topic=Topic.DEADLINES,
        subject=N_("异议申请 %(number)s 的新答复日期：%(promised)s"),
        body=N_("您的申请没有按期答复，深表歉意。督办岗要求最迟在%(promised)s答复您，您不需要重新提交。"),
        sms=N_("【信案通】抱歉，异议申请 %(number)s 最迟于%(promised)s答复，不需要重新提交。"),
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
)

NOTICES: dict[str, NoticeType] = {notice.kind: notice for notice in _ALL}
