"""What people type when a repair is revoked. Only the declared fields are ever read."""

from wtforms import DateField, Form, StringField
from wtforms.validators import InputRequired

from workflows.domain.service import PAPER_METHODS
from workflows.domain.words import N_
from workflows.processes.forms import Choice, Text, plausible_day, required, text_length
from workflows.processes.repair_revocation.words import CAUSES
from workflows.processes.service_form import ServiceForm


class FilingForm(Form):
    """What was found out about a repair."""

    cause = Choice(N_("撤销事由"), choices=list(CAUSES.items()), validators=[])
    found = Text(N_("查明的事实"), must=True)


class RedraftForm(Form):
    """修改撤销决定 (REP-11)."""

    reasons = Text(N_("理由"), must=True)
    basis = StringField(N_("依据"), validators=[*required(), text_length(300)])


class DraftForm(RedraftForm):
    """拟撤销决定 (REP-11)."""

    restore_until = DateField(
        N_("恢复公示至"),
        validators=[InputRequired(N_("请填写恢复公示的截止日期。")), plausible_day],
        description=N_("按该信息所属类别的最长公示期计算，不因节假日顺延。"),
    )
    decide_by = DateField(
        N_("办结期限"),
        validators=[InputRequired(N_("请填写办结期限。")), plausible_day],
        description=N_("没有查得法定期限，由认定单位指定。"),
    )


class ServeForm(ServiceForm):
    """送达撤销决定 (SHR-01): on paper, for a decision that takes something away."""

    method = Choice(N_("送达方式"), choices=list(PAPER_METHODS.items()), validators=[])
    system = None
