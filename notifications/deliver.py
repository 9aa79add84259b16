"""Takes notices out of the building: claimed in a short transaction, sent outside any, settled in another.

At least once, and never blindly twice: every try of a notice carries the same Message-ID, a try whose answer was lost
is repeated once, and what is still not known then is shown to a person as ``unknown``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from notifications.channels import Channel, Message, Outcome, Result
from notifications.words import Translate, untranslated, words_of
from workflows.domain.notice import next_try
from workflows.operations.office import Office
from workflows.store import outbox
from workflows.store.outbox import UNCERTAIN, ClaimedNotice

_log = structlog.get_logger(__name__)

#: Notices claimed at a time.
BATCH = 10
#: How long a claim holds: longer than a batch of slow sends, so that only a dead or frozen worker loses one.
LEASE = timedelta(minutes=10)


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
    delivery, done = Delivery(), 0
    while channels and done < limit and carry_on():
        claimed = _claim(office, channels, owner, min(BATCH, limit - done))
        if not claimed:
            break
        done += len(claimed)
        for each in claimed:
            if carry_on():
                _deliver_one(office, channels[each.channel], owner, each, translate, delivery)
            else:
                _give_back(office, owner, each)
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
) -> None:
    try:
        result = channel.send(_message(office, each, translate))
    except Exception as error:
        # One notice that cannot be worded must not hold up the others; a person is shown it.
        _log.exception("notice_failed", notice=each.id)
        result = Result(outcome=Outcome.REFUSED, reason=type(error).__name__)
    values = _settled(office, each, result)
    with office.database.act() as uow:
        held = outbox.settle(uow.connection, each, owner, **values)
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


def _message(office: Office, each: ClaimedNotice, translate: Translate) -> Message:
    kind = office.processes[each.process].notices[each.kind]
    subject, body = words_of(kind, each.data, each.locale, translate, office.base_url)
    return Message(
        message_id=message_id(each, office.base_url),
        to=each.address,
        subject=subject,
        body=body,
        written_at=each.created_at,
    )


def message_id(each: ClaimedNotice, base_url: str) -> str:
    """Return the Message-ID of a notice: the same for every try, and another one after a restored backup."""
    host = base_url.split("://")[-1].split("/")[0].split(":")[0]
    return f"<notice.{each.id}.{each.created_at.timestamp() * 1e6:.0f}@{host}>"


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


def _give_back(office: Office, owner: str, each: ClaimedNotice) -> None:
    with office.database.act() as uow:
        outbox.settle(
            uow.connection, each, owner, state="pending", attempts=each.attempts - 1, next_at=office.real_clock()
        )
        uow.commit()
