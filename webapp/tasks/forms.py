"""Forms of the desk besides those of the steps themselves."""

from typing import Any

from wtforms import Form, SelectField
from wtforms.validators import ValidationError

from workflows.domain.breach import BREACH_REASONS
from workflows.domain.words import N_
from workflows.processes.forms import Text


class BreachForm(Form):
    """Why a step is completed after its last day: a coded reason, and words."""

    breach_reason = SelectField(
        N_("逾期原因"),
        choices=[("", N_("（请选择）")), *BREACH_REASONS.items()],
        # The field is shown only where something is late.
        default="",
        description=N_("本步骤完成时，已超过最后期限的时限须写明原因；原因计入督办统计。"),
    )
    breach_note = Text(N_("逾期情况说明"), rows=2)

    def validate_breach_note(self, field: Any) -> None:
        """「其他」 says nothing by itself."""
        if self.breach_reason.data == "other" and not (field.data or "").strip():
            raise ValidationError(N_("选择“其他”时请写明情况。"))
