"""What people type about the publication of an act. Only the declared fields are ever read."""

from typing import Any

from wtforms import BooleanField, DateField, Form, StringField
from wtforms.validators import Optional, ValidationError

from workflows.domain.words import N_
from workflows.processes.forms import Choice, Text, plausible_day, text_length
from workflows.processes.publication.words import CONCLUSIONS, MATTERS, PROCEDURES, REASONS


class FilingForm(Form):
    """发起公示: what is to be done, and what the record itself does not say."""

    matter = Choice(N_("办理事项"), choices=list(MATTERS.items()), default="publish", validators=[])
    procedure = Choice(N_("作出决定的程序"), choices=list(PROCEDURES.items()), default="general", validators=[])
    sole_warning = BooleanField(N_("仅给予警告"))
    elsewhere = BooleanField(
        N_("行政相对人的登记地在外省"), description=N_("处罚信息先推送登记地省级市场监管部门，由其协助公示。")
    )
    annulled_on = DateField(
        N_("决定被撤销或者变更的日期"),
        validators=[Optional(), plausible_day],
        description=N_("撤下公示的必填，时限从这一天的次日起算。"),
    )
    annulled_by = StringField(
        N_("撤销或者变更的依据"),
        validators=[Optional(), text_length(200)],
        description=N_("撤下公示的必填，例如复议决定书、判决书的文号。"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Withdrawal needs the day and the basis; publication needs neither."""
        sound = bool(super().validate(extra_validators))
        if self.matter.data != "withdraw":
            return sound
        for field in (self.annulled_on, self.annulled_by):
            if not field.data and not field.errors:
                field.errors = [*field.errors, N_("撤下公示的，请填写此项。")]
                sound = False
        return sound


class CheckForm(Form):
    """公示审查 (PUB-01): what becomes of the act, and why."""

    outcome = Choice(N_("审查结论"), choices=list(CONCLUSIONS.items()), default="publish", validators=[])
    reason = Choice(
        N_("不公示的理由"), choices=[("", N_("（报送并公示的不选）")), *REASONS.items()], default="", validators=[]
    )
    complete = BooleanField(
        N_("已核对公示要素"), description=N_("决定书文号、相对人基本情况、违法行为或者事项、决定内容、机关名称和日期。")
    )
    opinion = Text(N_("审查意见"), must=True, rows=3)

    def validate_complete(self, field: Any) -> None:
        """What is displayed has been checked."""
        if self.outcome.data == "publish" and not field.data:
            raise ValidationError(N_("公示前请核对公示要素。"))


class WithdrawalForm(Form):
    """拟撤下公示公告 (PUB-02)."""

    reasons = Text(N_("撤下的理由"), must=True, description=N_("写明决定何时被何机关撤销或者变更。"))
