"""The day on which a listed subject may leave, cause by cause: a table of the law."""

from datetime import date
from types import SimpleNamespace

import pytest

from workflows.domain.calendar import add_months
from workflows.domain.errors import OfficeError
from workflows.domain.removal import repair_from
from workflows.operations.leaving import MinimumRuns, NoLastDay, NotExpired, require_day

#: Listed on 22 November 2026: the minimum of a year ends on 22 November 2027 at 24:00, the maximum in 2029.
LISTED = date(2026, 11, 22)
ROW = SimpleNamespace(repairable_on=repair_from(add_months(LISTED, 12)), until_on=add_months(LISTED, 36))
UNDATED = SimpleNamespace(repairable_on=None, until_on=None)


@pytest.mark.parametrize(
    ("cause", "on", "refused"),
    [
        # 44号令 Art. 16, 民法典 Arts 201, 202: a whole year, its last day included.
        ("repair", LISTED, MinimumRuns),
        ("repair", date(2027, 11, 22), MinimumRuns),
        ("repair", date(2027, 11, 23), None),
        # Art. 20: three years, their last day included.
        ("expiry", date(2029, 11, 22), NotExpired),
        ("expiry", date(2029, 11, 23), None),
        # S0-23: at once.
        ("annulled", LISTED, None),
        ("wrong", LISTED, None),
        ("ended", LISTED, None),
    ],
)
def test_the_first_day_of_each_cause(cause: str, on: date, refused: type[OfficeError] | None) -> None:
    if refused is None:
        require_day([ROW], cause, on)
    else:
        with pytest.raises(refused):
            require_day([ROW], cause, on)


def test_where_no_text_gives_a_period_repair_waits_for_none_and_nothing_expires() -> None:
    require_day([UNDATED], "repair", LISTED)
    with pytest.raises(NoLastDay):
        require_day([UNDATED], "expiry", date(2099, 1, 1))


def test_of_several_listings_the_latest_day_counts() -> None:
    earlier = SimpleNamespace(repairable_on=date(2026, 1, 1), until_on=date(2026, 1, 1))
    for cause in ("repair", "expiry"):
        with pytest.raises((MinimumRuns, NotExpired)):
            require_day([earlier, ROW], cause, LISTED)
