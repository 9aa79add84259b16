"""What people type when a repair is revoked. Only the declared fields are ever read."""

from wtforms import DateField, Form, StringField
from wtforms.validators import InputRequired, Optional

from workflows.domain.words import N_
from workflows.processes.forms import Choice, SignForm, Text, plausible_day, required, text_length
from workflows.processes.repair_revocation.words import CAUSES, SERVICE_METHODS


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


class ServeForm(Form):
    """送达撤销决定 (SHR-01)."""

    method = Choice(N_("送达方式"), choices=list(SERVICE_METHODS.items()), validators=[])
    served_on = DateField(N_("送达日期"), validators=[InputRequired(N_("请填写送达日期。")), plausible_day])
    receiver = StringField(N_("收件人"), validators=[*required(), text_length(80)])
    relation = StringField(N_("与受送达人关系"), validators=[Optional(), text_length(40)])
    note = Text(N_("备注"), description=N_("留置送达写明见证人；邮寄写明单号；公告写明媒体与期限。"))


class SuperviseForm(Form):
    """督办: what the supervisor does about a breach."""

    measure = Text(N_("督办措施"), must=True)
    cause = Text(N_("原因分析"))


__all__ = ["SignForm"]
