"""Forms of the account."""

from typing import Any

from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from workflows.domain.words import N_
from workflows.processes.forms import text_length


class SignInForm(Form):
    """Name and password."""

    login = StringField(
        N_("用户名"),
        validators=[InputRequired(N_("请填写用户名。")), text_length(80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "autofocus": True},
    )
    password = PasswordField(
        N_("密码"),
        validators=[InputRequired(N_("请填写密码。")), text_length(128)],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(Form):
    """The old password, and the new one twice."""

    old = PasswordField(
        N_("原密码"),
        validators=[InputRequired(N_("请填写原密码。")), text_length(128)],
        render_kw={"autocomplete": "current-password"},
    )
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
