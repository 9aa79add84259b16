"""What is typed in listing and removal alike: lists and measures to choose from, signature, service, supervision."""

from wtforms import BooleanField, DateField, FieldList, Form, FormField, StringField
from wtforms.validators import InputRequired, Optional

from workflows.catalogue import library as catalogue
from workflows.domain.case import CaseView
from workflows.domain.service import PAPER_METHODS
from workflows.domain.words import N_, Cited
from workflows.processes.forms import GRID_LIMIT, Pick, plausible_day, required, text_length
from workflows.processes.service_form import ServiceForm

#: The lists and measures that may be chosen; what only a court decides is received, never chosen (S1-27).
LISTS = [(key, Cited(kind.name)) for key, kind in catalogue.lists().items() if not kind.received_only]
MEASURES = [
    (key, Cited(f"{each.name}（{each.type.label}，{each.department}）"))
    for key, each in catalogue.measures().items()
    if not each.received_only
]


class ServedRow(Form):
    """How the paper of one responsible person was served."""

    name = StringField(N_("姓名"), validators=[*required(), text_length(80)], render_kw={"readonly": True})
    method = Pick(N_("送达方式"), choices=list(PAPER_METHODS.items()))
    served_on = DateField(N_("送达日期"), validators=[InputRequired(N_("请填写送达日期。")), plausible_day])
    receiver = StringField(N_("收件人"), validators=[Optional(), text_length(80)])
    proof = StringField(
        N_("凭据"),
        validators=[Optional(), text_length(200)],
        description=N_("邮寄写邮件单号，留置写见证人，委托写受委托机关，公告写媒体和原因。"),
    )


class ServeForm(ServiceForm):
    """送达 to the subject (SHR-01)."""

    consented = BooleanField(N_("受送达人已签送达地址确认书，同意电子送达"))


class ServeEachForm(ServeForm):
    """送达 to the subject, and to each liable person their own paper."""

    persons = FieldList(FormField(ServedRow), label=N_("责任人员送达情况"), min_entries=0, max_entries=GRID_LIMIT)

    def suit(self, case: CaseView) -> None:
        """Begin with one line for every liable person."""
        if not self.persons.entries:
            for each in case.facts.get("persons", ()):
                self.persons.append_entry({"name": each["name"], "method": "direct", "receiver": each["name"]})
