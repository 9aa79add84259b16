"""Text messages: signed, once, to the number and nowhere else, and never more than number and what to do."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from notifications.channels import Message, Outcome
from notifications.channels.sms import SmsChannel, SmsGateway
from notifications.deliver import Delivery, deliver
from notifications.words import sms_of
from tests.factories import MovingClock, People, Walk, add_record, demo_people, make_office
from tests.support.clock import START
from tests.support.gateway import Gateway, Reply, dripping, gateway
from tests.support.readings import one_segment
from webapp.commands.worker import translator
from webapp.settings import ROOT
from workflows.domain.notice import BACKOFF_MINUTES
from workflows.operations.office import Office
from workflows.processes import discover
from workflows.store import outbox
from workflows.store import people as store
from workflows.store.tables import notice

KEY = "k" * 32

#: A number as long as real ones get, days and hours as long as they get, and a place of a few words.
LONGEST = {
    "number": "ABCD-OBJ-2026-000001", "promised": "2026-12-31", "due": "2026-12-31", "on": "2026-12-31",
    "supply_by": "2026-12-31", "at": "14:30", "place": "示例大厦三楼会议室",
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[Gateway]:
    """The gateway."""
    with gateway() as running:
        yield running


def channel(url: str, **settings: Any) -> SmsChannel:
    return SmsChannel(SmsGateway(url=url, key=KEY, **settings), lambda: START)


def message(to: str = "+8613800000000") -> Message:
    return Message(message_id="<notice.7.1@o.example>", to=to, subject="", body="【信案通】请登录", written_at=START)


def test_a_message_is_one_signed_post_with_number_words_and_id_and_nothing_else(server: Gateway) -> None:
    assert channel(server.url).send(message()).outcome is Outcome.SENT
    [posted] = server.posted
    assert posted.path == "/send"
    told = {"id": "notice.7.1@o.example", "to": "+8613800000000", "text": "【信案通】请登录"}
    assert orjson.loads(posted.body) == told
    seconds, mac = (part.partition("=")[2] for part in posted.headers["X-CreditCase-Signature"].split(","))
    assert int(seconds) == START.timestamp()
    assert mac == hmac.new(KEY.encode(), seconds.encode() + b"." + posted.body, hashlib.sha256).hexdigest()
    assert posted.headers["Idempotency-Key"] == "notice.7.1@o.example"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (201, b'{"id": 5}', Outcome.SENT),
        (200, b'{"id": ""}', Outcome.UNCERTAIN),
        (200, b"[]", Outcome.UNCERTAIN),
        (200, b"ok", Outcome.UNCERTAIN),
        (200, b"", Outcome.UNCERTAIN),
        (200, b'{"id": "1", "x": "' + b"a" * 20_000 + b'"}', Outcome.UNCERTAIN),
        (400, b"", Outcome.REFUSED),
        (401, b"", Outcome.REFUSED),
        (422, b'{"id": "1"}', Outcome.REFUSED),
        (408, b"", Outcome.LATER),
        (429, b"", Outcome.LATER),
        (500, b'{"id": "1"}', Outcome.LATER),
        (503, b"", Outcome.LATER),
    ],
)
def test_an_id_means_sent_a_4xx_is_final_and_a_5xx_is_tried_again(
    server: Gateway, status: int, body: bytes, outcome: Outcome
) -> None:
    server.usual = Reply(status=status, body=body)
    assert channel(server.url).send(message()).outcome is outcome


def test_a_redirect_is_not_followed(server: Gateway) -> None:
    with gateway() as other:
        server.usual = Reply(status=307, headers={"Location": other.url})
        assert channel(server.url).send(message()).outcome is Outcome.LATER
        assert other.posted == []


def test_a_gateway_that_is_not_there_is_tried_again() -> None:
    with gateway() as gone:
        url = gone.url
    assert channel(url).send(message()).outcome is Outcome.LATER


@pytest.mark.parametrize("words", [b"H", b'HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"id": "1"} '])
def test_a_gateway_that_answers_a_byte_at_a_time_is_left_when_the_total_time_is_up(words: bytes) -> None:
    with dripping(words) as url:
        began = monotonic()
        assert channel(url, deadline=0.8).send(message()).outcome is Outcome.LATER
        assert monotonic() - began < 10


@pytest.mark.parametrize(
    "to", ["", "13800000000", "+8602012345678", "+86138000000001", "+8613800000000\r\n", "+14155550100"]
)
def test_what_is_no_mobile_number_is_refused_and_nothing_is_posted(server: Gateway, to: str) -> None:
    assert channel(server.url).send(message(to)).outcome is Outcome.REFUSED
    assert server.posted == []


def _set(people: People, login: str, **values: Any) -> None:
    with people.office.database.act() as uow:
        store.change_user(uow.connection, people.ids[login], values)
        uow.commit()


def _office(url: str, folder: Path, *, sms: bool = True) -> People:
    people = demo_people(replace(make_office(url, folder), sms=sms))
    _set(people, "applicant", phone="138 0000-0000")
    return people


def _rung(people: People) -> list[tuple[str, str]]:
    """(kind, number) of every text message that is owed."""
    with people.office.database.read() as connection:
        rows = connection.execute(select(notice).where(notice.c.channel == "sms").order_by(notice.c.id)).all()
    return [(row.kind, row.address) for row in rows]


def test_an_applicant_with_a_known_number_is_rung_for_the_result_and_not_for_the_receipt(
    database_url: str, tmp_path: Path
) -> None:
    people = _office(database_url, tmp_path)
    walk = Walk(people).open()
    assert _rung(people) == []
    walk.forwarded().finished()
    assert _rung(people) == [("replied", "+8613800000000")]


def test_whoever_does_not_want_text_messages_gets_none(sqlite_url: str, tmp_path: Path) -> None:
    people = _office(sqlite_url, tmp_path)
    _set(people, "applicant", notice_choices={"sms": False})
    Walk(people).open().forwarded().finished()
    assert _rung(people) == []


@pytest.mark.parametrize("phone", ["", "0371-65500000", "不详", "1380000000"])
def test_without_a_mobile_number_nobody_is_rung(sqlite_url: str, tmp_path: Path, phone: str) -> None:
    people = _office(sqlite_url, tmp_path)
    _set(people, "applicant", phone=phone)
    Walk(people).open().forwarded().finished()
    assert _rung(people) == []


def test_without_a_gateway_no_text_message_is_written(sqlite_url: str, tmp_path: Path) -> None:
    people = _office(sqlite_url, tmp_path, sms=False)
    Walk(people).open().forwarded().finished()
    assert _rung(people) == []


def test_staff_are_rung_only_where_they_asked_for_it(sqlite_url: str, tmp_path: Path) -> None:
    people = _office(sqlite_url, tmp_path)
    _set(people, "provider", phone="13900000001")
    Walk(people).open().forwarded()
    assert _rung(people) == []
    _set(people, "provider", notice_choices={"sms": True})
    record = _another_record(people)
    Walk(people).open(record=record).forwarded()
    assert _rung(people) == [("inquiry", "+8613900000001")]


def _another_record(people: People) -> int:
    with people.office.database.act() as uow:
        record = add_record(uow.connection, people.subject, people.provider, "示市监罚决〔2026〕9301号")
        uow.commit()
    return record


def _later(office: Office, **step: float) -> None:
    assert isinstance(office.real_clock, MovingClock)
    office.real_clock.advance(**step)


def test_a_lost_answer_is_repeated_with_the_same_id_until_the_gateway_names_one(
    database_url: str, tmp_path: Path, server: Gateway
) -> None:
    people = _office(database_url, tmp_path)
    Walk(people).open().forwarded().finished()
    server.plan.extend([Reply(silent=True), Reply(status=502)])
    ways = {"sms": channel(server.url, deadline=0.5)}
    assert deliver(people.office, ways, "w1") == Delivery(later=1)
    _later(people.office, minutes=BACKOFF_MINUTES[0])
    assert deliver(people.office, ways, "w1") == Delivery(later=1)
    _later(people.office, minutes=BACKOFF_MINUTES[1])
    assert deliver(people.office, ways, "w1") == Delivery(sent=1)
    assert len({posted.headers["Idempotency-Key"] for posted in server.posted}) == 1
    assert len(server.posted) == 3
    text = orjson.loads(server.posted[-1].body)["text"]
    assert text == "【信案通】异议申请 SL-OBJ-2026-000001 已有处理结果，请登录系统查看。"


def test_a_refused_message_is_shown_to_a_person(sqlite_url: str, tmp_path: Path, server: Gateway) -> None:
    people = _office(sqlite_url, tmp_path)
    Walk(people).open().forwarded().finished()
    server.usual = Reply(status=400)
    assert deliver(people.office, {"sms": channel(server.url)}, "w1") == Delivery(failed=1)
    with people.office.database.read() as connection:
        [row] = outbox.undelivered(connection)
    assert (row.address, row.last_error) == ("+8613800000000", "400 短信网关未接收")


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_text_message_fits_into_one_segment_and_names_nothing_but_the_case(locale: str) -> None:
    translate = translator(str(ROOT / "webapp"))
    rung = [kind for process in discover().values() for kind in process.notices.values() if kind.sms]
    assert len(rung) >= 3
    for kind in rung:
        text = sms_of(kind, LONGEST, locale, translate)
        assert one_segment(text), text


def test_70_characters_of_chinese_or_160_letters_are_one_segment() -> None:
    assert one_segment("信" * 70)
    assert not one_segment("信" * 71)
    assert not one_segment("a" * 69 + "信𠀀")
    assert one_segment("a" * 160)
    assert not one_segment("a" * 161)
