"""What people type in removal. Only the declared fields are ever read."""

from collections.abc import Mapping

from wtforms import BooleanField, DateField, Form, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from workflows.catalogue import library as catalogue
from workflows.domain.case import CaseView
from workflows.domain.listing import REMOVAL_REASONS
from workflows.domain.words import N_
from workflows.processes.blacklist_exit.words import ACCEPTANCES, EXAMINATIONS
from workflows.processes.forms import Choice, SignForm, Text, plausible_day, text_length
from workflows.processes.list_forms import LISTS

#: The watch list is no list that is left by removal.
_LISTS = [(key, name) for key, name in LISTS if catalogue.lists()[key].register == "serious"]


class FilingForm(Form):
    """移出申请书 (LST-10), or what staff knows of the cause."""

    cause = Choice(N_("移出事由"), choices=list(REMOVAL_REASONS.items()), validators=[])
    list_key = Choice(N_("所列名单"), choices=_LISTS, validators=[])
    statement = Text(N_("事实与理由"), must=True, rows=6)
    commitment = BooleanField(
        N_("作出信用承诺"),
        description=N_(
            "以信用修复申请移出的，须承诺：申报材料真实、合法、有效；守法经营；诚实守信、履行法定义务。"
            "承诺记入信用承诺登记册。认定单位提出的，须上传主体签署的承诺书。"
        ),
    )
    contact_name = StringField(N_("联系人"), validators=[Optional(), text_length(40)])
    contact_phone = StringField(N_("联系电话"), validators=[Optional(), text_length(40)])
    address = StringField(N_("送达地址"), validators=[Optional(), text_length(200)])
    e_service = BooleanField(N_("同意电子送达"), description=N_("文书到达您在本系统的收件箱即为送达。"))
    truthful = BooleanField(N_("所提交的材料真实有效"), validators=[InputRequired(N_("请先确认材料真实性声明。"))])

    def validate_commitment(self, field: BooleanField) -> None:
        """Repair needs the subject's commitment."""
        if self.cause.data == "repair" and not field.data:
            raise ValidationError(N_("以信用修复申请移出的，须作出信用承诺。"))


class AcceptForm(Form):
    """受理审查 of an application."""

    outcome = Choice(N_("审查结论"), choices=list(ACCEPTANCES.items()), validators=[])
    reasons = Text(N_("理由"), description=N_("不予受理的必须填写。"))
    remedy = Text(N_("补救办法"), description=N_("不予受理的，写明尚需满足的条件和可以再次申请的时间。"))


class ExamineForm(Form):
    """移出审查: cause and what follows; the list is that of the listing from which the case was opened."""

    cause = Choice(N_("移出事由"), choices=list(REMOVAL_REASONS.items()), validators=[])
    fulfilled = BooleanField(N_("已核实纠正失信行为、履行法定义务并作出信用承诺"))
    outcome = Choice(N_("审查结论"), choices=list(EXAMINATIONS.items()), validators=[])
    reasons = Text(N_("理由"), must=True)
    remedy = Text(N_("补救办法"), description=N_("不予移出的，写明尚需满足的条件和可以再次申请的时间。"))


class ConfirmForm(SignForm):
    """补办审批: what has left the list at once is confirmed (追认), or proposed anew with notice and defence."""

    said: Mapping[str, str] = {"approve": N_("追认并签发"), "return": N_("不予追认，另案重新认定")}
    on_return: str = N_("不予追认：文稿作废，不恢复名单；另案重新告知、听取陈述申辩、认定，您写的理由记入该案。")

    def suit(self, case: CaseView) -> None:
        """What has run out has left by law: it is signed."""
        if case.facts.get("cause") == "expiry":
            self.decision.choices = [("approve", N_("签发移出决定书"))]


class LiftForm(Form):
    """解除惩戒措施回执 of one department (LST-12)."""

    lifted = BooleanField(N_("对该主体的惩戒措施已全部解除"), validators=[InputRequired(N_("请确认已解除。"))])
    done_on = DateField(N_("解除日期"), validators=[InputRequired(N_("请填写解除日期。")), plausible_day])
    note = Text(N_("说明"))
