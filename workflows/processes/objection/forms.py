"""What people type in objection handling. Only the declared fields are ever read."""

from wtforms import BooleanField, DateField, FieldList, Form, FormField, StringField
from wtforms.validators import Email, InputRequired, Optional

from workflows.domain.case import CaseView
from workflows.domain.words import N_
from workflows.processes.forms import (
    GRID_LIMIT,
    Choice,
    Choices,
    PassOnForm,
    SignForm,
    SuperviseForm,
    Text,
    plausible_day,
    recusal,
    required,
    text_length,
)
from workflows.processes.objection import rules
from workflows.processes.objection.words import (
    DECISIONS,
    FINDINGS,
    GROUNDS,
    REFUSAL_REASONS,
    SUPPLEMENT,
)


class ClaimRow(Form):
    """One line of the field grid 异议项 / 系统信息 / 主张值."""

    field = StringField(N_("异议项"), validators=[*required(), text_length(40)])
    claimed = StringField(N_("主张值"), validators=[*required(N_("请写明您主张的内容。")), text_length(500)])


class FilingForm(Form):
    """信用信息异议申请表 (OBJ-01)."""

    grounds = Choice(N_("异议理由"), choices=list(GROUNDS.items()), validators=[])
    claims = FieldList(FormField(ClaimRow), label=N_("有异议的内容"), min_entries=0, max_entries=GRID_LIMIT)
    statement = Text(N_("事实与理由"), must=True, description=N_("请写明您认为信息有误的事实和依据。"), rows=6)
    contact_name = StringField(N_("联系人"), validators=[*required(), text_length(40)])
    contact_phone = StringField(N_("联系电话"), validators=[*required(), text_length(40)])
    contact_email = StringField(
        N_("电子邮箱"), validators=[Optional(), Email(N_("电子邮箱格式不正确。")), text_length(254)]
    )
    address = StringField(N_("送达地址"), validators=[*required(), text_length(200)])
    e_service = BooleanField(N_("同意电子送达"), description=N_("文书到达您在本系统的收件箱即为送达。"))
    truthful = BooleanField(
        N_("本人承诺所提交的材料真实有效"), validators=[InputRequired(N_("请先确认材料真实性声明。"))]
    )


class MissingRow(Form):
    """One line of the 补正 list."""

    item = StringField(N_("缺少的材料"), validators=[*required(), text_length(100)])
    requirement = StringField(N_("要求"), validators=[*required(), text_length(300)])


class ExamineForm(Form):
    """受理审查: complete, incomplete, or not a matter for this office."""

    identity_ok = BooleanField(N_("申请人身份及代理权限已核对"))
    materials_ok = BooleanField(N_("申请表及证明材料齐全"))
    outcome = Choice(
        N_("审查结论"),
        choices=[("accept", N_("受理")), ("correct", N_("通知补正")), ("refuse", N_("不予受理"))],
        validators=[],
    )
    own_scope = BooleanField(N_("属于本中心自行归集的信息，由本中心自查"))
    missing = FieldList(FormField(MissingRow), label=N_("补正清单"), min_entries=0, max_entries=GRID_LIMIT)
    supply_by = DateField(
        N_("补正期限"),
        validators=[Optional(), plausible_day],
        description=N_("一次性告知；补正期间办理时限是否停止计算以所适用的规则为准。"),
    )
    refuse_code = Choice(
        N_("不予受理理由"), choices=[("", N_("（无）")), *REFUSAL_REASONS.items()], default="", validators=[]
    )
    refer_to = StringField(N_("可向何机关提出"), validators=[Optional(), text_length(100)])
    reasons = Text(N_("理由说明"))


class SupplyForm(Form):
    """补正材料: the applicant answers the list."""

    statement = Text(N_("补正说明"), must=True)


class InquiryForm(Form):
    """拟核查函 (OBJ-07)."""

    summary = Text(N_("异议摘要"), must=True, description=N_("写给信息提供单位：请核查什么。"))


class SignForForm(Form):
    """签收核查函: from now on the provider's clock runs (S1-03)."""

    received = BooleanField(N_("已收到核查函及所附材料"), validators=[InputRequired(N_("请确认已收到。"))])


class ChangeRow(Form):
    """One line before → after."""

    field = StringField(N_("字段"), validators=[*required(), text_length(40)])
    new = StringField(N_("更正后内容"), validators=[*required(), text_length(500)])


class FindingForm(Form):
    """核查意见 (OBJ-08) or the centre's own check."""

    finding = Choice(N_("核查结论"), choices=list(FINDINGS.items()), validators=[])
    # Not "process": a WTForms form has a method of that name.
    course = Text(N_("核查过程"), must=True)
    basis = Text(N_("依据"), must=True)
    changes = FieldList(FormField(ChangeRow), label=N_("更正前后对照"), min_entries=0, max_entries=GRID_LIMIT)


class DecideForm(Form):
    """拟处理决定 (OBJ-10, OBJ-11). Reasons are mandatory (S1-05)."""

    conclusion = Choice(
        N_("处理结论"),
        choices=[*DECISIONS.items(), (SUPPLEMENT, N_("暂不决定，退回信息提供单位补充核查"))],
        validators=[],
        description=N_("退回补充核查的，各项时限不变：核查期限仍自原签收之日起计算。"),
    )
    reasons = Text(
        N_("处理理由"),
        must=True,
        description=N_("回复信用主体时须说明处理理由；退回补充核查的，逐项写明需要补充的内容，信息提供单位会看到。"),
        rows=6,
    )
    changes = FieldList(FormField(ChangeRow), label=N_("更正内容"), min_entries=0, max_entries=GRID_LIMIT)
    measure_wronged = BooleanField(N_("曾因该信息错误实施惩戒措施，需恢复名誉、消除影响"))
    no_conflict = recusal()

    def suit(self, case: CaseView) -> None:
        """Do not offer to ask a provider where there is none."""
        if not rules.may_ask_provider(case):
            _withhold(self.conclusion, SUPPLEMENT)
            self.conclusion.description = ""
            self.reasons.description = N_("回复信用主体时须说明处理理由。")


def _withhold(field: Choice, value: str) -> None:
    field.choices = [each for each in field.choices if each[0] != value]


_TO_DRAFTER = ("draft", N_("经办人（重新拟处理决定，文稿作废）"))
_TO_AUDITOR = ("audit", N_("审核岗（重新审核，文稿保留）"))
_TO_PROVIDER = ("provider", N_("信息提供单位（补充核查，文稿作废，各项时限不变）"))


class AuditForm(PassOnForm):
    """审核处理决定: pass it on, or send it back to the drafter or to the provider."""

    return_to = Choice(N_("退回给"), choices=[_TO_DRAFTER, _TO_PROVIDER], default="draft", validators=[])

    def suit(self, case: CaseView) -> None:
        """Do not offer to ask a provider where there is none."""
        if not rules.may_ask_provider(case):
            _withhold(self.return_to, "provider")


class ApproveForm(AuditForm):
    """负责人审批签发: sign, or send back to whom it concerns."""

    said = SignForm.said

    return_to = Choice(N_("退回给"), choices=[_TO_DRAFTER, _TO_AUDITOR, _TO_PROVIDER], default="draft", validators=[])


class ExecuteForm(Form):
    """执行更正(撤销): the record and every system fed from it (OBJ-12)."""

    executed = BooleanField(N_("已按决定更正（撤销）"), validators=[InputRequired(N_("请确认已执行。"))])
    effective_on = DateField(N_("生效日期"), validators=[InputRequired(N_("请填写生效日期。")), plausible_day])
    systems = Text(N_("各系统更新回执"), must=True, description=N_("逐行写明系统名称和更新时间。"))


class RestoreForm(Form):
    """部署恢复名誉 (OBJ-13, S1-07)."""

    departments = Choices(
        N_("曾实施惩戒措施的部门"), coerce=int, choices=[], validators=[InputRequired(N_("请至少选择一个部门。"))]
    )
    measures = Text(N_("错误实施的措施"), must=True)
    restoration = Text(N_("恢复措施"), must=True)
    restore_by = DateField(N_("完成期限"), validators=[InputRequired(N_("请填写完成期限。")), plausible_day])
    announcement = Text(N_("更正公告文本"), must=True)


class RestoredForm(Form):
    """执行恢复并回执."""

    done = Text(N_("恢复情况"), must=True)
    done_on = DateField(N_("完成日期"), validators=[InputRequired(N_("请填写完成日期。")), plausible_day])


class SuperviseReplyForm(SuperviseForm):
    """督办 of a reply that is late: by when the applicant is promised one."""

    promised_on = DateField(
        N_("承诺答复日期"),
        validators=[Optional(), plausible_day],
        description=N_("填写后，申请人会收到致歉和这个新的答复日期。"),
    )
