"""Forms of the case page: acts on letters and clocks that no step of the process asks for."""

from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange

from workflows.domain.words import N_
from workflows.processes.forms import Number, Text, required, text_length


class VoidForm(Form):
    """Void a signed letter; its number stays in the register."""

    reason = StringField(N_("作废理由"), validators=[*required(N_("请写明理由。")), text_length(200)])


class SuspendForm(Form):
    """Suspend the clocks for a reason that the rules name."""

    suspend_reason = SelectField(N_("暂停原因"), choices=[], validators=[InputRequired(N_("请选择原因。"))])
    evidence = StringField(
        N_("依据"),
        description=N_("如委托书或鉴定意见的编号和日期。"),
        validators=[*required(N_("请写明依据。")), text_length(200)],
    )


class ResumeForm(Form):
    """Let the clocks run on."""

    resume_evidence = StringField(
        N_("恢复依据"),
        description=N_("如鉴定意见的编号和日期。"),
        validators=[*required(N_("请写明依据。")), text_length(200)],
    )


class ExtendForm(Form):
    """Extend one deadline."""

    rule = SelectField(N_("延长哪一项时限"), choices=[], validators=[InputRequired(N_("请选择时限。"))])
    n = Number(
        N_("延长天数"),
        validators=[
            InputRequired(N_("请填写天数。")),
            NumberRange(min=1, max=366, message=N_("请填写 1 以上的整数。")),
        ],
    )
    extend_reason = Text(N_("延长理由"), must=True, rows=2)


class WithdrawalForm(Form):
    """A withdrawal that was brought to the counter on paper."""

    withdrawal_reason = Text(N_("撤回原因"), must=True, rows=2)
