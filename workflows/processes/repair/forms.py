"""What people type in credit repair. Only the declared fields are ever read."""

from typing import Any

from wtforms import BooleanField, DateField, FieldList, Form, FormField, StringField
from wtforms.validators import Email, InputRequired, Optional, ValidationError

from workflows.domain.case import CaseView
from workflows.domain.words import N_
from workflows.processes.forms import (
    Choice,
    Choices,
    Number,
    Text,
    not_blank,
    plausible_day,
    required,
    text_length,
)
from workflows.processes.repair.words import (
    CLAUSES,
    DECISIONS,
    KINDS,
    METHODS,
    REFUSAL_REASONS,
)
from workflows.processes.repair_information import MATERIALS

#: Records that one application may be about.
RECORDS_LIMIT = 50
_ASKED = {"readonly": True}


class RecordRow(Form):
    """One record of the application, with what was done about it."""

    number = StringField(N_("决定文号"), validators=[*required(), text_length(100)])
    fulfilled_on = DateField(N_("履行或者整改完成日期"), validators=[Optional(), plausible_day])
    payment_number = StringField(N_("缴款票据号"), validators=[Optional(), text_length(80)])
    done = StringField(N_("纠正和履行情况"), validators=[Optional(), text_length(500)])


class FilingForm(Form):
    """信用修复申请表 (REP-01) with the commitment letter (REP-02)."""

    kind = Choice(N_("修复类型"), choices=list(KINDS.items()), default="penalty", validators=[])
    records = FieldList(FormField(RecordRow), label=N_("申请修复的信息"), min_entries=0, max_entries=RECORDS_LIMIT)
    ruling = StringField(
        N_("重整计划或者和解协议裁定文号"),
        validators=[Optional(), text_length(100)],
        description=N_("破产重整、和解的企业填写，其他申请人不填。"),
    )
    clauses = Choices(N_("信用承诺"), choices=list(CLAUSES.items()), description=N_("请逐项确认并勾选。"))
    contact_name = StringField(N_("联系人"), validators=[*required(), text_length(40)])
    contact_phone = StringField(N_("联系电话"), validators=[*required(), text_length(40)])
    contact_email = StringField(
        N_("电子邮箱"), validators=[Optional(), Email(N_("电子邮箱格式不正确。")), text_length(254)]
    )
    address = StringField(N_("送达地址"), validators=[*required(), text_length(200)])
    e_service = BooleanField(N_("同意电子送达"), description=N_("文书到达您在本系统的收件箱即为送达。"))

    def validate_records(self, field: Any) -> None:
        """An application names its records, each once."""
        numbers = [row["number"] for row in field.data]
        if not numbers:
            raise ValidationError(N_("请至少选择一条信息。"))
        if len(set(numbers)) != len(numbers):
            raise ValidationError(N_("同一条信息只需填写一次。"))

    def validate_clauses(self, field: Any) -> None:
        """Every clause is promised (S3-10)."""
        if set(field.data or ()) != set(CLAUSES):
            raise ValidationError(N_("信用承诺须逐项作出。"))


class MissingRow(Form):
    """One line of the 补正 list; only what the rules require may be asked for."""

    item = Choice(N_("缺少的材料"), choices=list(MATERIALS.items()), validators=[])
    requirement = StringField(N_("要求"), validators=[*required(), text_length(300)])

    def suit(self, needed: Any) -> None:
        """Offer only the materials that the binding rules require."""
        self.item.choices = [each for each in MATERIALS.items() if each[0] in needed]


class ExamineForm(Form):
    """受理审查: accept, ask once for what is missing, or refuse."""

    identity_ok = BooleanField(N_("申请人身份及代理权限已核对"))
    materials_ok = Choices(N_("材料清单"), choices=list(MATERIALS.items()), description=N_("按所适用的规则核对。"))
    outcome = Choice(
        N_("审查结论"),
        choices=[("accept", N_("受理")), ("correct", N_("通知补正")), ("refuse", N_("不予受理"))],
        validators=[],
    )
    missing = FieldList(FormField(MissingRow), label=N_("补正清单"), min_entries=0, max_entries=len(MATERIALS))
    supply_by = DateField(
        N_("补正期限"),
        validators=[Optional(), plausible_day],
        description=N_("一次性告知；逾期未补正的，可以不予受理。"),
    )
    refuse_code = Choice(
        N_("不予受理理由"), choices=[("", N_("（无）")), *REFUSAL_REASONS.items()], default="", validators=[]
    )
    never_article = StringField(
        N_("不可修复的依据"),
        validators=[Optional(), text_length(200)],
        description=N_("属于不可修复情形的，写明法律、法规或者政策文件的名称和条款。"),
    )
    refer_to = StringField(N_("转办去向"), validators=[Optional(), text_length(100)])
    reasons = Text(N_("理由说明"))

    def suit(self, case: CaseView) -> None:
        """Show the materials that the decision table requires, and no others."""
        needed = case.facts.get("materials", {})
        self.materials_ok.choices = [each for each in MATERIALS.items() if each[0] in needed]
        for row in self.missing:
            row.form.suit(needed)


class SupplyForm(Form):
    """补正材料: the applicant answers the list."""

    statement = Text(N_("补正说明"), must=True)


class SignForForm(Form):
    """签收转办单 (REP-05)."""

    received = BooleanField(N_("已收到修复申请及所附材料"), validators=[InputRequired(N_("请确认已收到。"))])


class CheckRow(Form):
    """核查表 of one record (REP-06)."""

    number = StringField(N_("决定文号"), validators=[*required()], render_kw=_ASKED)
    duties_ok = BooleanField(N_("法定义务已履行"))
    corrected_ok = BooleanField(N_("失信行为已纠正"))
    fulfilled_on = DateField(N_("核实的完成日期"), validators=[Optional(), plausible_day])
    note = StringField(N_("说明"), validators=[Optional(), text_length(300)])


class VerifyForm(Form):
    """核查: record by record, or a request for more time."""

    records = FieldList(FormField(CheckRow), label=N_("核查情况"), min_entries=0, max_entries=RECORDS_LIMIT)
    method = Choice(N_("核查方式"), choices=list(METHODS.items()), default="systems", validators=[])
    outcome = Choice(
        N_("核查结论"),
        choices=[("conclude", N_("核查完毕")), ("extend", N_("情况复杂，申请延期"))],
        default="conclude",
        validators=[],
    )
    extend_by = Number(N_("延长的工作日数"), validators=[Optional()])
    extend_reasons = Text(N_("延期理由"))

    def suit(self, case: CaseView) -> None:
        """Begin with one line for every record."""
        if not self.records.entries:
            for matter in case.facts.get("matters", ()):
                self.records.append_entry({"number": matter["number"]})


class DecideRow(Form):
    """The decision on one record."""

    number = StringField(N_("决定文号"), validators=[*required()], render_kw=_ASKED)
    decision = Choice(N_("决定"), choices=list(DECISIONS.items()), default="grant", validators=[])
    reason = Choice(
        N_("不予修复情形"), choices=[("", N_("（无）")), *REFUSAL_REASONS.items()], default="", validators=[]
    )
    never_article = StringField(
        N_("不可修复的依据"),
        validators=[Optional(), text_length(200)],
        description=N_("属于不可修复情形的，写明法律、法规或者政策文件的名称和条款。"),
    )
    reasons = StringField(N_("理由"), validators=[*required(), not_blank(N_("请写明理由。")), text_length(1000)])
    again_on = DateField(N_("可再次申请之日"), validators=[Optional(), plausible_day])


class DecideForm(Form):
    """拟修复决定 (REP-08, REP-09): a decision for each record."""

    records = FieldList(FormField(DecideRow), label=N_("逐条决定"), min_entries=0, max_entries=RECORDS_LIMIT)
    follow_up_on = DateField(
        N_("承诺复核日期"),
        validators=[Optional(), plausible_day],
        description=N_("准予修复的，到这一天核查信用承诺的履行情况；没有规定期限，由认定单位指定。"),
    )

    def suit(self, case: CaseView) -> None:
        """Begin with one line for every record."""
        if not self.records.entries:
            for matter in case.facts.get("matters", ()):
                self.records.append_entry({"number": matter["number"], "decision": "grant"})
