"""Forms of the administrator."""

from typing import Any

from wtforms import DateField, Form, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from workflows.domain.words import N_
from workflows.processes.forms import Number, plausible_day


class BindForm(Form):
    """Bind one authority to one more pack."""

    org_id = SelectField(N_("单位"), coerce=int, choices=[])
    pack_id = SelectField(N_("规则"), choices=[])
    on = DateField(
        N_("绑定日期"),
        validators=[InputRequired(N_("请填写日期。")), plausible_day],
        description=N_("自这一天起收到的申请按新规则一并计算；已经收到的仍按收到时的规则。"),
    )


class UnbindForm(Form):
    """End the binding of one pack."""

    on = DateField(
        N_("解除日期"),
        validators=[InputRequired(N_("请填写日期。")), plausible_day],
        description=N_("自这一天起收到的申请不再按此规则计算。"),
    )


class ClockForm(Form):
    """Move the training clock by a span, or to a day."""

    days = Number(
        N_("天"), validators=[Optional(), NumberRange(0, 366, N_("请填写 0 至 366 之间的整数。"))], default=0
    )
    hours = Number(
        N_("小时"), validators=[Optional(), NumberRange(0, 240, N_("请填写 0 至 240 之间的整数。"))], default=0
    )
    to = DateField(
        N_("或者调整到某日上午 9 时"),
        validators=[Optional(), plausible_day],
        description=N_("填写日期后，上面的天数和小时不计。"),
    )

    def validate_to(self, field: Any) -> None:
        """One of the two ways must be chosen."""
        if field.data is None and not (self.days.data or self.hours.data):
            raise ValidationError(N_("请填写向前调整的天数或小时，或者选择日期。"))
