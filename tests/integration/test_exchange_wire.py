"""The conversation over HTTP: nothing is believed that is not signed, fresh, small and well-formed."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from exchange import signed
from exchange.http import HttpExchange, Platform
from tests.support.clock import START, MovingClock
from tests.support.gateway import Gateway, Reply, dripping, gateway
from tests.support.platform import KEY, Owing, Running, owing, running
from wire.http import AddressRefused
from workflows.operations.exchange_port import ExchangeRefused, ExchangeUnreachable
from workflows.operations.fetch_receipts import Fetched, fetch_receipts
from workflows.operations.push_again import push_again
from workflows.operations.send_dispatches import Sending, send_dispatches
from workflows.store import exchange


@pytest.fixture
def owed(sqlite_url: str, tmp_path: Path) -> Owing:
    """An office with a case."""
    return owing(sqlite_url, tmp_path)


@pytest.fixture
def platform(owed: Owing, tmp_path: Path) -> Iterator[Running]:
    """The stand-in platform."""
    with running(tmp_path, owed.clock) as here:
        yield here


def test_a_wrong_key_is_401_and_the_dispatch_fails_in_words_until_a_person_pushes_it_again(
    owed: Owing, platform: Running
) -> None:
    owed.owe()
    assert send_dispatches(owed.office, platform.port(key="x" * 40), "w1") == Sending(failed=1)
    [row] = owed.rows()
    assert (row.state, row.last_error) == ("failed", "平台拒绝接收：401 签名或密钥不正确")
    assert platform.times() == {}
    push_again(owed.office, owed.walk.people.actor("reviewer"), row.id)
    assert send_dispatches(owed.office, platform.port(), "w1") == Sending(sent=1)


def test_a_clock_that_is_six_minutes_off_is_refused_by_the_platform(owed: Owing, platform: Running) -> None:
    off = MovingClock()
    off.advance(minutes=6)
    with pytest.raises(ExchangeRefused, match="401"):
        platform.port(clock=off).receipts("")


def raw(url: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Post by hand."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("POST", path, body, {**headers, "Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_a_call_that_was_overheard_cannot_be_repeated(platform: Running) -> None:
    body = signed.canonical({"cursor": ""})
    headers = signed.headers(KEY, START, "n" * 32, body)
    assert raw(platform.url, "/exchange/receipts", body, headers)[0] == 200
    assert raw(platform.url, "/exchange/receipts", body, headers) == (401, "该请求已经处理过")


@pytest.mark.parametrize(
    ("body", "change", "status"),
    [
        (b'{"items": []}', {}, 200),
        (b'{"items": []}', {signed.NONCE: "other"}, 401),
        (b'{"items": []}', {signed.NONCE: ""}, 401),
        (b'{"items": []}', {"X-CreditCase-Signature": "t=x,v1=y"}, 401),
        (b'{"items": []}', {"X-CreditCase-Signature": "t=99999999999999,v1=y"}, 401),
        (b"[]", {}, 400),
        (b"not json", {}, 400),
        (b'{"items": {}}', {}, 400),
        (b'{"items": [{}, 3, {"key": "k"}, {"key": "k", "kind": "publish", "subject": []}]}', {}, 200),
    ],
)
def test_the_platform_takes_only_what_is_signed_and_understood(
    platform: Running, body: bytes, change: dict[str, str], status: int
) -> None:
    headers = {**signed.headers(KEY, START, "n" * 32, body), **change}
    assert raw(platform.url, "/exchange/dispatches", body, headers)[0] == status
    assert platform.times() == {}


@pytest.fixture
def hostile() -> Iterator[Gateway]:
    """A server that is not the platform."""
    with gateway() as server:
        yield server


def port_to(server: Gateway, **more: Any) -> HttpExchange:
    url = server.url.removesuffix("/send")
    return HttpExchange(Platform(url=url, key=KEY, loopback=True, **more), lambda: START)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>"),
        Reply(body=b'{"receipts": [], "cursor": ""}'),
        Reply(body=b'{"receipts": []}', headers=signed.headers("x" * 40, START, "n" * 32, b'{"receipts": []}')),
        # Signed with the right key, but the answer to another question: an old one that was overheard.
        Reply(body=b'{"receipts": []}', headers=signed.headers(KEY, START, "n" * 32, b'{"receipts": []}')),
        Reply(body=b"x" * 2_000_000),
        Reply(status=500),
        Reply(status=429),
        Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}),
    ],
    ids=["html", "unsigned", "wrong key", "replayed", "huge", "500", "429", "redirect"],
)
def test_an_answer_that_cannot_be_believed_changes_nothing(owed: Owing, hostile: Gateway, reply: Reply) -> None:
    key = owed.owe()
    hostile.usual = reply
    with pytest.raises(ExchangeUnreachable):
        fetch_receipts(owed.office, port_to(hostile))
    assert send_dispatches(owed.office, port_to(hostile), "w1") == Sending(later=1)
    [row] = owed.rows()
    assert (row.key, row.state) == (key, "owed")
    with owed.office.database.read() as connection:
        assert exchange.cursor_of(connection, "platform") is None


def test_a_platform_that_says_nothing_or_a_byte_at_a_time_is_left_in_time(owed: Owing, hostile: Gateway) -> None:
    owed.owe()
    hostile.usual = Reply(silent=True)
    assert send_dispatches(owed.office, port_to(hostile, deadline=0.5), "w1") == Sending(later=1)
    with dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n ") as url:
        slow = HttpExchange(Platform(url=url, key=KEY, loopback=True, deadline=0.5), lambda: START)
        with pytest.raises(ExchangeUnreachable):
            slow.receipts("")


class Scripted(HttpExchange):
    """A port on which the platform's answer is signed rightly, whatever it says."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__(Platform(url="https://platform.example", key=KEY), lambda: START)
        self._said = said

    def _ask(self, what: str, content: Any) -> dict[str, Any]:
        return self._said


#: Receipts that a faulty platform could sign.
HOSTILE: list[Any] = [
    3, None, [], {}, {"key": "k"}, {"key": "k", "number": 5, "state": "done"},
    {"key": "", "number": "1", "state": "done"},
    {"key": "k" * 81, "number": "1", "state": "done"},
    {"key": "k", "number": "1", "state": "maybe"},
    {"key": "k\n", "number": "1", "state": "done"}, {"key": "k", "number": "1", "state": "done", "note": {}},
]  # fmt: skip


def test_receipts_that_are_none_are_shown_to_a_person_and_the_others_still_count(owed: Owing) -> None:
    key = owed.owe()
    note = "已办理\x00" + "长" * 5000
    good = {"key": key, "number": "PT1", "state": "done", "note": note}
    found = fetch_receipts(owed.office, Scripted({"receipts": [*HOSTILE, good], "cursor": "c1"}))
    assert found == Fetched(new=1, strays=len(HOSTILE))
    [row] = owed.rows()
    assert row.receipt_note.startswith("已办理 长")
    assert len(row.receipt_note) == 300
    with owed.office.database.read() as connection:
        assert len(exchange.strays(connection, 50)) == len(HOSTILE)


@pytest.mark.parametrize(
    "said",
    [
        {}, {"receipts": {}}, {"receipts": [], "cursor": 5}, {"receipts": [], "cursor": "c" * 81},
        {"receipts": [{}] * 501, "cursor": "c"},
    ],
)  # fmt: skip
def test_an_answer_without_a_list_of_receipts_is_none(owed: Owing, said: dict[str, Any]) -> None:
    with pytest.raises(ExchangeUnreachable):
        fetch_receipts(owed.office, Scripted(said))


def test_a_platform_whose_row_of_receipts_never_ends_does_not_keep_the_worker(owed: Owing) -> None:
    assert fetch_receipts(owed.office, Scripted({"receipts": [], "cursor": "same", "more": True})) == Fetched()


@pytest.mark.parametrize("said", [{}, {"holdings": [{}]}, {"holdings": [{"what": "x", "code": "1", "number": "2"}]}])
def test_half_an_inventory_is_none(said: dict[str, Any]) -> None:
    with pytest.raises(ExchangeUnreachable):
        Scripted(said).inventory()


def test_an_item_that_the_answer_does_not_name_is_sent_again(owed: Owing) -> None:
    owed.owe()
    assert send_dispatches(owed.office, Scripted({"accepted": ["another"]}), "w1") == Sending(later=1)


def test_an_item_that_the_platform_refuses_is_shown_with_its_words(owed: Owing) -> None:
    key = owed.owe()
    assert send_dispatches(owed.office, Scripted({"accepted": [], "refused": {key: "没有主体"}}), "w1") == Sending(
        refused=1
    )
    assert owed.rows()[0].last_error == "没有主体"


@pytest.mark.parametrize(
    "url", ["http://platform.example", "ftp://platform.example", "http://127.0.0.1.example", "https://u:p@h", "x", ""]
)
def test_records_go_to_no_address_without_encryption(url: str) -> None:
    with pytest.raises(AddressRefused):
        HttpExchange(Platform(url=url, key=KEY, loopback=True), lambda: START)


def test_in_production_not_even_to_this_machine() -> None:
    with pytest.raises(AddressRefused):
        HttpExchange(Platform(url="http://127.0.0.1:9", key=KEY), lambda: START)


def test_one_value_has_one_form_and_one_signature() -> None:
    assert signed.canonical({"b": 1, "a": "信"}) == '{"a":"信","b":1}'.encode()
    assert signed.canonical({"a": "信", "b": 1}) == signed.canonical({"b": 1, "a": "信"})
    body = b"{}"
    headers = {name.lower(): value for name, value in signed.headers(KEY, START, "n", body).items()}
    assert signed.verify(KEY, headers, body, START) == "n"
    for wrong in (body + b" ", b"[]"):
        with pytest.raises(signed.NotSigned):
            signed.verify(KEY, headers, wrong, START)


def test_what_is_sent_says_whom_and_which_decision_it_concerns(owed: Owing, platform: Running) -> None:
    owed.owe("publish")
    send_dispatches(owed.office, platform.port(), "w1")
    item = orjson.loads(platform.store.newest(1)[0]["item"])
    assert item["kind_name"] == "公示"
    assert item["record"] == {"decision_number": "示市监罚决〔2026〕9001号", "provider": "示例市市场监督管理局"}
    assert item["subject"]["name"] == "示例甲商贸有限公司"
    assert set(item) == {"key", "kind", "kind_name", "target", "subject", "record", "payload", "created_at"}


def test_the_page_of_the_stand_in_says_that_it_is_one(owed: Owing, platform: Running) -> None:
    owed.owe("publish")
    send_dispatches(owed.office, platform.port(), "w1")
    connection = http.client.HTTPConnection(urlsplit(platform.url).netloc, timeout=10)
    connection.request("GET", "/")
    page = connection.getresponse().read().decode()
    assert "演示用平台" in page
    assert "示市监罚决〔2026〕9001号" in page
    assert owed.rows()[0].key in page
