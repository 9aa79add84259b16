"""What people type in rectification: opening, order, service, report, extension, acceptance. Interviews: forms_talk."""

from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, FieldList, Form, FormField, StringField
from wtforms.validators import Email, InputRequired, Optional

from workflows.domain.words import N_
from workflows.processes.forms import GRID_LIMIT, Choice, Pick, Text, plausible_day, recusal, required, text_length
from workflows.processes.rectification.words import RESULTS
from workflows.processes.service_form import ServiceForm

_NO_INTEREST = N_("与整改主体无利害关系")


class FilingForm(Form):
    """发起限期整改: the facts, and how the subject is reached."""

    statement = Text(N_("失信事实"), must=True, description=N_("写明时间、经过和证据。"), rows=6)
    basis = Text(N_("依据"), must=True, description=N_("写明法律、法规、规章的名称和条款，或者依据文书的文号。"))
    contact_name = StringField(N_("主体联系人"), validators=[*required(), text_length(40)])
    contact_phone = StringField(N_("联系电话"), validators=[*required(), text_length(40)])
    contact_email = StringField(
        N_("电子邮箱"), validators=[Optional(), Email(N_("电子邮箱格式不正确。")), text_length(254)]
    )
    address = StringField(N_("送达地址"), validators=[*required(), text_length(200)])
    e_service = BooleanField(
        N_("受送达人已在送达地址确认书上同意电子送达"), description=N_("没有书面同意的，不得电子送达。")
    )


class OrderRow(Form):
    """One line of the table of what is to be rectified (REC-01)."""

    problem = StringField(N_("存在的问题"), validators=[*required(), text_length(200)])
    requirement = StringField(N_("整改要求"), validators=[*required(), text_length(300)])
    due = DateField(N_("完成时限"), validators=[InputRequired(N_("请填写完成时限。")), plausible_day])


class OrderForm(Form):
    """拟限期整改通知书 (REC-01): items, the last day set by hand, and how to report."""

    outcome = Choice(
        N_("处理意见"), choices=[("order", N_("责令限期整改")), ("drop", N_("不再责令整改，结案"))], validators=[]
    )
    items = FieldList(FormField(OrderRow), label=N_("整改事项"), min_entries=0, max_entries=GRID_LIMIT)
    report_by = DateField(
        N_("整改期限届满日"),
        validators=[Optional(), plausible_day],
        description=N_("现行规定没有统一天数，由本单位按整改难度确定；届满前三个工作日系统提醒整改主体。"),
    )
    report_how = Text(N_("报告提交方式"), description=N_("例如：登录本系统逐项提交，或者送交本单位窗口。"), rows=2)
    reasons = Text(N_("不再责令的理由"), description=N_("不再责令整改的，必须写明。"), rows=3)


class ServeForm(ServiceForm):
    """送达 (SHR-01), or that it did not succeed in time."""

    consented = BooleanField(N_("受送达人已签送达地址确认书，同意电子送达"))
    unserved = BooleanField(
        N_("未能按时送达，退回重新拟发"), description=N_("勾选的，方式和日期填写最后一次尝试，在备注中写明原因。")
    )


class ReportRow(Form):
    """What was done about one item of the order (REC-02)."""

    no = StringField(N_("对应的整改事项"), validators=[*required(), text_length(4)])
    measure = Text(N_("整改措施和完成情况"), must=True, rows=3)
    state = Pick(N_("自查结果"), choices=list(RESULTS.items()), default="done")


class ReportForm(Form):
    """整改报告 (REC-02), or the wish to have more time (REC-03)."""

    request = Choice(
        N_("提交内容"), choices=[("report", N_("提交整改报告")), ("extend", N_("申请延长整改期限"))], validators=[]
    )
    report_items = FieldList(FormField(ReportRow), label=N_("逐项整改情况"), min_entries=0, max_entries=GRID_LIMIT)
    overall = Text(N_("总体情况"))
    responsible = StringField(
        N_("整改责任人及职务"), validators=[Optional(), text_length(80)], description=N_("提交整改报告时必填。")
    )
    extend_to = DateField(N_("申请延长到"), validators=[Optional(), plausible_day])
    extend_reason = Text(N_("延期理由"), description=N_("申请延期的，必须在原期限届满前提出并写明理由。"), rows=3)

    def validate(self, extra_validators: Any = None) -> bool:
        """Who asks for more time need not have filled in the report."""
        if self.request.data == "extend":
            for row in self.report_items:
                row.form.measure.validators = [Optional()]
        return bool(super().validate(extra_validators))


class ExtensionForm(Form):
    """审批整改延期 (REC-03)."""

    grant = Choice(N_("审批意见"), choices=[("yes", N_("准予延期")), ("no", N_("不予延期"))], validators=[])
    until = DateField(
        N_("届满日"),
        validators=[Optional(), plausible_day],
        description=N_("准予延期的，写明新的届满日，各事项的完成时限顺延相同天数；不予延期而原期限已经届满的，另给报告的期限，未届满的不用填。"),
    )
    opinion = Text(N_("理由"), must=True)


class InspectRow(Form):
    """What was found about one item of the order (REC-04)."""

    no = StringField(N_("整改事项序号"), validators=[*required(), text_length(4)])
    finding = Pick(N_("结论"), choices=list(RESULTS.items()), default="done")
    remark = StringField(N_("核查情况"), validators=[*required(), text_length(300)])


class InspectForm(Form):
    """核查验收, the first officer: item by item, and the whole."""

    inspect_items = FieldList(FormField(InspectRow), label=N_("逐项核查"), min_entries=0, max_entries=GRID_LIMIT)
    course = Text(N_("核查方式和过程"), must=True, description=N_("例如：现场查看、调阅资料、系统比对。"))
    conclusion = Choice(N_("总体结论"), choices=list(RESULTS.items()), validators=[])
    no_conflict = recusal(_NO_INTEREST)


class SecondForm(Form):
    """核查验收, the second officer: an own finding, signed by somebody else than the first."""

    conclusion = Choice(
        N_("总体结论"),
        choices=list(RESULTS.items()),
        validators=[],
        description=N_("写您自己的结论。与第一核查人不一致的，重新核查。"),
    )
    course = Text(N_("核查情况"), must=True)
    no_conflict = recusal(_NO_INTEREST)


def iso_rows(rows: Any) -> list[dict[str, Any]]:
    """Return rows of a table as JSON values."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]
