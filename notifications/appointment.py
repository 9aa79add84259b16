"""The appointment that a notice or a page tells of, as a calendar program takes it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from notifications.ical import Appointment
from workflows.domain.time import at_office_hour


def appointment_of(
    case_id: int, planned: Mapping[str, Any], *, summary: str, link: str, base_url: str, stamp: datetime
) -> Appointment:
    """Return the event of an appointment; the same one from mail and page, so that a calendar keeps it once.

    Args:
        planned: ``on`` (ISO date), ``at`` (HH:MM, Asia/Shanghai), ``place`` and, where it is known, ``minutes``.
        summary: what the calendar shows.
        link: page of the case as its reader sees it.
        base_url: address of the site; its name makes the event's own name unique.
        stamp: when the file or the notice was made (UTC).
    """
    hour, minute = str(planned["at"]).split(":")
    return Appointment(
        uid=f"appointment-{case_id}-{planned['on']}@{urlsplit(base_url).hostname}",
        begins_at=at_office_hour(date.fromisoformat(planned["on"]), int(hour)) + timedelta(minutes=int(minute)),
        minutes=int(planned.get("minutes", 0)),
        summary=summary,
        place=planned["place"],
        url=link,
        stamp=stamp,
    )
