"""What people type when a repair is revoked. Only the declared fields are ever read."""

from datetime import date

from wtforms import DateField, Form, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from workflows.domain.case import CaseView
from workflows.domain.service import PAPER_METHODS
from workflows.domain.words import N_
from workflows.processes.forms import Choice, Number, Text, plausible_day, required, text_length
from workflows.processes.repair_revocation.words import CAUSES, CONCLUSIONS
from workflows.processes.service_form import ServiceForm

#: Working days for 陈述申辩 that may be given: no text says how many.
_FEWEST, _MOST = 3, 30


class FilingForm(Form):
    """What was found out about a repair."""

    cause = Choice(N_("撤销事由"), choices=list(CAUSES.items()), validators=[])
    found = Text(N_("查明的事实"), must=True)


class NoticeForm(Form):
    """拟撤销告知书 (REP-12): why, and how long the subject has to answer."""

    reasons = Text(N_("拟撤销的理由"), must=True)
    basis = StringField(N_("依据"), validators=[*required(), text_length(300)])
    answer_days = Number(
        N_("陈述申辩期限（工作日）"),
        default=5,
        validators=[
            InputRequired(N_("请填写工作日数。")),
            NumberRange(_FEWEST, _MOST, N_("请填写 %(min)s 到 %(max)s 之间的工作日数。")),
        ],
        description=N_("没有查得法定期限，由认定单位指定，自告知书送达之次日起计算。"),
    )

    def suit(self, case: CaseView) -> None:
        """Begin with what was drafted before."""
        _begin(self, case.facts.get("proposed", {}))


class StateForm(Form):
    """陈述申辩 (REP-13)."""

    statement = Text(N_("陈述申辩意见"), must=True, rows=6)
    evidence = Text(N_("证据"), description=N_("证据材料可以随本页上传。"))


class RedraftForm(Form):
    """The decision (REP-11 or REP-14), drafted again after a return: all of it may be mended."""

    conclusion = Choice(N_("处理意见"), choices=list(CONCLUSIONS.items()), default="revoke", validators=[])
    review = Text(
        N_("对陈述申辩的复核"),
        description=N_("提出陈述申辩的，逐项写明是否采纳及理由；不因陈述申辩而加重处理。"),
    )
    reasons = Text(N_("理由"), must=True)
    basis = StringField(N_("依据"), validators=[*required(), text_length(300)])
    restore_until = DateField(N_("恢复公示至"), validators=[Optional(), plausible_day])

    def suit(self, case: CaseView) -> None:
        """Begin with what was told and what the law gives: the last day of the longest publicity of the class."""
        facts = case.facts
        until = facts.get("restore_until") or facts.get("last_on")
        _begin(self, {**facts.get("proposed", {}), "restore_until": date.fromisoformat(until) if until else None})
        self.restore_until.description = _longest(facts.get("start_on"), facts.get("last_on"))


class DraftForm(RedraftForm):
    """拟撤销决定: besides, until when it is decided."""

    decide_by = DateField(
        N_("办结期限"),
        validators=[InputRequired(N_("请填写办结期限。")), plausible_day],
        description=N_("没有查得法定期限，由认定单位指定。"),
    )


def _begin(form: Form, values: dict[str, object]) -> None:
    """Propose values for the fields that nobody has typed in yet."""
    for name, value in values.items():
        if name in form and value and not form[name].raw_data:
            form[name].data = value


def _longest(start_on: str | None, last_on: str | None) -> str:
    if start_on is None or last_on is None:
        return N_("信息的类别或者公示起始日不明，按最长公示期核算后填写，不因节假日顺延。")
    words = N_("公示自%(start)s起算，按类别最长至%(last)s，不得更晚，不因节假日顺延；最长公示期已经届满的不填。")
    return words % {"start": start_on, "last": last_on}


class ServeForm(ServiceForm):
    """送达 (SHR-01): on paper, for what takes something away."""

    method = Choice(N_("送达方式"), choices=list(PAPER_METHODS.items()), validators=[])
    system = None


class ServeDecisionForm(ServeForm):
    """送达撤销决定: publicity comes back from the day on which it counts as served."""

    note = Text(
        N_("备注"), description=N_("委托写明受委托机关；公告写明媒体和原因，自公告之日起经过30日视为送达，届时再登记。")
    )
