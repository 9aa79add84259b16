"""两个以上领域 (S1-14), on the way out: who is left in one domain alone is told so, and told anew of a later domain."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.support import web as support
from tests.support.departments import staffed
from tests.support.listed import a_case, listed
from tests.support.web import Web
from tests.unit.test_listing_rules import CHIEF, TODAY, case
from workflows.domain.case import Channel
from workflows.operations.open_case import OpenCase, open_case
from workflows.operations.recount_domains import recount_domains
from workflows.processes.blacklist_entry.rules import domains, execution
from workflows.store.tables import case as cases
from workflows.store.tables import event, message

LABOUR: dict[str, Any] = {"list_key": "labour_arrears", "domain": "labour"}
SAFETY: dict[str, Any] = {"list_key": "safety_serious", "domain": "safety"}
WATCHED: dict[str, Any] = {**LABOUR, "register": "watch", "public": False}


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Web:
    """The application, for rules that do not depend on the database."""
    return support.web(sqlite_url, tmp_path)


def removed(site: Web) -> None:
    """The listing of the market regulator was wrong and ends at once."""
    command = OpenCase(
        process="blacklist_exit", authority_id=site.people.provider, subject_id=site.people.subject,
        channel=Channel.OFFICE, key="d" * 24,
        application={"cause": "wrong", "list_key": "market_serious", "statement": "认定有误。"},
    )  # fmt: skip
    open_case(site.office, staffed(site).actor("recogniser"), command)


@pytest.mark.parametrize(
    ("others", "counted", "told"),
    [
        ((), 0, False),
        ((LABOUR,), 1, True),
        (({"list_key": "food_drug_serious"},), 1, False),
        ((LABOUR, SAFETY), 2, False),
        ((WATCHED,), 0, False),
    ],
    ids=["none left", "one domain left", "two lists of one domain", "still two domains", "the watch list is no domain"],
)  # fmt: skip
def test_who_is_left_in_one_domain_alone_is_told_on_exit(
    small: Web, others: tuple[dict[str, Any], ...], counted: int, told: bool
) -> None:
    entering = a_case(small)
    for row in ({}, *others):
        listed(small, entering, **row)
    removed(small)
    with small.office.database.read() as connection:
        sent = connection.execute(select(message).where(message.c.name == "one_domain")).all()
        noted = connection.execute(select(event.c.data).where(event.c.kind == "domains_counted")).scalars().all()
    assert [(row.case_id, row.data) for row in sent] == ([(entering, {"domains": 1})] if told else [])
    assert [each["domains"] for each in noted] == [counted]


def test_a_later_domain_is_told_anew(small: Web) -> None:
    """The count of the case is taken back with the domain, so that the nightly look finds the case untold."""
    entering, today = a_case(small), small.office.clock().date()
    for row in ({}, LABOUR):
        listed(small, entering, listed_on=today, **row)
    heard = domains.hear_one_domain(case(domains=2, inspection="提高检查频次"), {"domains": 1}, TODAY)
    for facts, told in (({"domains": 2}, 0), (dict(heard.memory), 1)):
        with small.office.database.act() as uow:
            uow.connection.execute(cases.update().values(facts=facts))
            uow.commit()
        assert recount_domains(small.office) == told


@pytest.mark.parametrize(
    ("inspection", "ends", "notices"),
    [("提高检查频次", True, (("one_domain", "supervisor"),)), ("", False, ()), (None, False, ())],
)  # fmt: skip
def test_what_was_tightened_is_taken_back_and_nothing_else(
    inspection: str | None, ends: bool, notices: tuple[tuple[str, str], ...]
) -> None:
    told = domains.hear_one_domain(case(domains=2, inspection=inspection), {"domains": 1}, TODAY)
    assert (told.facts, told.notices) == ({"inspection_ends": ends}, notices)
    assert (told.memory["domains"], told.memory["inspection"]) == (1, "")


def test_the_subject_is_told_of_the_tightening_and_of_its_end() -> None:
    raised = domains.raise_inspection(case(), CHIEF, {"measure": "提高检查频次"})
    eased = domains.withdraw_inspection(case(), CHIEF, {"done_on": TODAY, "note": "恢复通常频次"})
    assert raised.notices == (("inspection_raised", "applicant"),)
    assert (eased.notices, eased.told) == ((("inspection_withdrawn", "applicant"),), {"eased_on": "2026-09-10"})


@pytest.mark.parametrize(("inspection", "asked"), [("提高检查频次", True), ("", False)])
def test_what_was_tightened_in_a_listing_that_ends_ends_with_it(inspection: str, asked: bool) -> None:
    left = execution.hear_leave(case(inspection=inspection), {"reason": "repair", "on": "2027-10-11"}, TODAY)
    assert left.notices == ((("inspection_over", "supervisor"),) if asked else ())
