"""Moves the training clock forward, so that warnings and breaches can be watched. Never in production, never back."""

from datetime import datetime, timedelta

from workflows.domain.access import Actor, Role
from workflows.domain.errors import OfficeError
from workflows.domain.time import office_date
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.retry import decided_again
from workflows.operations.shelves import TrainingClock
from workflows.store import cases
from workflows.store import office as store

#: Furthest that one act moves the clock.
FURTHEST = timedelta(days=366)


class NoTraining(OfficeError):
    """The office works in earnest: its clock is the real one."""

    message = N_("当前不是演练环境，办公时间不能调整。")
    status = 403


class OnlyForward(OfficeError):
    """The clock cannot go back: what has fallen due has fallen due."""

    message = N_("演练时钟只能向前调整，且一次不超过一年。")
    status = 422


class NoCalendarThere(OfficeError):
    """No calendar covers the day to which the clock would go; params: ``year``."""

    message = N_("没有 %(year)s 年的工作日历，请先导入再调整到该年。")
    status = 422


def advance_clock(office: Office, actor: Actor, by: timedelta, *, key: str) -> datetime:
    """Move the office's clock forward and return its new instant (UTC).

    Args:
        by: how far; whole seconds count.
        key: idempotency key: the same form sent twice moves the clock once.

    Raises:
        NotAllowed: not an administrator.
        NoTraining: this is no training office.
        OnlyForward: nothing, backwards or more than a year at once.
        NoCalendarThere: see there.
    """
    actor.require(Role.ADMIN)
    if not office.training:
        raise NoTraining()
    seconds = int(by.total_seconds())
    if not 0 < seconds <= FURTHEST.total_seconds():
        raise OnlyForward()
    target = office.clock() + timedelta(seconds=seconds)
    if office_date(target).year not in office.calendar().years:
        raise NoCalendarThere(year=office_date(target).year)
    decided_again(lambda: _move(office, actor, seconds, target, key))
    if isinstance(office.clock, TrainingClock):
        office.clock.refresh()
    return office.clock()


def _move(office: Office, actor: Actor, seconds: int, target: datetime, key: str) -> None:
    with office.database.act() as uow:
        if cases.result_of(uow.connection, key, actor.user_id) is not None:
            return
        cases.keep_result(uow.connection, key, actor.user_id, "clock", office.real_clock())
        note_within(office, uow, actor.user_id, "clock_advanced", seconds=seconds, to=target.isoformat())
        store.advance_clock(uow.connection, seconds)
        uow.commit()
