"""The outbox: each notice leaves once, late rather than twice, and what does not arrive is shown to a person."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from notifications.channels import Channel, Message, Outcome, Result
from notifications.channels.smtp import MailServer, SmtpChannel
from notifications.deliver import LEASE, Delivery, deliver
from notifications.words import words_of
from tests.factories import MovingClock, Walk, demo_people, make_office
from tests.support.smtp import SmtpServer
from workflows.domain.notice import BACKOFF_MINUTES
from workflows.domain.process_type import NoticeType
from workflows.operations.office import Office
from workflows.store import outbox


class Recording:
    """A channel that notes what it is given and answers as planned, SENT when the plan is used up."""

    def __init__(self, *plan: Outcome) -> None:
        self.plan = list(plan)
        self.messages: list[Message] = []

    def send(self, message: Message) -> Result:
        self.messages.append(message)
        return Result(outcome=self.plan.pop(0) if self.plan else Outcome.SENT, reason="451 later")


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Office:
    """An office with one case; its applicant is owed the notice of receipt by mail."""
    made = make_office(database_url, tmp_path)
    Walk(demo_people(made)).open()
    return made


def smtp(server: SmtpServer) -> Mapping[str, Channel]:
    return {
        "email": SmtpChannel(MailServer(host="127.0.0.1", port=server.port, sender="office@office.example", tls=False))
    }


def backlog(office: Office) -> outbox.Backlog:
    with office.database.read() as connection:
        return outbox.backlog(connection, office.clock())


def later(office: Office, **step: float) -> None:
    clock = office.real_clock
    assert isinstance(clock, MovingClock)
    clock.advance(**step)


def test_a_notice_leaves_once_over_real_smtp(office: Office, smtp_server: SmtpServer) -> None:
    assert deliver(office, smtp(smtp_server), "w1") == Delivery(sent=1)
    assert deliver(office, smtp(smtp_server), "w1") == Delivery()
    assert smtp_server.recipients() == ["applicant@office.example"]
    text = smtp_server.messages[0].message.get_content()
    assert "最迟2026年10月12日答复您" in text
    assert backlog(office) == outbox.Backlog(waiting=0, failed=0, unknown=0)


def test_without_a_mail_server_the_notice_waits_and_is_counted(office: Office) -> None:
    assert deliver(office, {}, "w1") == Delivery()
    assert backlog(office).waiting == 1


def test_a_full_mailbox_is_tried_again_after_each_wait_and_then_shown_as_failed(office: Office) -> None:
    channel = Recording(*[Outcome.LATER] * 20)
    for minutes in BACKOFF_MINUTES:
        assert deliver(office, {"email": channel}, "w1") == Delivery(later=1)
        assert deliver(office, {"email": channel}, "w1") == Delivery(), "not before the wait is over"
        later(office, minutes=minutes)
    assert deliver(office, {"email": channel}, "w1") == Delivery(failed=1)
    assert len({message.message_id for message in channel.messages}) == 1
    assert backlog(office) == outbox.Backlog(waiting=0, failed=1, unknown=0)
    with office.database.read() as connection:
        assert [row.last_error for row in outbox.undelivered(connection)] == ["451 later"]


def test_a_training_clock_does_not_shorten_the_wait(office: Office) -> None:
    channel = Recording(Outcome.LATER)
    deliver(office, {"email": channel}, "w1")
    clock = office.clock
    assert isinstance(clock, MovingClock)
    clock.advance(days=30)
    assert deliver(office, {"email": channel}, "w1") == Delivery()
    later(office, minutes=BACKOFF_MINUTES[0])
    assert deliver(office, {"email": channel}, "w1") == Delivery(sent=1)


def test_a_refused_address_is_shown_at_once(office: Office) -> None:
    assert deliver(office, {"email": Recording(Outcome.REFUSED)}, "w1") == Delivery(failed=1)
    assert backlog(office).failed == 1


def test_an_answer_lost_after_the_data_is_repeated_once_with_the_same_id_and_then_unknown(
    office: Office, smtp_server: SmtpServer
) -> None:
    smtp_server.drop_after_data(times=2)
    assert deliver(office, smtp(smtp_server), "w1") == Delivery(later=1)
    later(office, minutes=BACKOFF_MINUTES[0])
    assert deliver(office, smtp(smtp_server), "w1") == Delivery(failed=1)
    later(office, days=3)
    assert deliver(office, smtp(smtp_server), "w1") == Delivery()
    assert len(smtp_server.messages) == 2
    assert len({received.message["Message-ID"] for received in smtp_server.messages}) == 1
    assert backlog(office) == outbox.Backlog(waiting=0, failed=0, unknown=1)


class Dies(BaseException):
    """The worker is killed: nothing after the send is run."""


class Killed(Recording):
    """The message goes out, and the worker dies before it can note that."""

    def send(self, message: Message) -> Result:
        super().send(message)
        raise Dies


def test_a_worker_killed_between_sending_and_noting_costs_one_more_try_with_the_same_id(office: Office) -> None:
    first, second = Killed(), Recording()
    with pytest.raises(Dies):
        deliver(office, {"email": first}, "dead")
    assert deliver(office, {"email": second}, "w2") == Delivery(), "its claim still holds"
    later(office, seconds=LEASE.total_seconds() + 1)
    assert deliver(office, {"email": second}, "w2") == Delivery(sent=1)
    assert [message.message_id for message in first.messages] == [message.message_id for message in second.messages]


def test_a_notice_on_which_two_workers_died_is_shown_as_unknown_and_sent_no_third_time(office: Office) -> None:
    for owner in ("dead1", "dead2"):
        with pytest.raises(Dies):
            deliver(office, {"email": Killed()}, owner)
        later(office, seconds=LEASE.total_seconds() + 1)
    third = Recording()
    assert deliver(office, {"email": third}, "w3") == Delivery()
    assert third.messages == []
    assert backlog(office).unknown == 1


class Frozen(Recording):
    """A worker that freezes in the middle of sending; meanwhile its claim runs out and another one delivers."""

    def __init__(self, office: Office, other: Recording) -> None:
        super().__init__(Outcome.REFUSED)
        self.office, self.other = office, other

    def send(self, message: Message) -> Result:
        later(self.office, seconds=LEASE.total_seconds() + 1)
        assert deliver(self.office, {"email": self.other}, "w2") == Delivery(sent=1)
        return super().send(message)


def test_the_late_note_of_a_frozen_worker_is_refused(office: Office) -> None:
    assert deliver(office, {"email": Frozen(office, Recording())}, "w1") == Delivery()
    assert backlog(office) == outbox.Backlog(waiting=0, failed=0, unknown=0)


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_begun(office: Office) -> None:
    asked = iter([True, False, False])
    channel = Recording()
    assert deliver(office, {"email": channel}, "w1", carry_on=lambda: next(asked)) == Delivery()
    assert channel.messages == []
    assert deliver(office, {"email": channel}, "w2") == Delivery(sent=1)


def test_two_workers_at_once_send_every_notice_once(database_url: str, tmp_path: Path) -> None:
    office = make_office(database_url, tmp_path)
    walk = Walk(demo_people(office)).open().forwarded().finished()
    owed = len({(row.event_seq, row.kind, row.recipient_id) for row in _mails(office)})
    channel, barrier = Recording(), Barrier(2)

    def work(owner: str) -> None:
        barrier.wait()
        deliver(office, {"email": channel}, owner)

    workers = [Thread(target=work, args=(owner,)) for owner in ("w1", "w2")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    ids = [message.message_id for message in channel.messages]
    assert len(ids) == len(set(ids)) == owed >= 4, walk.open_nodes()


def _mails(office: Office) -> Any:
    from sqlalchemy import select

    from workflows.store.tables import notice

    with office.database.read() as connection:
        return connection.execute(select(notice).where(notice.c.channel == "email")).all()


def test_a_reminder_due_outside_office_hours_waits_for_the_next_working_morning(office: Office) -> None:
    channel = Recording()
    deliver(office, {"email": channel}, "w1")
    with office.database.act() as uow:
        from sqlalchemy import insert

        from workflows.store.tables import notice

        morning = office.clock() + timedelta(hours=71)
        uow.connection.execute(
            insert(notice),
            [
                {
                    "case_id": 1,
                    "event_seq": 99,
                    "kind": "deadline_warned",
                    "recipient_id": 0,
                    "channel": "email",
                    "state": "pending",
                    "address": "a@office.example",
                    "data": {"number": "SL-1", "rule": "信息提供单位核查", "due": "2026-09-25"},
                    "created_at": office.clock(),
                    "next_at": morning,
                }
            ],
        )
        uow.commit()
    assert deliver(office, {"email": channel}, "w1") == Delivery()
    clock = office.clock
    assert isinstance(clock, MovingClock)
    clock.now = morning
    assert deliver(office, {"email": channel}, "w1") == Delivery(sent=1)


KIND = NoticeType(kind="x", subject="预警：%(number)s\n%(rule)s", body="“%(rule)s”于%(due)s到期，原为%(old)s。")
VALUES = {"number": "SL-1", "rule": "核查", "due": "2026-09-02", "old": None}


def test_words_are_told_in_the_recipients_language() -> None:
    english = {
        KIND.subject: "Warning: %(number)s %(rule)s",
        KIND.body: "%(rule)s is due on %(due)s, was %(old)s.",
        "核查": "verification",
        "规定期限内": "the period laid down",
    }
    subject, body = words_of(KIND, VALUES, "en", lambda _, words: english.get(words, words), "https://office.example")
    assert subject == "Warning: SL-1 verification"
    assert body.startswith("verification is due on 2 September 2026, was the period laid down.")
    subject, body = words_of(KIND, VALUES, "zh_CN", lambda _, words: words, "https://office.example")
    assert subject == "预警：SL-1 核查"
    assert "2026年9月2日到期" in body
    assert "https://office.example" in body
