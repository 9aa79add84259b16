"""The rounds of the lists: watch listings end, many domains are told, the month is reconciled; each of them once."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from tests.factories import blank_docx
from tests.support import databases
from tests.support import web as support
from tests.support.departments import staffed
from tests.support.listed import a_case, listed
from tests.support.web import Web
from webapp.demo.scenario import run_scenario
from workflows.domain.time import office_date
from workflows.operations.end_watch import end_watch
from workflows.operations.reconcile_lists import last_reconciled, reconcile_lists
from workflows.operations.recount_domains import recount_domains
from workflows.processes import discover
from workflows.store.tables import case, event, listing, market_ban, message, notice, user

BAN = {"ban_scope": "食品经营", "ban_basis": "示例法第一条", "ban_forever": True}
WATCH: dict[str, Any] = {"register": "watch", "list_key": "watch", "public": False, "repairable_on": None}


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Web:
    """An office with a department, on each kind of database."""
    made = support.web(database_url, tmp_path)
    staffed(made)
    return made


def rows(site: Web, query: Any) -> list[Any]:
    """Read straight from the tables."""
    with site.office.database.read() as connection:
        return list(connection.execute(query).all())


def kinds(site: Web, kind: str) -> int:
    """Count events of a kind."""
    return len(rows(site, select(event.c.seq).where(event.c.kind == kind)))


def test_a_watch_listing_ends_the_day_after_its_last_day_once_and_both_sides_are_told(site: Web) -> None:
    today, case_id = office_date(site.office.clock()), a_case(site)
    over = listed(site, case_id, **WATCH, until_on=today - timedelta(days=1))
    last_day = listed(site, case_id, **{**WATCH, "list_key": "watch2"}, until_on=today)
    endless = listed(site, case_id, **{**WATCH, "list_key": "watch3"}, until_on=None)
    serious = listed(site, case_id, until_on=today - timedelta(days=1))
    assert (end_watch(site.office), end_watch(site.office)) == (1, 0)
    found = {row.id: (row.state, row.left_reason, row.left_on) for row in rows(site, select(listing))}
    assert found[over] == ("left", "expiry", today)
    assert {found[each][0] for each in (last_day, endless, serious)} == {"listed"}, "a decision ends a serious listing"
    assert kinds(site, "watch_ended") == 1
    told = [row.recipient_id for row in rows(site, select(notice).where(notice.c.kind == "watch_ended"))]
    assert sorted(told) == sorted(
        [*staffed_ids(site, "recogniser", "recogniser2"), site.people.ids["applicant"]]
    ), "the organ's officers and who acts for the subject"


def staffed_ids(site: Web, *logins: str) -> list[int]:
    """The accounts of the department's officers."""
    return [row.id for row in rows(site, select(user.c.id).where(user.c.login.in_(logins)))]


def test_many_domains_are_told_to_every_case_once_and_only_of_who_was_listed_lately(site: Web) -> None:
    case_id, today = a_case(site), office_date(site.office.clock())
    listed(site, case_id, listed_on=today)
    assert recount_domains(site.office) == 0, "one domain is no news"
    listed(site, case_id, list_key="labour_arrears", domain="labour", listed_on=today)
    assert recount_domains(site.office) == 1
    assert recount_domains(site.office) == 0, "the message is on its way"
    sent = rows(site, select(message).where(message.c.name == "many_domains"))
    assert [(row.case_id, row.data) for row in sent] == [(case_id, {"domains": 2})]
    with site.office.database.act() as uow:
        uow.connection.execute(message.update().values(state="done"))
        uow.connection.execute(case.update().values(facts={"domains": 2}))
        uow.commit()
    assert recount_domains(site.office) == 0, "the case knows"


def test_what_was_listed_before_the_last_round_is_not_read_again(site: Web) -> None:
    case_id, today = a_case(site), office_date(site.office.clock())
    assert recount_domains(site.office) == 0
    for key, domain in (("market_serious", "market"), ("labour_arrears", "labour")):
        listed(site, case_id, list_key=key, domain=domain, listed_on=today - timedelta(days=1))
    assert recount_domains(site.office) == 0, "the count on entry spoke of it; the mark has passed"


def test_the_watch_list_is_no_domain(site: Web) -> None:
    case_id, today = a_case(site), office_date(site.office.clock())
    listed(site, case_id, listed_on=today)
    listed(site, case_id, **{**WATCH, "domain": "labour"}, listed_on=today)
    assert recount_domains(site.office) == 0


def test_the_lists_are_reconciled_once_a_month_and_the_result_stands_on_the_page(site: Web) -> None:
    case_id = a_case(site)
    listed(site, case_id, until_on=date(2026, 9, 1))
    assert last_reconciled(site.office) is None
    assert (reconcile_lists(site.office), reconcile_lists(site.office)) == (True, False)
    found = last_reconciled(site.office)
    assert found is not None
    assert (found.on, found.compared_at) == (office_date(site.office.clock()), None)
    assert (found.standing.listed, found.standing.overdue) == (1, 1)
    page = site.signed_in("reviewer").get("/lists/register").text
    assert "届满未移出 1 项" in page
    assert "尚未与平台核对" in page
    site.clock.advance(days=31)
    assert reconcile_lists(site.office) is True
    assert kinds(site, "lists_reconciled") == 2


def test_a_ban_falls_with_a_listing_that_was_wrong_and_not_with_one_that_has_run_out(
    tmp_path: Path,
) -> None:
    for key, banned in (("emergency-removal", False), ("exit-by-expiry", True)):
        folder = tmp_path / key
        folder.mkdir()
        with databases.fresh_sqlite(folder) as url:
            process = discover()["blacklist_exit"]
            scenario = process.scenarios[key]
            acts = tuple(
                replace(act, form={**act.form, **BAN}) if getattr(act, "node", "") == "assess" else act
                for act in scenario.acts
            )
            scenario = replace(scenario, acts=acts)
            run_scenario(process, scenario, folder, database_url=url, render=lambda _t, _c: blank_docx())
            engine = create_engine(url)
            with engine.connect() as connection:
                bans = connection.execute(select(market_ban)).all()
            engine.dispose()
        assert [row.scope for row in bans] == ["食品经营"], key
        assert (bans[0].lifted_on is None) is banned, key
        assert bans[0].listing_id is not None
