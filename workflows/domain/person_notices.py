"""Messages owed to a person about the own account, outside any case."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_

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
)

#: Kind → words of the messages that belong to no case.
PERSON_NOTICES = {each.kind: each for each in _ALL}
