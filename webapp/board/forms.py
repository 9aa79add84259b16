"""Forms of the supervisor's bulk acts."""

from wtforms import DateField, Form, SelectField

from workflows.domain.words import N_
from workflows.processes.forms import Text, plausible_day, required


class UrgeForm(Form):
    """督办: what is demanded, and by when."""

    note = Text(
        N_("督办意见"), must=True, description=N_("写明要求和原因；记入每件的办理经过，并通知正在办理的单位或经办人。")
    )
    promised_on = DateField(
        N_("要求办结日期"),
        validators=[*required(), plausible_day],
        description=N_("不改变法定的最后期限。"),
    )


class ReassignForm(Form):
    """改派: to whom, and why."""

    to_user = SelectField(
        N_("改派给"),
        coerce=int,
        choices=[],
        validators=required(),
        description=N_("只列出与所选待办同单位、同岗位的人员；不在该岗位的待办不会改派，并逐件说明。"),
    )
    reason = Text(N_("改派理由"), must=True, rows=2)
