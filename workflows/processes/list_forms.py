"""What is typed in listing and removal alike: lists and measures to choose from, signature, service, supervision."""

from wtforms import BooleanField, DateField, FieldList, Form, FormField, StringField
from wtforms.validators import InputRequired, Optional

from workflows.catalogue import library as catalogue
from workflows.domain.service import METHODS
from workflows.domain.words import N_, Cited
from workflows.processes.forms import Choice, Pick, SignForm, Text, plausible_day, required, text_length

#: Rows that one grid may have.
GRID_LIMIT = 20
#: The lists and measures that may be chosen; what only a court decides is received, never chosen (S1-27).
LISTS = [(key, Cited(kind.name)) for key, kind in catalogue.lists().items() if not kind.received_only]
MEASURES = [
    (key, Cited(f"{each.name}（{each.type.label}，{each.department}）"))
    for key, each in catalogue.measures().items()
    if not each.received_only
]


class SealForm(SignForm):
    """Approve and sign, or send back with reasons."""

    no_conflict = Choice(
        N_("回避确认"),
        choices=[("yes", N_("与当事人及本案无利害关系")), ("no", N_("有利害关系，应当回避"))],
        validators=[],
    )


class ServedRow(Form):
    """How one responsible person was served."""

    name = StringField(N_("姓名"), validators=[*required(), text_length(80)])
    method = Pick(N_("送达方式"), choices=list(METHODS.items()))
    served_on = DateField(N_("送达日期"), validators=[InputRequired(N_("请填写送达日期。")), plausible_day])


class ServeForm(Form):
    """送达: how and when a paper reached whom it is for (SHR-01)."""

    method = Choice(N_("送达方式"), choices=list(METHODS.items()), validators=[])
    served_on = DateField(
        N_("送达日期"),
        validators=[InputRequired(N_("请填写送达日期。")), plausible_day],
        description=N_("邮寄的填回执载明的签收日期；公告的填公告日期，自公告之日起三十日视为送达。"),
    )
    receiver = StringField(N_("收件人"), validators=[*required(), text_length(80)])
    relation = StringField(N_("与受送达人关系"), validators=[Optional(), text_length(40)])
    witness = StringField(N_("见证人"), validators=[Optional(), text_length(80)])
    recorded = BooleanField(N_("已拍照、录像记录送达过程"))
    consented = BooleanField(N_("受送达人已签送达地址确认书，同意电子送达"))
    system = StringField(N_("到达的系统或者地址"), validators=[Optional(), text_length(120)])
    tracking = StringField(N_("邮件单号"), validators=[Optional(), text_length(60)])
    note = Text(N_("备注"), description=N_("委托送达写明受委托机关；公告送达写明媒体和原因。"))
    persons = FieldList(FormField(ServedRow), label=N_("责任人员送达情况"), min_entries=0, max_entries=GRID_LIMIT)


class SuperviseForm(Form):
    """督办: what the supervisor does about a breach."""

    measure = Text(N_("督办措施"), must=True)
    cause = Text(N_("原因分析"))
