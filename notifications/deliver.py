"""Takes notices out of the building: claimed in a short transaction, sent outside any, settled in another.

At least once, and never blindly twice: every try of a notice carries the same Message-ID, a try whose answer was lost
is repeated once, and what is still not known then is shown to a person as ``unknown``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import orjson
import structlog

from notifications.appointment import appointment_of
from notifications.channels import Channel, Message, Outcome, Result
from notifications.digest import digest_of
from notifications.ical import Appointment
from notifications.words import Translate, sms_of, untranslated, words_of
from workflows.domain.notice import next_try
from workflows.domain.person_notices import PERSON_NOTICES
from workflows.domain.process_type import NoticeType
from workflows.operations.keep_webhooks import REMOVED, give_up, is_removed
from workflows.operations.morning_digest import DIGEST
from workflows.operations.office import Office
from workflows.operations.reset_password import with_link
from workflows.store import outbox
from workflows.store.outbox import UNCERTAIN, ClaimedNotice

_log = structlog.get_logger(__name__)

#: Notices claimed at a time.
BATCH = 10
#: How long the events of a webhook wait that did not answer in this round.
SILENCE = timedelta(minutes=1)
#: How long a claim holds: longer than a batch of slow sends, so that only a dead or frozen worker loses one.
LEASE = timedelta(minutes=10)
#: What becomes of an event that was owed to a webhook when that was removed.
_GIVEN_UP = Result(outcome=Outcome.REFUSED, reason=REMOVED)


@dataclass
class Delivery:
    """What one round of delivery did."""

    sent: int = 0
    #: To be tried again.
    later: int = 0
    #: Shown to a person: refused for good, or not known.
    failed: int = 0


def deliver(
    office: Office,
    channels: Mapping[str, Channel],
    owner: str,
    *,
    translate: Translate = untranslated,
    limit: int = 500,
    carry_on: Callable[[], bool] = lambda: True,
) -> Delivery:
    """Send what is due on the channels that are set up; the rest stays pending and the health page counts it.

    Args:
        channels: by name; a notice on a channel that is not here waits.
        owner: name of the worker, for its claims.
        limit: most notices of this round.
        carry_on: asked between messages; False ends the round and gives back what was not begun (shutdown).
    """
    delivery, done, silent = Delivery(), 0, set[int]()
    while channels and done < limit and carry_on():
        claimed = _claim(office, channels, owner, min(BATCH, limit - done))
        if not claimed:
            break
        done += len(claimed)
        for each in claimed:
            if each.channel == "webhook" and each.recipient_id in silent:
                # One that does not answer must not hold up the others: the rest of its events wait for a later round.
                _give_back(office, owner, each, after=SILENCE)
            elif not carry_on():
                _give_back(office, owner, each)
            elif not _deliver_one(office, channels[each.channel], owner, each, translate, delivery):
                silent.add(each.recipient_id)
    return delivery


def _claim(office: Office, channels: Mapping[str, Channel], owner: str, limit: int) -> list[ClaimedNotice]:
    real_now = office.real_clock()
    with office.database.act() as uow:
        claimed = outbox.claim(
            uow.connection,
            now=office.clock(),
            real_now=real_now,
            lease_until=real_now + LEASE,
            owner=owner,
            channels=sorted(channels),
            limit=limit,
        )
        uow.commit()
    return claimed


def _deliver_one(
    office: Office, channel: Channel, owner: str, each: ClaimedNotice, translate: Translate, delivery: Delivery
) -> bool:
    """Send one notice and settle it; tell whether its recipient could be reached."""
    removed = each.channel == "webhook" and not each.url and is_removed(office, each.recipient_id)
    try:
        result = _GIVEN_UP if removed else channel.send(_message(office, each, translate))
    except Exception as error:
        # One notice that cannot be worded must not hold up the others; a person is shown it.
        _log.exception("notice_failed", notice=each.id)
        result = Result(outcome=Outcome.REFUSED, reason=type(error).__name__)
    values = _settled(office, each, result)
    with office.database.act() as uow:
        held = outbox.settle(uow.connection, each, owner, **values)
        if held and removed:
            give_up(office, uow, each.recipient_id, case_id=each.case_id, event_seq=each.event_seq)
        uow.commit()
    if not held:
        _log.warning("notice_claim_lost", notice=each.id, outcome=str(result.outcome))
    elif values["state"] == "sent":
        delivery.sent += 1
    elif values["state"] == "pending":
        delivery.later += 1
    else:
        delivery.failed += 1
        _log.warning("notice_undelivered", notice=each.id, state=values["state"], reason=result.reason)
    return result.outcome is not Outcome.LATER


def _message(office: Office, each: ClaimedNotice, translate: Translate) -> Message:
    subject, secret, to, list_id = "", "", each.address, ""
    appointment = None
    if each.channel == "webhook":
        to, secret, body = each.url, each.secret, event_of(each)
    elif each.channel == "sms":
        body = sms_of(_kind(office, each), each.data, each.locale, translate)
    elif each.kind == DIGEST:
        subject, body = digest_of(office.processes, each.data, each.locale, translate, office.base_url)
        list_id = f"digest.{_host(office.base_url)}"
    else:
        kind, link = _kind(office, each), _where_to_go_on(each, office.base_url)
        subject, body = words_of(kind, with_link(office, each.data), each.locale, translate, link)
        if kind.appointment:
            appointment = _appointment(office, each, translate, link)
        list_id = f"notices.{_host(office.base_url)}"
    return Message(
        message_id=message_id(each, office.base_url),
        to=to,
        subject=subject,
        body=body,
        written_at=each.created_at,
        list_id=list_id,
        secret=secret,
        appointment=appointment,
    )


def _appointment(office: Office, each: ClaimedNotice, translate: Translate, link: str) -> Appointment:
    name = translate(each.locale, office.processes[each.process].name)
    return appointment_of(
        each.case_id,
        each.data,
        summary=f"{name} {each.data['number']}",
        link=link,
        base_url=office.base_url,
        stamp=each.created_at,
    )


def message_id(each: ClaimedNotice, base_url: str) -> str:
    """Return the Message-ID of a notice: the same for every try, and another one after a restored backup."""
    return f"<notice.{each.id}.{each.created_at.timestamp() * 1e6:.0f}@{_host(base_url)}>"


def event_of(each: ClaimedNotice) -> str:
    """Return what a webhook is told: which event, of which kind, in which case and when; nothing else."""
    told = {
        "id": f"{each.case_id}-{each.event_seq}",
        "kind": each.kind,
        "case_number": each.data["number"],
        "at": each.created_at.isoformat(timespec="seconds"),
    }
    return orjson.dumps(told).decode()


def _host(base_url: str) -> str:
    return base_url.split("://")[-1].split("/")[0].split(":")[0]


def _kind(office: Office, each: ClaimedNotice) -> NoticeType:
    return office.processes[each.process].notices[each.kind] if each.process else PERSON_NOTICES[each.kind]


def _where_to_go_on(each: ClaimedNotice, base_url: str) -> str:
    """Return the page of the case as its recipient sees it; without an account that is the page of progress."""
    if not each.process:
        return base_url
    if not each.to_applicant:
        return f"{base_url}/cases/{each.case_id}"
    if not each.recipient_id:
        return f"{base_url}/progress?number={quote(str(each.data['number']))}"
    return f"{base_url}/mine/{each.case_id}"


def _settled(office: Office, each: ClaimedNotice, result: Result) -> dict[str, object]:
    """What the notice's row becomes."""
    now = office.real_clock()
    reason = " ".join(result.reason.split())[:250]
    match result.outcome:
        case Outcome.SENT:
            return {"state": "sent", "sent_at": now, "last_error": None}
        case Outcome.REFUSED:
            return {"state": "failed", "last_error": reason}
        case Outcome.UNCERTAIN if each.uncertain:
            return {"state": "unknown", "last_error": f"{UNCERTAIN}:{reason}"}
        case _:
            again = next_try(now, each.attempts)
            uncertain = each.uncertain or result.outcome is Outcome.UNCERTAIN
            error = f"{UNCERTAIN}:{reason}" if uncertain else reason
            if again is None:
                return {"state": "unknown" if uncertain else "failed", "last_error": error}
            return {"state": "pending", "next_at": again, "last_error": error}


def _give_back(office: Office, owner: str, each: ClaimedNotice, after: timedelta = timedelta()) -> None:
    """Put back a notice that was not tried; one that was never tried is due by the office's clock."""
    now = office.clock() if each.attempts == 1 else office.real_clock()
    with office.database.act() as uow:
        outbox.settle(uow.connection, each, owner, state="pending", attempts=each.attempts - 1, next_at=now + after)
        uow.commit()
