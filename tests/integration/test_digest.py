"""The morning digest: on working days at nine, one mail a person, about what is overdue, due today or due soon."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from notifications.channels.smtp import MailServer, SmtpChannel
from notifications.deliver import deliver
from tests.factories import MovingClock, People, Walk, add_record, demo_people, make_office
from tests.support.smtp import SmtpServer
from webapp.commands.worker import translator
from webapp.settings import ROOT
from webapp.worker import Worker
from workflows.operations.claim_task import claim_task
from workflows.operations.morning_digest import SHOWN, write_digests
from workflows.store import inbox
from workflows.store import people as store
from workflows.store.tables import notice


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """An office with one case; its examination is due on Thursday, 24 September 2026."""
    made = demo_people(make_office(database_url, tmp_path))
    Walk(made).open()
    return made


def at(people: People, day: int, hour: int = 9, minute: int = 0) -> None:
    """Set the office's clock to a day of September 2026 in Asia/Shanghai."""
    assert isinstance(people.office.clock, MovingClock)
    people.office.clock.now = datetime(2026, 9, day, hour - 8, minute, tzinfo=UTC)


def owed(people: People) -> dict[str, dict[str, int]]:
    """Who is owed a digest, with its counts."""
    logins = {user_id: login for login, user_id in people.ids.items()}
    with people.office.database.read() as connection:
        rows = connection.execute(select(notice).where(notice.c.kind == "digest", notice.c.channel == "email")).all()
    assert len({row.recipient_id for row in rows}) == len(rows), "one mail a person"
    return {logins[row.recipient_id]: row.data["counts"] for row in rows}


def _set(people: People, login: str, **values: Any) -> None:
    with people.office.database.act() as uow:
        store.change_user(uow.connection, people.ids[login], values)
        uow.commit()


def counts(overdue: int = 0, today: int = 0, soon: int = 0) -> dict[str, int]:
    return {"overdue": overdue, "today": today, "soon": soon}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (21, None),  # Monday: three working days are left
        (22, counts(soon=1)),
        (23, counts(soon=1)),
        (24, counts(today=1)),
        (28, counts(overdue=1)),  # the first working day after the Mid-Autumn holiday
    ],
)
def test_a_task_is_told_two_working_days_ahead_on_its_last_day_and_when_it_is_overdue(
    people: People, day: int, expected: dict[str, int] | None
) -> None:
    at(people, day)
    write_digests(people.office)
    assert owed(people) == ({} if expected is None else {"reviewer": expected, "reviewer2": expected})


@pytest.mark.parametrize(
    ("day", "hour", "minute"), [(24, 8, 59), (24, 12, 0), (24, 23, 0), (25, 9, 0), (26, 9, 0), (27, 9, 0)]
)
def test_nothing_is_sent_before_nine_from_noon_on_or_on_a_day_off(
    people: People, day: int, hour: int, minute: int
) -> None:
    at(people, day, hour, minute)
    assert write_digests(people.office) == 0
    assert owed(people) == {}


def test_a_make_up_working_day_on_a_weekend_has_its_digest(people: People) -> None:
    at(people, 20)
    _set(people, "reviewer", notice_choices={"digest": False})
    assert write_digests(people.office) == 0, "the twentieth is a working day, but nothing is due within two"
    with people.office.database.read() as connection:
        assert connection.execute(select(notice.c.id).where(notice.c.channel == "day")).one_or_none()


def test_nobody_gets_a_second_one_that_day_whatever_happens_meanwhile(people: People) -> None:
    at(people, 24)
    assert write_digests(people.office) == 2
    with people.office.database.act() as uow:
        record = add_record(uow.connection, people.subject, people.provider, "示市监罚决〔2026〕9401号")
        uow.commit()
    Walk(people).open(record=record)
    at(people, 24, 11)
    assert write_digests(people.office) == 0
    at(people, 28)
    assert write_digests(people.office) > 0, "the next working day has its own"


def test_several_workers_at_once_write_one_mail_a_person(people: People) -> None:
    at(people, 24)
    barrier, written = Barrier(3), []

    def work() -> None:
        barrier.wait()
        written.append(write_digests(people.office))

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(written) == [0, 0, 2]
    assert owed(people).keys() == {"reviewer", "reviewer2"}


def test_what_a_colleague_has_taken_is_told_to_the_colleague_alone(people: People) -> None:
    with people.office.database.read() as connection:
        [row] = inbox.page(connection, people.ids["reviewer"], people.actor("reviewer").posts).rows
    claim_task(people.office, people.actor("reviewer2"), row.task_id)
    at(people, 24)
    write_digests(people.office)
    assert owed(people).keys() == {"reviewer2"}


def test_who_does_not_want_it_has_no_address_or_no_account_any_more_gets_none(people: People) -> None:
    _set(people, "reviewer", notice_choices={"digest": False})
    _set(people, "reviewer2", email="")
    at(people, 24)
    write_digests(people.office)
    assert owed(people) == {}


def test_the_applicant_gets_none(people: People) -> None:
    walk = Walk(people, opened=None)
    at(people, 18, 10)
    with people.office.database.act() as uow:
        record = add_record(uow.connection, people.subject, people.provider, "示市监罚决〔2026〕9402号")
        uow.commit()
    walk.open(record=record)
    at(people, 24)
    write_digests(people.office)
    assert "applicant" not in owed(people)


def _mail(people: People, server: SmtpServer, login: str) -> Any:
    mail = MailServer(host="127.0.0.1", port=server.port, sender="office@office.example", tls=False)
    deliver(people.office, {"email": SmtpChannel(mail)}, "w1", translate=translator(str(ROOT / "webapp")))
    return next(
        each.message
        for each in server.messages
        if each.recipients == (f"{login}@office.example",) and "digest" in each.message["List-Id"]
    )


def test_the_mail_names_each_task_with_its_last_day_and_a_link(people: People, smtp_server: SmtpServer) -> None:
    at(people, 24)
    write_digests(people.office)
    mail = _mail(people, smtp_server, "reviewer")
    with people.office.database.read() as connection:
        [row] = inbox.page(connection, people.ids["reviewer"], people.actor("reviewer").posts).rows
    assert mail["Subject"] == "今日待办 2026年9月24日：逾期 0 件，今天到期 1 件，两个工作日内到期 0 件"
    text = mail.get_content()
    assert "今天到期（1）" in text
    assert "SL-OBJ-2026-000001" in text
    assert "最后期限2026年9月24日" in text
    assert f"http://127.0.0.1:8000/tasks/{row.task_id}" in text
    assert "已经逾期" not in text, "an empty heading is left out"
    assert "示例甲" not in text, "nobody is named"


def test_of_very_many_tasks_the_mail_names_the_first_and_counts_the_rest(people: People) -> None:
    from notifications.digest import digest_of

    task = {"state": "overdue", "id": 1, "number": "SL-OBJ-2026-000001", "process": "objection", "node": "examine"}
    data = {"day": "2026-09-24", "counts": counts(overdue=SHOWN + 7), "tasks": [{**task, "due": "2026-09-23"}] * SHOWN}
    _, body = digest_of(people.office.processes, data, "zh_CN", lambda _, words: words, "https://o.example")
    assert body.count("/tasks/1\n") == SHOWN
    assert "另有 7 件未列出" in body


def test_the_worker_writes_it_by_itself(people: People, tmp_path: Path) -> None:
    at(people, 24)
    made = Worker(people.office, {}, tmp_path / "audit.anchor")
    made.tick(next(job for job in made.jobs if job.name == "digest"))
    assert owed(people).keys() == {"reviewer", "reviewer2"}
