"""Listings at the platform: each under its own number, of the entity and of every person, and gone with the removal."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from exchange.stand_in.store import Delays, Store
from tests.factories import blank_docx
from tests.support import databases
from webapp.demo.scenario import run_scenario
from workflows.domain.identifiers import mask_resident_id
from workflows.operations.exchange_port import item_of
from workflows.processes import discover
from workflows.store import dispatches
from workflows.store.database import Database
from workflows.store.tables import dispatch, listing, subject

_KINDS = ("enter_list", "publish", "leave_list", "withdraw")


def test_the_platform_holds_the_listings_that_the_office_shows_and_drops_them_with_the_removal(tmp_path: Path) -> None:
    process, now = discover()["blacklist_exit"], datetime(2040, 1, 1, tzinfo=UTC)
    with databases.fresh_sqlite(tmp_path) as url:
        run_scenario(
            process, process.scenarios["exit-by-expiry"], tmp_path, database_url=url, render=lambda _t, _c: blank_docx()
        )
        database = Database(url)
        with database.act() as uow:
            about = (dispatch.c.listing_id.is_not(None), dispatch.c.kind.in_(_KINDS))
            uow.connection.execute(update(dispatch).values(state="received"))
            uow.connection.execute(update(dispatch).where(*about).values(state="owed", attempts=0, next_at=now))
            claimed = dispatches.claim(
                uow.connection, now=now, real_now=now, lease_until=now + timedelta(1), owner="w", limit=100
            )
            whose = select(listing.c.number, subject.c.code, subject.c.kind).join(
                subject, subject.c.id == listing.c.subject_id
            )
            shown = uow.connection.execute(whose.where(listing.c.public)).all()
            uow.commit()
        database.close()
    assert {row.kind for row in shown} == {"legal_person", "natural_person"}, "the entity and who answers for it"
    masked = {
        ("listing", mask_resident_id(row.code, public=True), row.number)
        for row in shown
        if row.kind == "natural_person"
    }
    platform, held = Store(tmp_path / "stand-in.db"), []
    for each in claimed:
        platform.take([item_of(each)], 0, Delays())
        held.append({(row["what"], row["code"], row["number"]) for row in platform.holdings("", 100)})
    most = max(held, key=len)
    assert most == {("listing", row.code, row.number) for row in shown} | masked
    assert held[-1] == set(), "the removal goes where the listing went (原发布渠道)"


def test_what_the_public_does_not_see_is_told_to_the_platform_as_such_and_not_shown_there(tmp_path: Path) -> None:
    platform = Store(tmp_path / "stand-in.db")
    item = {
        "key": "SJ-LST-1-1", "kind": "enter_list", "subject": {"name": "示例甲", "code": "91410184MA9DE0001A"},
        "listing": {"list": "market_serious", "number": "示列〔2026〕1号"}, "payload": {"public": False},
    }  # fmt: skip
    platform.take([item], 0, Delays())
    assert platform.holdings("", 10) == []
