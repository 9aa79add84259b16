"""What acts do to the publicity of a record: it ends, comes back, is held and released; a lost race writes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories import People, Walk
from tests.integration.test_destroy_records import person
from tests.support import web as support
from tests.support.people import add_record
from tests.support.repair_law import with_repair_law
from tests.support.web import Visitor, Web
from workflows.domain.access import OFFICE
from workflows.domain.effects import Effect
from workflows.domain.errors import NotAllowed, StaleVersion
from workflows.domain.publicity import EndPublicity, Hold, RestorePublicity, Unhold
from workflows.operations import effects
from workflows.operations.destroy_records import NothingToDestroy, confirm, destroy_confirmed, draw_up
from workflows.operations.effects.publicity import RecordDestroyed
from workflows.operations.hold_record import HoldRecord, HoldUnchanged, hold_record, release_record
from workflows.operations.look_at_records import look_at_records
from workflows.operations.reading import open_act
from workflows.operations.send_message import send_message
from workflows.store import history, publicity
from workflows.store.tables import event

#: A record of the general class whose maximum ended on 1 August 2026 with all duties done.
OVER = {
    "category": "一般", "published_on": date(2025, 8, 1), "publish_until": None, "look_on": date(2026, 8, 2),
    "conduct_ended_on": date(2025, 7, 1), "fulfilled_on": date(2025, 7, 2),
}  # fmt: skip


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> Web:
    """The application under the national classes, with one case."""
    made = support.web(sqlite_url, tmp_path)
    return made.serve(with_repair_law(made.office))


@pytest.fixture
def people(site: Web) -> People:
    """Its people."""
    return site.people


@pytest.fixture
def act(people: People) -> Callable[[Effect], None]:
    """Carries an effect out in an act on a case about another record of the same subject."""
    with people.office.database.act() as uow:
        row = publicity.load(uow.connection, people.record)
        other = add_record(uow.connection, row.subject_id, people.provider, "示市监罚决〔2026〕77号")
        uow.commit()
    walk, sent = Walk(people).open(record=other), iter(range(100))

    def carry_out(effect: Effect) -> None:
        send_message(people.office, effect, case_id=walk.case_id, key=f"effect-{next(sent)}")

    return carry_out


def now(people: People, record_id: int | None = None) -> Any:
    with people.office.database.read() as connection:
        return publicity.load(connection, record_id or people.record)


def put(people: People, values: dict[str, Any]) -> None:
    with people.office.database.act() as uow:
        publicity.change(uow.connection, people.record, now(people).version, values)
        uow.commit()


def confirmed_list(people: People) -> None:
    """One person draws a list up, another confirms it."""
    list_id = draw_up(people.office, people.actor("reviewer"), people.authority)
    confirm(people.office, people.actor("reviewer2"), list_id)


def of_case(people: People) -> list[tuple[str, Any]]:
    """Events of the one case that are about the publicity of a record."""
    with people.office.database.read() as connection:
        return [
            (row.kind, row.data)
            for row in history.events_of(connection, 1)
            if row.kind.startswith(("record_", "publicity_"))
        ]


def of_office(people: People) -> list[tuple[str, Any]]:
    with people.office.database.read() as connection:
        rows = connection.execute(select(event).where(event.c.case_id == 0).order_by(event.c.seq)).all()
    return [(row.kind, row.data) for row in rows if row.kind in ("record_held", "record_released")]


def test_publicity_ends_once_and_keeps_its_first_day_and_reason(people: People, act: Callable[[Effect], None]) -> None:
    act(EndPublicity(record_id=people.record, reason="mistaken"))
    after = now(people)
    assert (after.state, after.ended_on, after.ended_reason) == ("ended", date(2026, 9, 18), "mistaken")
    act(EndPublicity(record_id=people.record, reason="annulled"))
    assert now(people).version == after.version, "what has ended is not ended again"
    act(EndPublicity(record_id=people.record, reason="repaired"))
    assert (now(people).ended_reason, now(people).repair_state) == ("mistaken", "repaired")


def test_a_revoked_repair_makes_the_record_public_again_until_the_day_that_is_given(
    people: People, act: Callable[[Effect], None]
) -> None:
    act(EndPublicity(record_id=people.record, reason="repaired"))
    act(RestorePublicity(record_id=people.record, until=date(2027, 6, 30)))
    after = now(people)
    assert (after.state, after.publish_until, after.repair_state) == ("published", date(2027, 6, 30), "revoked")
    assert (after.ended_on, after.ended_reason) == (None, "")
    assert after.look_on is not None
    assert after.look_on <= date(2027, 7, 1), "the clock looks at the latest on the day after the last"
    assert of_case(people)[-1] == ("publicity_restored", {"record": people.record, "until": "2027-06-30"})


def test_a_held_record_is_let_alone_by_the_clock_until_the_hold_ends(
    people: People, act: Callable[[Effect], None]
) -> None:
    put(people, OVER)
    act(Hold(record_id=people.record, reason="行政诉讼期间"))
    assert (now(people).hold_reason, now(people).look_on) == ("行政诉讼期间", None)
    look_at_records(people.office)
    assert now(people).state == "published"
    act(Unhold(record_id=people.record))
    assert now(people).hold_reason == ""
    look_at_records(people.office)
    assert (now(people).state, now(people).ended_reason) == ("ended", "expired")
    assert [kind for kind, _ in of_case(people)] == ["record_held", "record_released"]


def test_an_act_that_was_decided_on_an_older_record_writes_nothing(
    people: People, act: Callable[[Effect], None]
) -> None:
    for effect in (
        EndPublicity(record_id=people.record, reason="repaired"),
        RestorePublicity(record_id=people.record, until=date(2027, 6, 30)),
        Hold(record_id=people.record, reason="诉讼"),
        Unhold(record_id=people.record),
    ):
        before = of_case(people)
        late = open_act(people.office, OFFICE, 1, substantive=False)
        effects.apply(effect, late)
        put(people, {"category": "严重"})
        moved = now(people)
        with people.office.database.act() as uow, pytest.raises(StaleVersion):
            late.write(uow)
        assert now(people) == moved, type(effect).__name__
        assert of_case(people) == before


def test_nothing_brings_a_destroyed_record_back(people: People, act: Callable[[Effect], None]) -> None:
    one = person(people)
    confirmed_list(people)
    assert destroy_confirmed(people.office) == 1
    destroyed = now(people, one)
    for effect in (
        RestorePublicity(record_id=one, until=date(2027, 6, 30)), Hold(record_id=one, reason="诉讼"),
        Unhold(record_id=one),
    ):  # fmt: skip
        with pytest.raises(RecordDestroyed):
            act(effect)
    act(EndPublicity(record_id=one, reason="repaired"))
    assert now(people, one) == destroyed, "it is public no longer, and no mark is put on it"


def hold(people: People, record_id: int, reason: str = "示例法院调查令") -> HoldRecord:
    return HoldRecord(record_id=record_id, seen=now(people, record_id).version, reason=reason)


def test_a_hold_by_the_head_keeps_destruction_away_also_after_the_list_was_confirmed(people: People) -> None:
    one, head = person(people), people.actor("head")
    confirmed_list(people)
    hold_record(people.office, head, hold(people, one))
    assert destroy_confirmed(people.office) == 0
    with pytest.raises(NothingToDestroy):
        draw_up(people.office, people.actor("reviewer"), people.authority)
    release_record(people.office, head, hold(people, one, "调查已经结束"))
    look_at_records(people.office)
    assert now(people, one).asks == "destroy", "the day of the release it waits for destruction again"
    draw_up(people.office, people.actor("reviewer"), people.authority)
    assert of_office(people) == [
        ("record_held", {"record": one, "reason": "示例法院调查令"}),
        ("record_released", {"record": one, "reason": "调查已经结束"}),
    ]


def test_a_hold_is_set_once_lifted_once_and_never_over_a_change_that_nobody_has_seen(people: People) -> None:
    head, command = people.actor("head"), hold(people, people.record)
    with pytest.raises(HoldUnchanged):
        release_record(people.office, head, command)
    put(people, {"category": "严重"})
    with pytest.raises(StaleVersion):
        hold_record(people.office, head, command)
    hold_record(people.office, head, hold(people, people.record))
    with pytest.raises(HoldUnchanged):
        hold_record(people.office, head, hold(people, people.record, "另一理由"))
    assert now(people).hold_reason == "示例法院调查令"


@pytest.mark.parametrize("login", ["reviewer", "auditor", "provider", "supervisor"])
def test_nobody_but_the_head_of_the_centre_decides_on_a_hold(site: Web, login: str) -> None:
    with pytest.raises(NotAllowed):
        hold_record(site.office, site.people.actor(login), hold(site.people, site.people.record))
    visitor = site.signed_in(login)
    assert visitor.get(f"/retention/records/{site.people.record}/hold").status_code == 403
    assert (
        f"/retention/records/{site.people.record}/hold"
        not in visitor.get(f"/retention/records/{site.people.record}").text
    )


def post(visitor: Visitor, address: str, **data: str) -> Any:
    shown = visitor.get(address).text
    version = shown.split('name="seen" value="')[1].split('"')[0]
    lift = shown.split('name="lift" value="')[1].split('"')[0]
    return visitor.post(address, {"seen": version, "lift": lift, **data})


def test_on_the_page_the_head_sets_and_lifts_a_hold_and_must_say_why(site: Web) -> None:
    record = f"/retention/records/{site.people.record}"
    head = site.signed_in("head")
    assert f'href="{record}/hold"' in head.get(record).text
    for reason in ("", "　", "字" * 201):
        assert post(head, f"{record}/hold", reason=reason).status_code == 422
    assert now(site.people).hold_reason == ""
    assert post(head, f"{record}/hold", reason="示例法院〔2026〕1号调查令").status_code == 303
    assert "示例法院〔2026〕1号调查令" in head.get(record).text
    assert post(head, f"{record}/hold", reason="").status_code == 422, "lifting wants its reason too"
    assert post(head, f"{record}/hold", reason="示例法院已结案").status_code == 303
    assert [kind for kind, _ in of_office(site.people)] == ["record_held", "record_released"]


def test_two_heads_with_the_page_open_do_not_undo_each_other(site: Web) -> None:
    address = f"/retention/records/{site.people.record}/hold"
    head = site.signed_in("head")
    version = head.get(address).text.split('name="seen" value="')[1].split('"')[0]
    assert post(head, address, reason="示例法院调查令").status_code == 303
    again = head.post(address, {"seen": version, "lift": "0", "reason": "另一理由"})
    assert again.status_code in (409, 422)
    assert now(site.people).hold_reason == "示例法院调查令"
