"""A person's deadlines as a calendar that other programs fetch: under a secret address, without a session.

Whoever has the address sees the calendar, so it holds no personal data: number of the case, step, last day. The
secret itself is shown once; the office keeps its digest.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from workflows.domain.access import Actor
from workflows.domain.errors import NotFound
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.sign_in import digest_of
from workflows.store import feeds


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One last day in a calendar."""

    #: The same as long as the task or clock lives.
    uid: str
    case_id: int
    number: str
    #: The step or the clock, in Chinese (a message id).
    step: str
    due_on: date
    #: The days off are not published yet; the day may change.
    provisional: bool
    #: When the task was opened, or the case received (UTC).
    since: datetime
    #: Whether the person sees the case as its applicant.
    own: bool


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A person's calendar."""

    locale: str
    #: The earliest last day first.
    entries: tuple[FeedEntry, ...]


def make_feed(office: Office, actor: Actor) -> str:
    """Give a person's calendar a new secret and return it; an address given before leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    with office.database.act() as uow:
        feeds.keep_feed(uow.connection, actor.user_id, digest_of(secret))
        note_within(office, uow, actor.user_id, "feed_made")
        uow.commit()
    return secret


def end_feed(office: Office, actor: Actor) -> None:
    """End a person's calendar: its address leads nowhere from now on."""
    with office.database.act() as uow:
        feeds.keep_feed(uow.connection, actor.user_id, None)
        note_within(office, uow, actor.user_id, "feed_ended")
        uow.commit()


def read_feed(office: Office, secret: str) -> Feed:
    """Return the calendar with this secret: the tasks that its person holds or may take, and the own cases' answers.

    Raises:
        NotFound: no active person's calendar has the secret.
    """
    with office.database.read() as connection:
        owner = feeds.feed_owner(connection, digest_of(secret))
        if owner is None:
            raise NotFound()
        tasks = feeds.tasks_of(connection, owner.id)
        clocks = feeds.clocks_of_applicant(connection, owner.id)
    entries = [
        FeedEntry(
            uid=f"task-{row.id}",
            case_id=row.case_id,
            number=row.number,
            step=office.processes[row.process].tasks[row.node].name,
            due_on=row.due_on,
            provisional=row.provisional,
            since=row.opened_at,
            own=row.applicant_id == owner.id,
        )
        for row in tasks
    ]
    entries += [
        FeedEntry(
            uid=f"clock-{row.id}",
            case_id=row.case_id,
            number=row.number,
            step=office.processes[row.process].rules[row.rule],
            due_on=row.due_on,
            provisional=row.provisional,
            since=row.received_at,
            own=True,
        )
        for row in clocks
        if row.rule == office.processes[row.process].cap_rule
    ]
    return Feed(locale=owner.locale, entries=tuple(sorted(entries, key=lambda entry: (entry.due_on, entry.uid))))
