"""What a person says about a new token."""

from wtforms import Form, StringField
from wtforms.validators import InputRequired, NumberRange

from workflows.domain.words import N_
from workflows.operations.issue_token import LONGEST_DAYS, Scope
from workflows.processes.forms import Choice, Number, required, text_length


class TokenForm(Form):
    """Name, scope and life of a token."""

    name = StringField(
        N_("名称"), validators=[*required(), text_length(80)], description=N_("写明由哪个系统使用，便于日后撤销。")
    )
    scope = Choice(
        N_("权限"),
        choices=[(Scope.READ, N_("只读：查询本人可见的办件和信息")), (Scope.ACT, N_("办理：可提交申请、办理待办"))],
        default=Scope.READ,
        validators=[],
    )
    days = Number(
        N_("有效期（天）"),
        default=90,
        validators=[
            InputRequired(N_("请填写天数。")),
            NumberRange(min=1, max=LONGEST_DAYS, message=N_("有效期为 1 至 365 天。")),
        ],
    )
