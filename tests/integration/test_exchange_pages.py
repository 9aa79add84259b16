"""推送与回执: who sees what, pushing again, what differs from the platform, the board of receipts of a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from exchange.stand_in.store import Delays
from tests.factories import Walk
from tests.support.platform import KEY, Running, running
from tests.support.web import Web, web
from workflows.domain.access import Role
from workflows.domain.exchange import Push
from workflows.operations.fetch_receipts import fetch_receipts
from workflows.operations.receive_receipt import Receipt, receive_receipt
from workflows.operations.reconcile_exchange import Comparison, reconcile_exchange
from workflows.operations.send_dispatches import send_dispatches
from workflows.operations.send_message import send_message
from workflows.store import dispatches, exchange, history, people
from workflows.store import office as store
from workflows.store.tables import dispatch, listing, record


@dataclass(kw_only=True)
class Desk:
    """The web over an office with one case, and the platform."""

    site: Web
    walk: Walk
    platform: Running

    def owe(self, kind: str, **more: Any) -> Any:
        """Owe the platform something about the case's record."""
        with self.site.office.database.read() as connection:
            key = f"push-{len(dispatches.of_case(connection, self.walk.case_id))}"
        send_message(self.site.office, Push(kind=kind, **more), case_id=self.walk.case_id, key=key)
        return self.rows()[-1]

    def rows(self) -> list[Any]:
        """Every dispatch."""
        with self.site.office.database.read() as connection:
            return list(connection.execute(select(dispatch).order_by(dispatch.c.id)).all())

    def send(self, **more: Any) -> None:
        """One round of the worker."""
        send_dispatches(self.site.office, self.platform.port(**more), "w1")

    def compare(self) -> Comparison:
        """Compare with the platform."""
        found = reconcile_exchange(self.site.office, self.platform.port())
        assert found is not None
        return found

    def differences(self) -> list[tuple[str, str, str]]:
        """What was found."""
        with self.site.office.database.read() as connection:
            return [(row.kind, row.what, row.number) for row in exchange.drifts(connection, 100)]


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """The web, on each kind of database."""
    site = web(database_url, tmp_path)
    with running(tmp_path, site.clock) as platform:
        yield Desk(site=site, walk=Walk(site.people).open(), platform=platform)


def test_the_page_shows_what_is_owed_sent_failed_and_received_by_the_filter_of_the_address(desk: Desk) -> None:
    first = desk.owe("stop_publicity")
    desk.send()
    receive_receipt(desk.site.office, Receipt(key=first.key, number="PT-1", note="已办理"))
    desk.owe("stop_sharing")
    desk.send(key="x" * 40)
    desk.owe("update_rating", due_on=desk.site.clock.now.date())
    desk.site.clock.advance(days=1)
    reviewer = desk.site.signed_in("reviewer")
    kinds = ("终止公示", "停止共享和使用", "更新评价结果")
    shown = {}
    for which in ("open", "owed", "sent", "late", "refused", "failed", "received", "nonsense"):
        page = reviewer.get(f"/exchange?show={which}").text
        shown[which] = {words for words in kinds if f">{words}<" in page}
    assert shown == {
        "open": {"停止共享和使用", "更新评价结果"},
        "owed": {"更新评价结果"},
        "sent": set(),
        "late": {"更新评价结果"},
        "refused": set(),
        "failed": {"停止共享和使用"},
        "received": {"终止公示"},
        "nonsense": {"停止共享和使用", "更新评价结果"},
    }
    assert "401 签名或密钥不正确" in reviewer.get("/exchange").text


def test_what_failed_is_pushed_again_with_one_button_and_the_history_says_who_did_it(desk: Desk) -> None:
    row = desk.owe("stop_publicity")
    desk.send(key="x" * 40)
    reviewer = desk.site.signed_in("reviewer")
    answer = reviewer.post(f"/exchange/{row.id}/push", {"show": "failed"}, page="/exchange")
    assert (answer.status_code, answer.location) == (303, "/exchange?show=failed")
    [event] = [each for each in _events(desk) if each.kind == "push_repeated"]
    assert event.actor_id == desk.site.people.ids["reviewer"]
    assert reviewer.post(f"/exchange/{row.id}/push", page="/exchange").status_code == 409, "it is owed already"
    desk.send()
    assert desk.rows()[0].state == "sent"


def _events(desk: Desk) -> list[Any]:
    with desk.site.office.database.read() as connection:
        return list(history.events_of(connection, desk.walk.case_id))


@pytest.mark.parametrize("who", ["applicant", "provider", "auditor", "head", "executor", "stranger"])
def test_other_posts_neither_see_the_page_nor_push(desk: Desk, who: str) -> None:
    row = desk.owe("stop_publicity")
    desk.send(key="x" * 40)
    visitor = desk.site.signed_in(who)
    assert visitor.get("/exchange").status_code == 403
    assert visitor.post(f"/exchange/{row.id}/push", page="/account/password").status_code == 403
    assert desk.rows()[0].state == "failed"


def test_a_reviewer_of_another_organisation_sees_nothing_of_it_and_pushes_nothing(desk: Desk) -> None:
    row = desk.owe("stop_publicity")
    desk.send(key="x" * 40)
    with desk.site.office.database.act() as uow:
        values = {"name": "示例郡信用中心", "kind": "authority", "letter_word": "郡信用", "case_word": "JL"}
        org = people.add_organisation(uow.connection, {**values, "jurisdiction": "henan"})
        password = people.user_by_login(uow.connection, "reviewer").password_hash
        account = {"login": "elsewhere", "name": "示例elsewhere", "password_hash": password, "email": "e@o.example"}
        people.add_user(uow.connection, {**account, "created_at": desk.site.clock()}, [(Role.REVIEWER, org)])
        uow.commit()
    visitor = desk.site.signed_in("elsewhere")
    assert "终止公示" not in visitor.get("/exchange").text
    assert visitor.post(f"/exchange/{row.id}/push", page="/exchange").status_code == 404
    assert visitor.post("/exchange/99999/push", page="/exchange").status_code == 404


def test_what_differs_is_reported_by_kind_and_nothing_is_corrected(desk: Desk) -> None:
    """The platform shows a record that was withdrawn here, lacks one that is shown, and has one nobody knows."""
    ours, office = desk.site.people, desk.site.office
    assert desk.compare() == Comparison(compared=1, drifts=1)
    assert desk.differences() == [("record", "missing", "示市监罚决〔2026〕9001号")]
    desk.owe("publish")
    desk.send()
    assert desk.compare() == Comparison(compared=1, drifts=0)
    desk.platform.store.take(
        [{"key": "x", "kind": "publish", "subject": {"name": "示例", "code": "91410184MA00000000"},
          "record": {"decision_number": "示1号"}}], 0, Delays(usual=1, late_in=0),
    )  # fmt: skip
    desk.site.clock.advance(minutes=1)
    fetch_receipts(office, desk.platform.port())
    with office.database.act() as uow:
        uow.connection.execute(update(record).where(record.c.id == ours.record).values(state="withdrawn"))
        uow.connection.execute(
            listing.insert().values(
                register="serious", list_key="k", domain="d", subject_id=ours.subject, case_id=desk.walk.case_id,
                organ_id=ours.provider, basis={}, reason="-", number="示列字1号", public=True, state="listed",
                listed_on=desk.site.clock.now.date(),
            )
        )  # fmt: skip
        uow.commit()
    before = desk.platform.store.holdings("", 10)
    assert desk.compare().drifts == 3
    assert sorted(desk.differences()) == [
        ("listing", "missing", "示列字1号"),
        ("record", "surplus", "示市监罚决〔2026〕9001号"),
        ("record", "unknown", "示1号"),
    ]
    assert [tuple(row) for row in desk.platform.store.holdings("", 10)] == [tuple(row) for row in before]
    assert len(desk.rows()) == 1, "nothing was pushed by itself"


def test_what_is_on_its_way_is_no_difference_yet(desk: Desk) -> None:
    desk.owe("publish")
    assert desk.compare() == Comparison(compared=1, drifts=0)


def test_a_supervisor_has_a_difference_pushed_once_and_it_is_audited(desk: Desk) -> None:
    desk.compare()
    supervisor = desk.site.signed_in("supervisor")
    page = supervisor.get("/exchange").text
    assert "本系统公示中，平台没有公示" in page
    with desk.site.office.database.read() as connection:
        [drift] = exchange.drifts(connection, 10)
    address = f"/exchange/differences/{drift.id}/push"
    assert supervisor.post(address, page="/exchange").status_code == 303
    assert supervisor.post(address, page="/exchange").status_code == 409
    assert desk.site.signed_in("reviewer").post(address, page="/exchange").status_code == 403
    [row] = desk.rows()
    assert (row.kind, row.case_id, row.record_id) == ("publish", None, desk.site.people.record)
    desk.send()
    desk.site.clock.advance(minutes=1)
    fetch_receipts(desk.site.office, desk.platform.port())
    assert desk.rows()[0].state == "received"
    assert desk.compare() == Comparison(compared=1, drifts=0)
    with desk.site.office.database.read() as connection:
        count, _head = store.chain_head(connection)
    assert count >= 4, "two comparisons, the push and its receipt stand in the office's own log"


def test_a_receipt_that_fits_nothing_is_shown_until_somebody_has_looked(desk: Desk) -> None:
    with desk.site.office.database.act() as uow:
        assert exchange.add_stray(uow.connection, "NOBODY-1", "PT-9", "没有对应的推送", desk.site.clock())
        assert not exchange.add_stray(uow.connection, "NOBODY-1", "PT-9", "没有对应的推送", desk.site.clock())
        uow.commit()
    admin = desk.site.signed_in("admin")
    assert "NOBODY-1" in admin.get("/exchange").text
    assert "NOBODY-1" not in desk.site.signed_in("reviewer").get("/exchange").text
    assert admin.post("/exchange/strays/1/seen", page="/exchange").status_code == 303
    assert "NOBODY-1" not in admin.get("/exchange").text
    assert admin.post("/exchange/strays/1/seen", page="/exchange").status_code == 404


def test_the_case_page_has_a_board_of_receipts_for_whoever_handles_the_case(desk: Desk) -> None:
    reviewer = desk.site.signed_in("reviewer")
    address = f"/cases/{desk.walk.case_id}?tab=exchange"
    assert "推送与回执</a></li>" not in reviewer.get(f"/cases/{desk.walk.case_id}").text.split("办件内容")[1]
    assert reviewer.get(address).status_code == 200, "without pushes the tab is the first one"
    row = desk.owe("stop_publicity")
    desk.owe("lift_measures")
    desk.send()
    receive_receipt(desk.site.office, Receipt(key=row.key, number="PT-1", note="已办理"))
    page = reviewer.get(address).text
    assert "PT-1" in page
    assert page.count("bi-check-lg") == 1
    assert "待回执" in page
    assert KEY not in page


def test_a_hostile_receipt_is_text_on_the_page(desk: Desk) -> None:
    row = desk.owe("stop_publicity")
    receive_receipt(desk.site.office, Receipt(key=row.key, number="<b>1</b>", note="<script>alert(1)</script>"))
    page = desk.site.signed_in("reviewer").get("/exchange?show=received").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("before", ["0", "x", "-1", "99999999999999", "1'--"])
def test_a_place_that_cannot_be_shows_the_first_page_or_an_empty_one(desk: Desk, before: str) -> None:
    assert desk.site.signed_in("reviewer").get(f"/exchange?before={before}").status_code == 200


def test_what_belongs_to_no_case_is_seen_by_supervisors_and_by_whoever_provided_the_record(desk: Desk) -> None:
    desk.compare()
    supervisor = desk.site.signed_in("supervisor")
    with desk.site.office.database.read() as connection:
        [drift] = exchange.drifts(connection, 10)
    supervisor.post(f"/exchange/differences/{drift.id}/push", page="/exchange")
    desk.send(key="x" * 40)
    [row] = desk.rows()
    assert row.key in supervisor.get("/exchange?show=failed").text
    reviewer = desk.site.signed_in("reviewer")
    assert row.key not in reviewer.get("/exchange?show=failed").text
    assert reviewer.post(f"/exchange/{row.id}/push", page="/exchange").status_code == 404
    assert supervisor.post(f"/exchange/{row.id}/push", page="/exchange").status_code == 303
    assert desk.rows()[0].state == "owed"
