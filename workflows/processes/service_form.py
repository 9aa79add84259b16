"""The form in which people tell how and when a letter was served (SHR-01), for every process."""

from wtforms import BooleanField, DateField, Form, StringField
from wtforms.validators import InputRequired, Optional

from workflows.domain.service import METHODS, OWN_INBOX
from workflows.domain.words import N_
from workflows.processes.forms import Choice, Text, plausible_day, text_length


class ServiceForm(Form):
    """送达: method, day, receiver, and what the method needs besides (``workflows.domain.service``)."""

    method = Choice(N_("送达方式"), choices=list(METHODS.items()), validators=[])
    served_on = DateField(
        N_("送达日期"),
        validators=[InputRequired(N_("请填写送达日期。")), plausible_day],
        description=N_(
            "直接、留置为交付日；电子为到达特定系统之日；邮寄、委托为回执注明的收件日；公告为发出公告之日。"
        ),
    )
    receiver = StringField(
        N_("收件人"), validators=[Optional(), text_length(80)], description=N_("公告送达以外都须填写。")
    )
    relation = StringField(N_("与受送达人关系"), validators=[Optional(), text_length(40)])
    witness = StringField(N_("见证人"), validators=[Optional(), text_length(80)], description=N_("留置送达时填写。"))
    recorded = BooleanField(N_("已拍照或者录像记录送达过程（留置送达）"))
    tracking = StringField(N_("邮件单号"), validators=[Optional(), text_length(60)], description=N_("邮寄送达时填写。"))
    system = StringField(
        N_("特定系统"),
        validators=[Optional(), text_length(80)],
        default=OWN_INBOX,
        description=N_("电子送达时文书到达的系统。"),
    )
    note = Text(N_("备注"), description=N_("委托写明受委托机关；公告写明媒体和原因，自公告之日起经过30日视为送达。"))
