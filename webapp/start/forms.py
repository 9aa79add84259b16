"""For which organisation a case is opened, and which records are its matter."""

from wtforms import Form

from workflows.domain.words import N_
from workflows.processes.forms import Choice, Choices


class MatterForm(Form):
    """The frame around a process's own filing form."""

    for_organisation = Choice(N_("办理单位"), coerce=int, choices=[], validators=[])
    about_records = Choices(
        N_("涉及的信用信息"), coerce=int, choices=[], description=N_("可以不选，也可以选同一主体的多条信息。")
    )
