"""Forms of accounts and of those who want to act for a subject."""

from typing import Any

from wtforms import BooleanField, Form, PasswordField, StringField
from wtforms.validators import Email, InputRequired, Regexp, ValidationError

from workflows.domain.notice import TOPIC_NAMES, Topic
from workflows.domain.words import N_
from workflows.operations.ask_representation import CAPACITIES, SUBJECT_KINDS
from workflows.operations.change_preferences import SMS_TOPICS
from workflows.processes.forms import Choice, Choices, required, text_length

#: What a telephone number looks like.
PHONE = r"[0-9+][0-9 ()+-]{4,39}"
_EMAIL = N_("电子邮箱格式不正确。")
_PHONE = N_("请填写联系电话，只用数字、空格、加号、括号和横线。")


class NewPassword(Form):
    """A new password, twice."""

    new = PasswordField(
        N_("新密码"),
        validators=[InputRequired(N_("请填写新密码。")), text_length(128)],
        description=N_("10 个字符以上，大写字母、小写字母、数字、符号至少三种。"),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        N_("再次输入新密码"),
        validators=[InputRequired(N_("请再次输入新密码。")), text_length(128)],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_again(self, field: Any) -> None:
        """Both must be the same."""
        if field.data != self.new.data:
            raise ValidationError(N_("两次输入的新密码不一致。"))


class PersonForm(NewPassword):
    """Who opens an account."""

    login = StringField(
        N_("用户名"),
        validators=[
            *required(),
            Regexp(
                r"[a-z0-9][a-z0-9._-]{2,39}\Z",
                message=N_("用户名应为 3 至 40 个小写字母、数字、点、横线或下划线，以字母或数字开头。"),
            ),
        ],
        description=N_("用来登录，例如姓名的拼音。不要用身份证号。"),
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )
    name = StringField(N_("姓名"), validators=[*required(), text_length(40)], render_kw={"autocomplete": "name"})
    email = StringField(
        N_("电子邮箱"),
        validators=[*required(), Email(_EMAIL), text_length(254)],
        description=N_("接收通知和重设密码的链接。"),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    phone = StringField(
        N_("联系电话"),
        validators=[*required(), Regexp(rf"{PHONE}\Z", message=_PHONE)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    e_service = BooleanField(
        N_("同意电子送达"),
        description=N_("文书到达您在本系统的收件箱即为送达。可以不同意，也可以随时在“账号与通知”里改变。"),
    )


class MandateForm(Form):
    """For whom somebody wants to act."""

    subject_kind = Choice(N_("您为谁办理"), choices=list(SUBJECT_KINDS.items()), validators=[])
    subject_name = StringField(
        N_("该主体的名称或姓名"),
        validators=[*required(), text_length(120)],
        description=N_("与营业执照或身份证件一致。"),
    )
    code = StringField(
        N_("统一社会信用代码或身份证号码"),
        validators=[*required(), text_length(40)],
        description=N_("18 位。个人填身份证号码，其他填统一社会信用代码。"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    kind = Choice(N_("您的身份"), choices=list(CAPACITIES.items()), validators=[])
    truthful = BooleanField(
        N_("本人承诺所填内容和证明文件真实有效"), validators=[InputRequired(N_("请先确认真实性声明。"))]
    )


class RegisterForm(PersonForm, MandateForm):
    """An account and the first mandate, on one page."""


class LoginForm(Form):
    """Whose password is forgotten."""

    login = StringField(
        N_("用户名"),
        validators=[InputRequired(N_("请填写用户名。")), text_length(80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )


class RefuseForm(Form):
    """Why a request is refused; its person reads it."""

    reason = StringField(
        N_("不通过的理由"),
        validators=[*required(), text_length(300)],
        description=N_("申请人会看到，请写明缺什么、怎样补。例如：授权委托书没有加盖公章，请盖章后重新上传。"),
    )


class PreferencesForm(Form):
    """Where notices go, and how to reach the person."""

    email = StringField(
        N_("电子邮箱"),
        validators=[*required(), Email(_EMAIL), text_length(254)],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    phone = StringField(
        N_("联系电话"),
        validators=[Regexp(rf"({PHONE})?\Z", message=_PHONE)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    by_email = Choices(N_("用电子邮件通知我"), coerce=Topic, choices=[])
    by_sms = Choices(
        N_("用短信通知我"),
        coerce=Topic,
        choices=[(topic, TOPIC_NAMES[topic]) for topic in SMS_TOPICS],
        description=N_("只在需要您办理、已有结果或者逾期时发送，须登记手机号码。"),
    )
    digest = BooleanField(N_("工作日早上发送待办摘要"), description=N_("只对工作人员。"))
    e_service = BooleanField(N_("同意电子送达"), description=N_("文书到达您在本系统的收件箱即为送达。"))
    password = PasswordField(
        N_("当前密码"),
        validators=[text_length(128)],
        description=N_("只在修改电子邮箱时填写。"),
        render_kw={"autocomplete": "current-password"},
    )
