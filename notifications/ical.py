"""Writes a calendar as RFC 5545 asks: CRLF, lines of at most 75 octets, text escaped, whole days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: Octets of a line, its end not counted (RFC 5545, 3.1).
_LINE = 75
# A calendar must hold at least one component (3.6): the zone stands there even while nobody has a deadline.
_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19910915T000000", "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Day:
    """One event of a whole day."""

    uid: str
    on: date
    summary: str
    url: str
    #: When what it tells of began (UTC).
    stamp: datetime
    tentative: bool


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One event at an hour, of which the calendar program reminds a day before."""

    uid: str
    #: UTC.
    begins_at: datetime
    #: 0 where nobody has said how long.
    minutes: int
    summary: str
    place: str
    url: str
    #: When the file was made (UTC).
    stamp: datetime


def calendar(name: str, days: Iterable[Day | Appointment], *, organizer: str = "") -> bytes:
    """Return a calendar file.

    Args:
        name: shown by calendar programs.
        days: its events; ``uid`` is unique in the world.
        organizer: the sender's e-mail address; RFC 5546 asks for it in a calendar that travels by mail.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CreditCase//Deadlines//ZH", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H", *_ZONE,
    ]  # fmt: skip
    for day in days:
        lines += _event(day) if isinstance(day, Day) else _appointment(day, organizer)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(day: Day) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(day.uid)}"
    yield f"DTSTAMP:{day.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    # The end is not part of the event.
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(day.summary)}"
    yield f"URL:{day.url}"
    yield f"STATUS:{'TENTATIVE' if day.tentative else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _appointment(event: Appointment, organizer: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART:{event.begins_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if event.minutes:
        yield f"DURATION:PT{event.minutes}M"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"LOCATION:{_text(event.place)}"
    yield f"URL:{event.url}"
    if organizer:
        yield f"ORGANIZER:mailto:{organizer}"
    yield "STATUS:CONFIRMED"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(event.summary)}"
    yield "TRIGGER:-P1D"
    yield "END:VALARM"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Escape a value of type TEXT (3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> bytes:
    """Cut a line so that no piece has more than 75 octets and no character is cut in two."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        # The space that begins each further piece counts too.
        if len(piece) + len(octets) > _LINE - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
