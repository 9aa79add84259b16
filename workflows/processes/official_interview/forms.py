"""What the supervisor types about an internal interview."""

from wtforms import DateField, Form, StringField, TimeField
from wtforms.validators import InputRequired, Optional

from workflows.domain.words import N_
from workflows.processes.forms import Choice, Text, plausible_day, text_length
from workflows.processes.official_interview.words import GROUNDS


class FilingForm(Form):
    """发起行政约谈: why."""

    grounds = Choice(N_("约谈情形"), choices=list(GROUNDS.items()), validators=[])
    statement = Text(N_("事实"), must=True, rows=6)


class DraftForm(Form):
    """拟行政约谈通知 (TLK-09), or no interview after all."""

    outcome = Choice(
        N_("处理意见"), choices=[("invite", N_("进行约谈")), ("drop", N_("不再约谈，结案"))], validators=[]
    )
    official = StringField(
        N_("被约谈的负责人"), validators=[Optional(), text_length(80)], description=N_("写职务，不写姓名。")
    )
    basis = Text(N_("依据"))
    held_on = DateField(N_("约谈日期"), validators=[Optional(), plausible_day])
    begins_at = TimeField(N_("开始时间"), validators=[Optional()])
    place = StringField(N_("约谈地点"), validators=[Optional(), text_length(120)])
    prepare = Text(N_("需要说明的情况"), rows=3)
    reasons = Text(N_("不再约谈的理由"), rows=3)


class HoldForm(Form):
    """约谈并记录, or another day."""

    result = Choice(
        N_("约谈情况"), choices=[("held", N_("已约谈")), ("postponed", N_("未能约谈，重新安排"))], validators=[]
    )
    held_on = DateField(N_("日期"), validators=[InputRequired(N_("请填写日期。")), plausible_day])
    attendees = StringField(N_("参加人员（职务）"), validators=[Optional(), text_length(200)])
    record = Text(N_("约谈记录"), rows=6)
    measures = Text(N_("整改要求"), rows=3)
    measures_by = DateField(
        N_("落实期限"), validators=[Optional(), plausible_day], description=N_("没有规定天数，由本单位确定。")
    )
    note = Text(N_("未能约谈的原因"), rows=2)


class FollowForm(Form):
    """跟踪落实."""

    findings = Text(N_("落实情况"), must=True)
    followed_on = DateField(N_("核实日期"), validators=[InputRequired(N_("请填写核实日期。")), plausible_day])
