"""Exchange with the city platform: sent at least once, in effect once, answered by a receipt that is noted once."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from exchange.stand_in.store import Delays
from tests.support.clock import MovingClock
from tests.support.platform import DELAY, KEY, Owing, Running, owing, running
from workflows.domain.notice import BACKOFF_MINUTES
from workflows.operations.exchange_port import ExchangeUnreachable, Port, Receipts
from workflows.operations.fetch_receipts import Fetched, fetch_receipts
from workflows.operations.receive_receipt import Receipt, receive_receipt
from workflows.operations.send_dispatches import LEASE, Sending, send_dispatches
from workflows.store import dispatches, exchange, history
from workflows.store.dispatches import Claimed
from workflows.store.tables import message

EVERYTHING = exchange.Reach(orgs=None)


@pytest.fixture
def owed(database_url: str, tmp_path: Path) -> Owing:
    """An office with a case."""
    return owing(database_url, tmp_path)


@pytest.fixture
def platform(owed: Owing, tmp_path: Path) -> Iterator[Running]:
    """The stand-in platform, on the office's clock."""
    with running(tmp_path, owed.clock) as here:
        yield here


def told(owed: Owing) -> list[str]:
    """The kinds of event in the history of the case."""
    with owed.office.database.read() as connection:
        return [event.kind for event in history.events_of(connection, owed.walk.case_id)]


def messages_of(owed: Owing) -> list[str]:
    with owed.office.database.read() as connection:
        return list(connection.execute(select(message.c.name).order_by(message.c.id)).scalars())


class Wrapped:
    """A port that does something around the real one's sending."""

    def __init__(self, inner: Port, around: Callable[[Callable[[], Mapping[str, str]]], Mapping[str, str]]) -> None:
        self._inner, self._around = inner, around

    def send(self, batch: Sequence[Claimed]) -> Mapping[str, str]:
        """Send within ``around``."""
        return self._around(lambda: self._inner.send(batch))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_what_is_owed_is_sent_signed_and_its_receipt_comes_back_and_is_told_to_the_case(
    owed: Owing, platform: Running
) -> None:
    key = owed.owe(answer="acknowledged")
    port = platform.port()
    assert send_dispatches(owed.office, port, "w1") == Sending(sent=1)
    assert owed.states() == ["sent"]
    assert platform.times() == {key: 1}
    assert fetch_receipts(owed.office, port) == Fetched(), "no receipt is ready yet"
    owed.clock.advance(seconds=DELAY + 1)
    assert fetch_receipts(owed.office, port) == Fetched(new=1)
    [row] = owed.rows()
    assert (row.state, row.receipt[:2], row.receipt_note) == ("received", "PT", "已办理")
    assert row.received_at == owed.clock.now
    assert told(owed)[-4:] == ["push_owed", "push_sent", "receipt_received", "message_sent"]
    assert messages_of(owed) == ["acknowledged"]
    assert fetch_receipts(owed.office, port) == Fetched(), "the cursor stands behind it"


def test_the_case_is_told_only_when_the_last_of_its_receipts_is_there(owed: Owing, platform: Running) -> None:
    keys = [owed.owe(kind, answer="acknowledged") for kind in ("stop_publicity", "stop_sharing", "update_rating")]
    send_dispatches(owed.office, platform.port(), "w1")
    for key in keys[:2]:
        receive_receipt(owed.office, Receipt(key=key, number="1"))
    assert messages_of(owed) == []
    assert receive_receipt(owed.office, Receipt(key=keys[2], number="1"))
    assert not receive_receipt(owed.office, Receipt(key=keys[2], number="1")), "noted once"
    assert messages_of(owed) == ["acknowledged"]


def test_of_two_last_receipts_at_the_same_moment_one_tells_the_case(
    owed: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = owed.owe(answer="acknowledged"), owed.owe("stop_sharing", answer="acknowledged")
    still_waiting, between = dispatches.still_waiting, [second]

    def meanwhile(*arguments: Any) -> int:
        found = still_waiting(*arguments)
        if between:
            receive_receipt(owed.office, Receipt(key=between.pop(), number="2"))
        return found

    monkeypatch.setattr(dispatches, "still_waiting", meanwhile)
    assert receive_receipt(owed.office, Receipt(key=first, number="1"))
    assert owed.states() == ["received", "received"]
    assert messages_of(owed) == ["acknowledged"]


def test_a_call_whose_answer_was_lost_is_repeated_under_the_same_key_and_has_one_effect(
    owed: Owing, platform: Running
) -> None:
    key = owed.owe("publish")

    def lost(send: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        send()
        raise ExchangeUnreachable(why="TimeoutError")

    assert send_dispatches(owed.office, Wrapped(platform.port(), lost), "w1") == Sending(later=1)
    [row] = owed.rows()
    assert (row.state, row.last_error) == ("owed", "平台没有应答：TimeoutError")
    assert send_dispatches(owed.office, platform.port(), "w1") == Sending(), "not before its time"
    owed.clock.advance(minutes=BACKOFF_MINUTES[0])
    assert send_dispatches(owed.office, platform.port(), "w1") == Sending(sent=1)
    assert platform.times() == {key: 2}
    assert len(platform.store.holdings("", 10)) == 1
    assert fetch_receipts(owed.office, platform.port()) == Fetched(new=1)
    assert told(owed).count("push_sent") == 1


def test_while_one_worker_sends_no_other_does(owed: Owing, platform: Running) -> None:
    owed.owe()
    others: list[Sending] = []

    def meanwhile(send: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        others.append(send_dispatches(owed.office, platform.port(), "w2"))
        return send()

    assert send_dispatches(owed.office, Wrapped(platform.port(), meanwhile), "w1") == Sending(sent=1)
    assert others == [Sending()]
    assert list(platform.times().values()) == [1]


def test_no_transaction_is_open_while_the_platform_is_asked(owed: Owing, platform: Running) -> None:
    owed.owe()

    def another_act(send: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        if not owed.rows()[1:]:
            done = threading.Thread(target=owed.owe, args=("stop_sharing",))
            done.start()
            done.join(5)
            assert not done.is_alive(), "another act waits for the one that sends"
        return send()

    send_dispatches(owed.office, Wrapped(platform.port(), another_act), "w1")
    assert owed.states() == ["sent", "sent"]
    assert len(platform.times()) == 2


def test_what_a_worker_was_sending_when_it_died_is_sent_by_another_when_the_claim_ends(
    owed: Owing, platform: Running
) -> None:
    key = owed.owe()

    def die(send: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        send()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_dispatches(owed.office, Wrapped(platform.port(), die), "w1")
    assert owed.states() == ["sending"]
    assert send_dispatches(owed.office, platform.port(), "w2") == Sending()
    owed.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert send_dispatches(owed.office, platform.port(), "w2") == Sending(sent=1)
    assert platform.times() == {key: 2}


def test_a_worker_whose_claim_was_taken_over_writes_nothing(owed: Owing, platform: Running) -> None:
    owed.owe()

    def slow(send: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        owed.clock.advance(seconds=LEASE.total_seconds() + 1)
        assert send_dispatches(owed.office, platform.port(), "w2") == Sending(sent=1)
        raise ExchangeUnreachable(why="TimeoutError")

    assert send_dispatches(owed.office, Wrapped(platform.port(), slow), "w1") == Sending()
    assert owed.states() == ["sent"]


def test_a_receipt_that_is_faster_than_the_answer_counts(owed: Owing, platform: Running) -> None:
    key = owed.owe()

    def overtaken(send: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        receive_receipt(owed.office, Receipt(key=key, number="PT1"))
        return send()

    send_dispatches(owed.office, Wrapped(platform.port(), overtaken), "w1")
    assert owed.states() == ["received"]


def test_after_the_last_try_a_person_is_shown_the_failure(owed: Owing) -> None:
    owed.owe()

    class Gone:
        def send(self, batch: Sequence[Claimed]) -> Mapping[str, str]:
            """Do not answer."""
            raise ExchangeUnreachable(why="ConnectionRefusedError")

        def __getattr__(self, name: str) -> Any:
            raise AssertionError(name)

    for minutes in BACKOFF_MINUTES:
        assert send_dispatches(owed.office, Gone(), "w1") == Sending(later=1)
        owed.clock.advance(minutes=minutes)
    assert send_dispatches(owed.office, Gone(), "w1") == Sending(failed=1)
    assert owed.states() == ["failed"]
    assert told(owed)[-1] == "push_failed"


def test_a_receipt_is_late_when_its_last_day_has_passed_and_the_list_shows_it(owed: Owing, tmp_path: Path) -> None:
    today = owed.clock.now.date()
    owed.owe(due_on=today)
    owed.owe("stop_sharing")
    with running(tmp_path, owed.clock, Delays(usual=5, late=86_400 * 3, late_in=1)) as platform:
        send_dispatches(owed.office, platform.port(), "w1")
        owed.clock.advance(days=1)
        assert fetch_receipts(owed.office, platform.port()) == Fetched()
        with owed.office.database.read() as connection:
            assert exchange.count(connection, "late", EVERYTHING, today) == 0
            [late] = exchange.page(connection, "late", EVERYTHING, owed.clock.now.date(), before=None, size=10)
        assert (late.kind, late.state) == ("stop_publicity", "sent")
        owed.clock.advance(days=3)
        assert fetch_receipts(owed.office, platform.port()) == Fetched(new=2)
    with owed.office.database.read() as connection:
        assert exchange.count(connection, "late", EVERYTHING, owed.clock.now.date()) == 0


def test_what_is_owed_waits_by_the_office_clock_and_is_repeated_by_the_real_one(
    sqlite_url: str, tmp_path: Path
) -> None:
    """The training clock stands months ahead of the machine's: pushes still leave at once."""
    owed = owing(sqlite_url, tmp_path)
    with running(tmp_path, owed.clock) as platform:
        ahead = MovingClock()
        ahead.advance(days=90)
        owed.walk.people = replace(owed.walk.people, office=replace(owed.office, clock=ahead))
        owed.owe()
        assert send_dispatches(owed.office, platform.port(), "w1") == Sending(sent=1)


def test_a_worker_that_dies_before_the_cursor_moves_reads_the_same_receipts_again(
    owed: Owing, platform: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed.owe()
    send_dispatches(owed.office, platform.port(), "w1")
    owed.clock.advance(seconds=DELAY + 1)

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(exchange, "set_cursor", die)
        with pytest.raises(KeyboardInterrupt):
            fetch_receipts(owed.office, platform.port())
    assert owed.states() == ["received"]
    assert fetch_receipts(owed.office, platform.port()) == Fetched(known=1)
    assert told(owed).count("receipt_received") == 1


def test_a_receipt_for_nothing_that_was_sent_is_kept_for_a_person_once(owed: Owing) -> None:
    found = Receipts(found=[Receipt(key="SL-OBJ-2026-000777-9", number="PT9", note="已办理")], cursor="c1")

    class Port:
        def receipts(self, cursor: str) -> Receipts:
            """Always the same."""
            return found

        def noted(self, receipts: Receipts) -> None:
            """Nothing."""

        def __getattr__(self, name: str) -> Any:
            raise AssertionError(name)

    assert fetch_receipts(owed.office, Port()) == Fetched(strays=1)
    assert fetch_receipts(owed.office, Port()) == Fetched()
    with owed.office.database.read() as connection:
        [stray] = exchange.strays(connection, 10)
    assert (stray.key, stray.number, stray.note) == ("SL-OBJ-2026-000777-9", "PT9", "没有对应的推送：已办理")


def test_a_refusal_is_shown_with_the_platforms_words_and_a_new_push_is_not_undone_by_reading_it_again(
    owed: Owing, platform: Running
) -> None:
    key = owed.owe(answer="acknowledged")
    send_dispatches(owed.office, platform.port(), "w1")
    refusal = Receipt(key=key, number="TH1", note="文书号不存在", refused=True)
    assert receive_receipt(owed.office, refusal)
    [row] = owed.rows()
    assert (row.state, row.last_error) == ("refused", "文书号不存在")
    assert messages_of(owed) == [], "a refusal is no answer to wait for"
    with owed.office.database.act() as uow:
        assert dispatches.push_again(uow.connection, row.id, owed.clock.now)
        uow.commit()
    assert not receive_receipt(owed.office, refusal)
    assert owed.states() == ["owed"]
    assert receive_receipt(owed.office, Receipt(key=key, number="PT1"))
    assert messages_of(owed) == ["acknowledged"]


def test_the_key_of_the_signatures_is_no_part_of_what_is_said_or_shown(owed: Owing, platform: Running) -> None:
    assert KEY not in repr(platform.port()._platform)
