"""The rules of rectification and interviews: pure functions that raise or return a decision."""

from workflows.domain.errors import OfficeError
from workflows.domain.words import N_


class TwoOfficersNeeded(OfficeError):
    """One person cannot be both officers of an acceptance (S0-07 核查验收; at least two)."""

    message = N_("核查验收须由两名核查人员分别作出结论，第二核查人不能与第一核查人是同一人。")
    status = 409
