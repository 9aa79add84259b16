"""Messages owed to a person about the own account, outside any case."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_

#: Owed in a case, and for a record outside any case.
RECEIPT_LATE = NoticeType(
    kind="receipt_late",
    topic=Topic.DEADLINES,
    subject=N_("回执逾期：%(number)s 有 %(count)s 项推送没有回执"),
    body=N_(
        "%(number)s 有 %(count)s 项推送应于%(due)s前收到回执，至今没有收到。"
        "请在“推送与回执”中查看：对方退回或者推送失败的，处理后重新推送；已经送达的，请联系对方尽快出具回执。"
    ),
    reminder=True,
)

_ALL = (
    NoticeType(
        kind="representation_verified",
        topic=Topic.ACCOUNT,
        subject=N_("身份核验已通过"),
        body=N_("您代表“%(subject)s”办理业务的资格已核验通过，现在可以登录系统提出异议、查询进度。"),
    ),
    NoticeType(
        kind="representation_refused",
        topic=Topic.ACCOUNT,
        subject=N_("身份核验没有通过"),
        body=N_("您代表“%(subject)s”办理业务的申请没有通过核验，理由：%(reason)s。请准备好材料，登录系统重新提交。"),
    ),
    NoticeType(
        kind="password_reset",
        topic=Topic.ACCOUNT,
        subject=N_("重设密码"),
        body=N_(
            "请打开下面的链接重设密码，30 分钟内有效，只能使用一次：\n%(link)s\n"
            "如果不是您本人操作，请忽略本邮件，您的密码不会改变。"
        ),
    ),
    NoticeType(
        kind="contact_changed",
        topic=Topic.ACCOUNT,
        subject=N_("账号的电子邮箱已修改"),
        body=N_("您的账号登记的电子邮箱已经修改，今后的通知将发往新邮箱。如果不是您本人操作，请立即修改密码并联系信用中心。"),
    ),
    NoticeType(
        kind="repair_open",
        topic=Topic.PROGRESS,
        subject=N_("可以申请信用修复了"),
        body=N_(
            "%(decision_number)s的最短公示期届满，已纠正失信行为并履行义务的，可于%(day)s起申请信用修复，不收取任何费用。"
            "请登录系统，在“信用修复”中办理。"
        ),
    ),
    NoticeType(
        kind="publicity_ended",
        topic=Topic.PROGRESS,
        subject=N_("信用信息已停止公示"),
        body=N_("%(decision_number)s的最长公示期届满，已于%(day)s停止公示，无需您办理任何手续。"),
    ),
    NoticeType(
        kind="watch_ended",
        topic=Topic.PROGRESS,
        subject=N_("重点关注已解除"),
        body=N_("%(subject)s已于%(day)s解除重点关注，无需办理任何手续。"),
    ),
    NoticeType(
        kind="commitment_due",
        topic=Topic.ASKED,
        subject=N_("信用承诺到期，请核实履约情况"),
        body=N_("%(subject)s的信用承诺于%(day)s到期，请在“信用承诺”中核实并登记已履约，或者写明理由提请认定违诺。"),
    ),
    RECEIPT_LATE,
    NoticeType(
        kind="import_past",
        topic=Topic.DEADLINES,
        subject=N_("导入的信息中有 %(count)s 条已过报送或者公示期限"),
        body=N_(
            "导入的表格“%(file)s”中有 %(count)s 条信息，导入时报送或者公示期限已过，系统没有逐条预警和督办。"
            "还没有报送、公示的，请尽快安排作出决定的单位办理。"
        ),
    ),
)

#: Kind → words of the messages that belong to no case.
PERSON_NOTICES = {each.kind: each for each in _ALL}
