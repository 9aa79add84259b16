"""What people type about interviews: plan, reply, interview or absence, record, commitments, follow-up."""

from datetime import datetime, timedelta

from wtforms import BooleanField, DateField, FieldList, Form, FormField, StringField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from workflows.domain.case import CaseView
from workflows.domain.words import N_
from workflows.processes.forms import GRID_LIMIT, Choice, Choices, Number, Text, plausible_day, required, text_length
from workflows.processes.rectification.rules.talk import lower_failed
from workflows.processes.rectification.words import CONFIRMED, INTERVIEWS, JUSTIFIED

#: Longest interview that can be planned, in minutes.
_LONGEST = 480


class PlanForm(Form):
    """拟约谈方案 (TLK-01, TLK-02)."""

    kind = Choice(
        N_("约谈类型"),
        choices=list(INTERVIEWS.items()),
        validators=[],
        description=N_("提示约谈后仍未到位，或者两次无正当理由不参加提示约谈的，只能选择警示约谈。"),
    )
    cause = Text(N_("约谈事由"), must=True)
    basis = Text(N_("约谈依据"), must=True)
    persons = StringField(
        N_("拟约谈人员"),
        validators=[*required(), text_length(120)],
        description=N_("单位为法定代表人或者主要负责人，写明职务；自然人为本人。"),
    )
    held_on = DateField(N_("约谈日期"), validators=[InputRequired(N_("请填写约谈日期。")), plausible_day])
    begins_at = TimeField(N_("开始时间"), validators=[InputRequired(N_("请填写开始时间，例如 09:30。"))])
    minutes = Number(
        N_("预计时长（分钟）"),
        default=60,
        validators=[
            InputRequired(N_("请填写分钟数。")),
            NumberRange(15, _LONGEST, N_("请填写 %(min)s 到 %(max)s 之间的分钟数。")),
        ],
    )
    place = StringField(N_("约谈地点"), validators=[*required(), text_length(120)])
    bring = Text(N_("需携带的材料"), rows=2)
    reply_by = DateField(
        N_("请于何日前回执"),
        validators=[InputRequired(N_("请填写回执日期。")), plausible_day],
        description=N_("须早于约谈日期；未回执的，约谈照常进行。"),
    )

    def suit(self, case: CaseView) -> None:
        """Do not offer the lower interview where it has failed."""
        if lower_failed(case):
            self.kind.choices = [each for each in self.kind.choices if each[0] != "prompt"]


class ReplyForm(Form):
    """约谈回执 (TLK-03)."""

    attend = Choice(N_("是否参加"), choices=[("yes", N_("按时参加")), ("no", N_("不能参加"))], validators=[])
    attendee = StringField(N_("参加人及职务"), validators=[Optional(), text_length(80)])
    agent = BooleanField(N_("委托他人参加，委托书随回执上传"))
    reason = Text(N_("不能参加的原因"), rows=3)


class InterviewForm(Form):
    """约谈 (TLK-04), or 未到场记录 (TLK-07)."""

    attended = Choice(N_("到场情况"), choices=[("yes", N_("到场")), ("no", N_("未到场"))], validators=[])
    held_on = DateField(N_("约谈日期"), validators=[InputRequired(N_("请填写约谈日期。")), plausible_day])
    began_at = TimeField(N_("开始时间"), validators=[Optional()])
    ended_at = TimeField(N_("结束时间"), validators=[Optional()])
    place = StringField(N_("约谈地点"), validators=[*required(), text_length(120)])
    host = StringField(N_("主持人及职务"), validators=[*required(), text_length(80)])
    recorder = StringField(N_("记录人及职务"), validators=[*required(), text_length(80)])
    attendees = StringField(N_("被约谈方参加人及职务"), validators=[Optional(), text_length(200)])
    told = BooleanField(N_("已出示身份，告知事由、依据和被约谈人的权利"))
    confirmed = Choice(N_("失信事实确认"), choices=list(CONFIRMED.items()), validators=[], open_ended=True)
    statement = Text(N_("被约谈人陈述"), rows=6)
    requirements = Text(N_("约谈方提出的要求"))
    notified = Text(N_("通知送达情况"), rows=2)
    absence_reason = Text(N_("未到场原因"), description=N_("不明的写“不明”。"), rows=2)
    justified = Choice(
        N_("有无正当理由"),
        choices=list(JUSTIFIED.items()),
        validators=[],
        open_ended=True,
        description=N_(
            "有正当理由的，另定时间；无正当理由的，再次通知约谈或者转警示约谈；"
            "经再次通知仍不参加警示约谈的，报负责人确认。"
        ),
    )
    receipt_by = DateField(
        N_("归集回执最迟日期"),
        validators=[Optional(), plausible_day],
        description=N_("约谈记录推送后，市平台最迟何日回执；规定没有天数，由本单位确定。另行约谈的不用填。"),
    )

    def suit(self, case: CaseView) -> None:
        """Begin with day, hour and place of the summons."""
        at = case.facts.get("summons", {})
        if at and not self.held_on.raw_data:
            begins = datetime.fromisoformat(f"{at['on']}T{at['at']}")
            self.held_on.data, self.began_at.data, self.place.data = begins.date(), begins.time(), at["place"]
            self.ended_at.data = (begins + timedelta(minutes=int(at["minutes"]))).time()


class RecordForm(Form):
    """核对并签署笔录 (TLK-04): read back, signed page by page, or the refusal noted."""

    read_back = BooleanField(
        N_("已向被约谈人宣读笔录或者交其阅读"), validators=[InputRequired(N_("请先宣读或者交其阅读。"))]
    )
    signing = Choice(
        N_("签名情况"),
        choices=[("signed", N_("已逐页签名，扫描件随本页上传")), ("refused", N_("拒绝签名"))],
        validators=[],
    )
    pages = Number(
        N_("笔录页数"),
        validators=[
            InputRequired(N_("请填写页数。")),
            NumberRange(1, 200, N_("请填写 %(min)s 到 %(max)s 之间的页数。")),
        ],
    )
    refusal = Text(N_("拒签说明"), description=N_("拒绝签名的，写明理由。"), rows=2)
    witness = StringField(N_("见证人"), validators=[Optional(), text_length(80)])


class CommitmentRow(Form):
    """One promise or requirement with its last day (TLK-05)."""

    matter = StringField(N_("事项"), validators=[*required(), text_length(300)])
    due = DateField(N_("期限"), validators=[InputRequired(N_("请填写期限。")), plausible_day])


class CommitmentsForm(Form):
    """约谈承诺书 (TLK-05) and 约谈纪要 (TLK-06)."""

    committed = Choice(
        N_("承诺情况"),
        choices=[("yes", N_("被约谈人书面承诺")), ("no", N_("不作承诺，按要求跟踪"))],
        validators=[],
        description=N_("书面承诺的，填写后按“预览文书”打印约谈承诺书，由被约谈人签章，扫描件随本页上传。"),
    )
    commitments = FieldList(FormField(CommitmentRow), label=N_("承诺和要求"), min_entries=0, max_entries=GRID_LIMIT)
    minutes = Text(N_("纪要"), must=True, description=N_("写明事由、要求和期限。"), rows=6)
    cc = StringField(N_("抄送"), validators=[Optional(), text_length(200)], description=N_("多个单位用顿号分开。"))


class FollowUpForm(Form):
    """核查承诺履行: kept or not, as it was found on a day."""

    result = Choice(N_("履行情况"), choices=[("kept", N_("履行到位")), ("failed", N_("未履行到位"))], validators=[])
    unkept = Choices(
        N_("未履行的事项"),
        choices=[(str(no), str(no)) for no in range(1, GRID_LIMIT + 1)],
        description=N_("未履行到位的，逐项勾选；期限届满次日起才能认定。"),
    )
    checked_on = DateField(N_("核查日期"), validators=[InputRequired(N_("请填写核查日期。")), plausible_day])
    findings = Text(N_("核查情况"), must=True)

    def suit(self, case: CaseView) -> None:
        """Name the promises and requirements of the case with their last days."""
        rows = enumerate(case.facts.get("commitments", ()), 1)
        self.unkept.choices = [(str(no), f"{no}. {row['matter']}（{row['due']}）") for no, row in rows]
