"""When a subject may leave its list: asked of whoever applies, and enforced where the listing ends.

It must stand on the list (S0-28); expiry needs its last day to have passed, and repair the end of the minimum, proof
and a commitment in the register (44号令 Art. 16, 《信用修复管理办法》). An annulled basis, an error or the end of the
subject waits for nothing (S0-23).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from workflows.domain.commitment import CommitmentKind, CommitmentState
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.store import commitments


class NotOnList(OfficeError):
    """The listing has ended, was never made, or is one that does not end by removal."""

    message = N_("该主体已不在此名单中，或者此名单不适用移出程序。")
    status = 409


class NotExpired(OfficeError):
    """Removal by expiry before the last day has passed; params: ``until``."""

    message = N_("列入期限尚未届满（至%(until)s），不能以期限届满移出。")
    status = 422


class NoLastDay(OfficeError):
    """Removal by expiry from a list that has no last day."""

    message = N_("此次列入没有规定期限，不能以期限届满移出。")
    status = 422


class MinimumRuns(OfficeError):
    """Removal by repair before the minimum has ended; params: ``day``, the first on which it can be asked for."""

    message = N_("最短列入期限尚未届满，自%(day)s起才能以信用修复移出。")
    status = 422


class NotCommitted(OfficeError):
    """Removal by repair without a commitment in the register."""

    message = N_("信用承诺登记册中没有该主体列入以后作出的信用修复承诺，不能以信用修复移出。")
    status = 422


class NotProven(OfficeError):
    """Removal by repair without any proof."""

    message = N_("以信用修复移出的，须附纠正失信行为、履行法定义务的证明材料。")
    status = 422


def standing(rows: Sequence[Any], subject_id: int, list_key: str) -> list[Any]:
    """Return the subject's own listings on a serious list that stand.

    Args:
        rows: as ``list_pages.with_liable`` gives them.

    Raises:
        NotOnList: there is none; the watch list has its own way out, and what another authority decided ends there.
    """
    own = [
        row
        for row in rows
        if row.state == "listed" and row.subject_id == subject_id
        and row.list_key == list_key and row.register == "serious" and row.case_id is not None
    ]  # fmt: skip
    if not own:
        raise NotOnList()
    return own


def with_persons(rows: Sequence[Any], own: Sequence[Any]) -> list[Any]:
    """Return listings that end with those that still stand of who answers for them (惩戒到人), as they were made.

    Args:
        rows: as ``list_pages.with_liable`` gives them.
        own: the subject's among them that end.
    """
    gone = {row.id for row in own}
    return [row for row in rows if row.id in gone or (row.of_listing_id in gone and row.state == "listed")]


def require_day(rows: Sequence[Any], cause: str, on: date) -> None:
    """Refuse a cause whose day has not come.

    Args:
        rows: the listings that are to end.
        cause: a key of REMOVAL_REASONS.
        on: the Asia/Shanghai date on which they would end.

    Raises:
        NotExpired, NoLastDay, MinimumRuns: see there.
    """
    if cause == "expiry":
        if any(row.until_on is None for row in rows):
            raise NoLastDay()
        if (until := max(row.until_on for row in rows)) >= on:
            raise NotExpired(until=until.isoformat())
    later = [row.repairable_on for row in rows if row.repairable_on is not None and row.repairable_on > on]
    if cause == "repair" and later:
        raise MinimumRuns(day=max(later).isoformat())


def require_repaired(connection: Any, rows: Sequence[Any], case_id: int, *, files: Callable[[], bool]) -> None:
    """Refuse removal by repair without a commitment made since the listing, and without proof.

    A commitment made in another case was made there with its proof: that of the repair which was granted.

    Args:
        rows: the listings that are to end.
        case_id: the case of the removal.
        files: whether the case has files, or the act hands some in; asked only where it matters.

    Raises:
        NotCommitted, NotProven: see there.
    """
    since = min(row.listed_on for row in rows)
    promised = [
        each
        for each in commitments.of_subject(connection, rows[0].subject_id)
        if each.kind == CommitmentKind.REPAIR and each.state != CommitmentState.BROKEN and each.made_on >= since
    ]
    if not promised:
        raise NotCommitted()
    if all(each.case_id == case_id for each in promised) and not files():
        raise NotProven()
