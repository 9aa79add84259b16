"""What a person has chosen decides on which channels notices leave; the inbox stands whatever was chosen."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from notifications.channels.smtp import MailServer, SmtpChannel
from notifications.deliver import deliver
from tests.factories import People, Walk, demo_people, make_office
from tests.support.smtp import SmtpServer
from workflows.domain.time import OFFICE_ZONE
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.store import people as store
from workflows.store.tables import notice


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """The small office."""
    return demo_people(make_office(database_url, tmp_path))


def _set(people: People, login: str, **values: Any) -> None:
    with people.office.database.act() as uow:
        store.change_user(uow.connection, people.ids[login], values)
        uow.commit()


def _owed(people: People, login: str) -> list[tuple[str, str]]:
    with people.office.database.read() as connection:
        mine = notice.c.recipient_id == people.ids[login]
        return [(row.channel, row.kind) for row in connection.execute(select(notice).where(mine).order_by(notice.c.id))]


def _send(people: People, server: SmtpServer) -> None:
    mail = MailServer(host="127.0.0.1", port=server.port, sender="office@office.example", tls=False)
    deliver(people.office, {"email": SmtpChannel(mail)}, "w1")


def test_who_has_chosen_nothing_gets_inbox_and_mail(people: People) -> None:
    Walk(people).open()
    assert _owed(people, "applicant") == [("inbox", "received"), ("email", "received")]


def test_who_does_not_want_mail_still_finds_everything_in_the_inbox(people: People) -> None:
    _set(people, "applicant", notice_choices={"email": False})
    Walk(people).open()
    assert _owed(people, "applicant") == [("inbox", "received")]


def test_who_wants_mail_about_deadlines_only_gets_no_other_mail(people: People) -> None:
    _set(people, "reviewer", notice_choices={"email": False, "email:deadlines": True})
    _set(people, "reviewer2", notice_choices={"email": True, "email:deadlines": False})
    walk = Walk(people).open()
    walk.fire_until(walk.clock().astimezone(OFFICE_ZONE).date() + timedelta(days=6))
    assert ("email", "deadline_warned") in _owed(people, "reviewer")
    assert ("email", "deadline_warned") not in _owed(people, "reviewer2")
    assert ("inbox", "deadline_warned") in _owed(people, "reviewer2")


def test_the_choice_of_one_person_is_not_that_of_a_colleague(people: People) -> None:
    _set(people, "reviewer", notice_choices={"email": False})
    walk = Walk(people).open()
    walk.fire_until(walk.clock().astimezone(OFFICE_ZONE).date() + timedelta(days=6))
    assert ("email", "deadline_warned") not in _owed(people, "reviewer")
    assert ("inbox", "deadline_warned") in _owed(people, "reviewer")
    assert ("email", "deadline_warned") in _owed(people, "reviewer2")


def test_reminders_leave_in_office_hours_whatever_the_channel(people: People) -> None:
    walk = Walk(people).open()
    # The breach falls at midnight; its reminders wait for the next working morning at nine.
    walk.clock.advance(days=40)
    assert fire_due_deadlines(people.office, "w1").fired
    with people.office.database.read() as connection:
        sent = connection.execute(select(notice.c.next_at).where(notice.c.kind == "deadline_breached")).scalars().all()
    assert sent
    assert all(9 <= at.astimezone(OFFICE_ZONE).hour < 18 for at in sent)


def test_mail_says_that_a_machine_wrote_it_which_list_it_is_and_where_to_go_on(
    people: People, smtp_server: SmtpServer
) -> None:
    walk = Walk(people).open().forwarded()
    _send(people, smtp_server)
    by_recipient = {each.recipients[0]: each.message for each in smtp_server.messages}
    to_applicant, to_provider = by_recipient["applicant@office.example"], by_recipient["provider@office.example"]
    for mail in (to_applicant, to_provider):
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["List-Id"] == "<notices.127.0.0.1>"
    assert f"http://127.0.0.1:8000/mine/{walk.case_id}\r\n" in to_applicant.get_content()
    assert f"http://127.0.0.1:8000/cases/{walk.case_id}\r\n" in to_provider.get_content()
