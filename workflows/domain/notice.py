"""When a notice leaves: answers at once, reminders in office hours; and what a person may choose about it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from workflows.domain.calendar import WorkCalendar
from workflows.domain.time import OFFICE_ZONE, at_office_hour, office_date
from workflows.domain.words import N_

#: Office hours in which reminders are sent, Asia/Shanghai.
OPENS, CLOSES = 9, 18

#: Waiting before the next try of a failed delivery, in minutes; after the last one a person is shown the failure.
BACKOFF_MINUTES = (1, 5, 15, 60, 240, 720, 1440)


class Topic(StrEnum):
    """What a notice is about, as people choose: each topic may have other channels. The inbox has them all."""

    PROGRESS = "progress"
    ASKED = "asked"
    DEADLINES = "deadlines"
    COPIES = "copies"
    ACCOUNT = "account"


TOPIC_NAMES: Mapping[Topic, str] = {
    Topic.PROGRESS: N_("办理进展：收件、受理、答复、文书"),
    Topic.ASKED: N_("需要我办理：补正、核查、转办、委派、催办、督办"),
    Topic.DEADLINES: N_("期限：预警、逾期、暂停、延长"),
    Topic.COPIES: N_("抄送给我的办件"),
    Topic.ACCOUNT: N_("身份核验的结果"),
}


def reminder_at(now: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first instant from ``now`` on that lies in office hours of a working day (UTC)."""
    today = office_date(now)
    hour = now.astimezone(OFFICE_ZONE).hour
    if calendar.is_working_day(today):
        if OPENS <= hour < CLOSES:
            return now
        if hour < OPENS:
            return at_office_hour(today, OPENS)
    return at_office_hour(calendar.next_working_day(today), OPENS)


def next_try(now: datetime, attempts: int) -> datetime | None:
    """Return when a delivery that failed ``attempts`` times is tried again; None when it has failed for good."""
    if attempts > len(BACKOFF_MINUTES):
        return None
    return now + timedelta(minutes=BACKOFF_MINUTES[attempts - 1])


def choice_key(channel: str, topic: Topic) -> str:
    """Return under which key a person's choice for a channel and a topic is kept."""
    return f"{channel}:{topic}"


def wants(choices: Mapping[str, Any], channel: str, topic: Topic | None = None, *, default: bool = True) -> bool:
    """Tell whether a person wants messages about ``topic`` on ``channel`` (email, sms or digest).

    Args:
        choices: what the person has chosen; a topic that is not named there is as the whole channel, and a channel
            that is not named there is as ``default`` says.
        topic: None for what has no topics (the digest).
    """
    chosen = choices.get(channel, default)
    return bool(chosen if topic is None else choices.get(choice_key(channel, topic), chosen))
