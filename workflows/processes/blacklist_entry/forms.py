"""What people type in listing. Only the declared fields are ever read."""

from collections.abc import Mapping
from datetime import date

from wtforms import BooleanField, DateField, FieldList, Form, FormField, StringField
from wtforms.validators import InputRequired, Optional

from workflows.catalogue import library as catalogue
from workflows.domain.case import CaseView
from workflows.domain.listing import BASIS_KINDS, LIABLE_ROLES, MEASURE_STATES
from workflows.domain.measure_receipt import ANSWERS
from workflows.domain.words import N_
from workflows.processes.blacklist_entry.rules.defence import conclusions, refusal
from workflows.processes.blacklist_entry.rules.execution import ordered
from workflows.processes.blacklist_entry.rules.legality import binds, discussed_under, provincial_review
from workflows.processes.blacklist_entry.rules.voices import everybody, names, waiting
from workflows.processes.blacklist_entry.words import ASSESSMENTS, CONCLUSIONS, DEFENCE_CHANNELS, REMEDIES, TAKEN
from workflows.processes.forms import (
    GRID_LIMIT,
    Choice,
    Choices,
    Given,
    Pick,
    SignForm,
    Text,
    plausible_day,
    recusal,
    required,
    text_length,
)
from workflows.processes.list_forms import LISTS, MEASURES, ServeEachForm

#: What a discussion rests on, beside the box that asks for it.
DISCUSSED = N_("依据%(article)s，法制审核后由负责人集体讨论决定，制作讨论记录。")
#: What the level above is told where it reviews an objection.
REVIEWED = N_(
    "陈述申辩没有全部采纳，依据%(article)s报请省社会信用工作主管部门复核：请逐条复核“复核陈述申辩”一步的结论，再决定是否同意列入。"
    "同意的必须填写文号，列入决定书引用。"
)
#: Points of a defence that one review answers: those of the subject and of every liable person.
POINT_LIMIT = 3 * GRID_LIMIT


class FilingForm(Form):
    """提出列入建议: where the lead comes from."""

    source = StringField(N_("线索来源"), validators=[*required(), text_length(100)])
    statement = Text(N_("线索内容"), must=True, rows=6)


class PersonRow(Form):
    """One responsible person (惩戒到人)."""

    name = StringField(N_("姓名"), validators=[*required(), text_length(80)])
    code = StringField(N_("公民身份号码"), validators=[*required(), text_length(18)])
    role = Pick(N_("责任身份"), choices=list(LIABLE_ROLES.items()))


class AssessForm(Form):
    """合法性审查与列入建议 (LST-01)."""

    conclusion = Choice(N_("审查结论"), choices=list(ASSESSMENTS.items()), validators=[])
    list_key = Choice(N_("名单（目录所列）"), choices=LISTS, validators=[])
    basis_kind = Choice(N_("依据文书种类"), choices=list(BASIS_KINDS.items()), validators=[])
    basis_number = StringField(N_("依据文书文号"), validators=[*required(), text_length(100)])
    basis_effective_on = DateField(
        N_("文书生效日期"), validators=[InputRequired(N_("请填写生效日期。")), plausible_day]
    )
    remedy = Choice(N_("复议诉讼情况"), choices=list(REMEDIES.items()), validators=[])
    remedy_reasons = Text(
        N_("复议诉讼未了而列入的理由"), description=N_("仍在复议、诉讼期限内，或者尚未审结而拟列入的，须写明理由。")
    )
    facts = Text(N_("失信事实"), must=True)
    nature = Text(N_("性质是否恶劣"), description=N_("拟列入的，三项要件须逐项论证。"))
    gravity = Text(N_("情节是否严重"))
    harm = Text(N_("社会危害是否较大"))
    reasons = Text(N_("不列入的理由"), description=N_("纳入重点关注或者不予列入时填写。"))
    natural_person = BooleanField(N_("当事人是自然人"))
    persons = FieldList(FormField(PersonRow), label=N_("责任人员"), min_entries=0, max_entries=GRID_LIMIT)
    measures = Choices(N_("拟采取的惩戒措施（清单所列）"), choices=MEASURES, validators=[])
    departments = Choices(N_("执行部门"), coerce=int, choices=[], validators=[])
    ban_scope = Text(
        N_("市场和行业禁入的范围"),
        description=N_("法律、行政法规规定可以禁入的才填写；随列入决定一并告知、审核、签发。"),
    )
    ban_basis = StringField(N_("禁入依据（法律、行政法规及条款）"), validators=[Optional(), text_length(200)])
    ban_until = DateField(N_("禁入截止日期"), validators=[Optional(), plausible_day])
    ban_forever = BooleanField(N_("永久禁入"))
    public_body = BooleanField(
        N_("当事人是机关事业单位或者其工作人员"), description=N_("须向上级主管、审计或者纪检监察、组织人事部门通报。")
    )
    grave = BooleanField(N_("情节复杂或者重大"))

    def offer(self, organisation: str) -> None:
        """Offer the lists that an organisation of this name may decide on."""
        known = catalogue.lists()
        self.list_key.choices = [each for each in self.list_key.choices if known[each[0]].is_of(organisation)]

    def suit(self, case: CaseView) -> None:
        """Offer the lists whose text binds in the case, and a discussion where a pack asks for it."""
        known = catalogue.lists()
        self.list_key.choices = [each for each in LISTS if binds(case, known[each[0]])]
        if not (article := discussed_under(case)):
            del self.grave
        else:
            self.grave.description = DISCUSSED % {"article": article}


class DiscussForm(SignForm):
    """负责人集体讨论 (LST-05D): who took part, what was said, what came of it."""

    said: Mapping[str, str] = {"approve": N_("讨论决定同意列入"), "return": N_("讨论决定不同意列入，退回")}

    held_on = DateField(N_("讨论日期"), validators=[InputRequired(N_("请填写讨论日期。")), plausible_day])
    chair = StringField(N_("主持人"), validators=[*required(), text_length(80)])
    attendees = Text(N_("参加讨论的负责人"), must=True, description=N_("逐一写明姓名和职务，用顿号或者换行分开。"))
    minutes = Text(N_("各人意见"), must=True, rows=6)
    decision = Choice(N_("讨论结论"), choices=[], validators=[])
    opinion = Text(N_("说明"), description=N_("退回时必须写明理由。"))
    no_conflict = recusal()


class ConsentForm(SignForm):
    """上级机关同意: with the number of its paper."""

    said: Mapping[str, str] = {"approve": N_("同意列入"), "return": N_("不同意列入，退回")}

    number = StringField(
        N_("批复文号"), validators=[Optional(), text_length(60)], description=N_("同意的必须填写，列入决定书引用。")
    )

    def suit(self, case: CaseView) -> None:
        """Say that an objection is reviewed (复核) and under which article, where it is."""
        if "review" in case.facts.get("above", ()):
            self.number.label.text = N_("复核意见（批复）文号")
            self.number.description = REVIEWED % {"article": provincial_review(case)}


class DroppedForm(Form):
    """签发不予列入决定 where the basis is lost: nothing is weighed any more."""

    opinion = Text(N_("意见"))
    no_conflict = recusal()


class ServeNoticeForm(ServeEachForm):
    """送达拟列入告知书: from the latest service on the defence runs."""

    defence_by = DateField(
        N_("陈述申辩截止日期"),
        validators=[Optional(), plausible_day],
        description=N_("所适用的规则规定了期限的不填；没有规定的由认定单位指定。"),
    )


class ServeOutcomeForm(ServeEachForm):
    """送达 of what ends a proposal without a listing: to liable persons too, where they were told of it."""

    def suit(self, case: CaseView) -> None:
        """Begin with one line for every liable person who has a letter."""
        if len(refusal(case)) > 1:
            super().suit(case)


class Speaker(Pick):
    """Who speaks: the subject itself, or one of the liable persons by name; the rules judge the name."""

    def pre_validate(self, form: Form) -> None:
        """Take any name: which are the case's is not known here."""


class StateForm(Form):
    """陈述申辩 (LST-03; a liable person's own is LST-03P)."""

    person = Speaker(
        N_("陈述人"),
        choices=[("", N_("当事人"))],
        default="",
        description=N_("责任人员可以就本人的责任单独陈述、申辩，与当事人的意见分别记录、分别复核。"),
    )
    channel = Choice(
        N_("提出方式"), choices=list(DEFENCE_CHANNELS.items()), validators=[], open_ended=True,
        description=N_("当事人在网上提出的，由其本人填写；来人、来函提出的，在此登记并上传扫描件。"),
    )
    stated_on = DateField(N_("提出日期"), validators=[Optional(), plausible_day])
    statement = Text(N_("陈述申辩意见"), must=True, rows=6)
    evidence = Text(N_("证据"))
    final = BooleanField(
        N_("以上为全部意见，期满前不再补充"), description=N_("不勾选的，期满前可以继续补充，期满后进入复核。")
    )

    def suit(self, case: CaseView) -> None:
        """Offer those of the case who speak at this desk and have not said all; who speaks alone is not asked."""
        online = "speaks" in case.facts
        left = case.facts["speaks"] if online else names(case, waiting(case, everybody(case)))
        if online:
            del self.channel, self.stated_on
        self.person.choices = [(name, name or N_("当事人")) for name in left]
        if len(left) == 1:
            self.person.data = left[0]


class PointRow(Form):
    """One point of the defence, taken or not."""

    person = StringField(N_("陈述人"), validators=[Optional(), text_length(80)])
    point = StringField(N_("意见"), validators=[*required(), text_length(300)])
    taken = Pick(N_("是否采纳"), choices=list(TAKEN.items()))
    reason = StringField(N_("理由"), validators=[*required(), text_length(500)])


class ReviewForm(Form):
    """复核陈述申辩 (LST-04) and the decision that is drafted."""

    points = FieldList(
        FormField(PointRow),
        label=N_("逐条复核"),
        description=N_("当事人和每名责任人员的意见分别逐条复核；责任人员的意见写明其姓名，当事人的不填。"),
        min_entries=0,
        max_entries=POINT_LIMIT,
    )
    conclusion = Choice(N_("复核结论"), choices=list(CONCLUSIONS.items()), validators=[])
    reasons = Text(N_("理由"), must=True)

    def suit(self, case: CaseView) -> None:
        """Offer what the subject was told of and what is milder; begin with one line for every statement, by name."""
        self.conclusion.choices = [(each, CONCLUSIONS[each]) for each in conclusions(case)]
        if not self.points.entries:
            for each in case.facts.get("statements", ())[:POINT_LIMIT]:
                person = names(case, (each.get("place", 0),))[0]
                self.points.append_entry({"person": person, "point": each["text"][:300], "taken": "taken"})


class ExecutedRow(Form):
    """The answer about one measure."""

    measure = Given(N_("措施"), choices=MEASURES, render_kw={"readonly": True})
    state = Choice(N_("执行情况"), choices=[(key, MEASURE_STATES[key]) for key in ANSWERS], validators=[])
    done_on = DateField(
        N_("执行日期"),
        validators=[InputRequired(N_("请填写执行日期。")), plausible_day],
        description=N_("不适用的，填写查明之日。"),
    )
    note = StringField(
        N_("说明"), validators=[Optional(), text_length(500)], description=N_("不适用的，必须写明理由。")
    )


class TickedForm(Form):
    """执行回执 as it was filled until each measure had a row of its own: how answers of that time are told back."""

    measures = Choices(N_("已执行的措施"), choices=MEASURES, validators=[])
    done_on = DateField(N_("执行日期"))
    note = Text(N_("说明"))


class ExecuteForm(Form):
    """执行回执 of one department (LST-09), measure by measure."""

    formerly = TickedForm

    measures = FieldList(
        FormField(ExecutedRow),
        label=N_("逐项回执"),
        description=N_("部署给本部门的每一项措施都要答复：已经执行，或者不适用。"),
        min_entries=0,
        max_entries=len(MEASURES),
    )

    def answer_for(self, case: CaseView, organ_id: int | None, today: date) -> None:
        """Ask a department for each measure that it was ordered and not answered yet, and for no others."""
        answered = {row["measure"] for row in self.measures.data}
        for measure, organ in ordered(case):
            if organ == organ_id and measure not in answered:
                self.measures.append_entry({"measure": measure, "done_on": today})


class CircularForm(Form):
    """通报函 (LST-15)."""

    addressees = Text(N_("通报对象"), must=True, description=N_("如上级主管、审计、纪检监察、组织人事部门。"))
    content = Text(N_("通报内容"), must=True)


class InspectionForm(Form):
    """加大联合惩戒力度 (S1-14)."""

    measure = Text(N_("加大惩戒力度的安排"), must=True, description=N_("如提高检查频次、报告信用工作牵头部门。"))


class EasingForm(Form):
    """恢复通常的惩戒力度: only one domain is left (S1-14)."""

    done_on = DateField(N_("恢复日期"), validators=[InputRequired(N_("请填写恢复日期。")), plausible_day])
    note = Text(
        N_("恢复通常惩戒力度的安排"),
        must=True,
        description=N_("写明取消了因多领域列入而作的哪些安排；本名单的惩戒措施照常执行。"),
    )
