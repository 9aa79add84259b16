"""Who decides on a list and who executes a measure has the power to (S0-28, S4-03, S1-15)."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories import Walk, demo_people, make_office
from tests.support.scenarios import ran
from workflows.catalogue import library as catalogue
from workflows.domain.access import OFFICE
from workflows.domain.errors import FieldErrors
from workflows.domain.listing import AssignMeasures
from workflows.operations import effects
from workflows.operations.reading import open_act
from workflows.processes.blacklist_entry.forms import AssessForm
from workflows.store import organisations, people

MARKET, LABOUR, SAFETY = "示例市市场监督管理局", "示例市人力资源和社会保障局", "示例市应急管理局"
FINANCE, TRADING = "示例市财政局", "示例市公共资源交易中心"


@pytest.mark.parametrize(
    ("kinds", "key", "organ", "held"),
    [
        ("lists", "market_serious", MARKET, True),
        ("lists", "market_serious", LABOUR, False),
        ("lists", "labour_arrears", MARKET, False),
        ("lists", "labour_arrears", LABOUR, True),
        ("lists", "safety_serious", SAFETY, True),
        ("lists", "safety_serious", MARKET, False),
        ("lists", "watch", LABOUR, True),
        ("measures", "procurement", FINANCE, True),
        ("measures", "procurement", TRADING, False),
        ("measures", "trading_caution", TRADING, True),
        ("measures", "strict_supervision", TRADING, False),
        ("measures", "strict_supervision", MARKET, True),
        ("measures", "no_awards", TRADING, True),
    ],
)
def test_who_has_the_power(kinds: str, key: str, organ: str, held: bool) -> None:
    assert getattr(catalogue, kinds)()[key].is_of(organ) is held


@pytest.fixture
def walk(database_url: str, tmp_path: Path) -> Walk:
    return Walk(demo_people(make_office(database_url, tmp_path))).open()


def assign(walk: Walk, list_key: str, measures: tuple[str, ...] = (), organs: tuple[str, ...] = ()) -> list[Any]:
    with walk.office.database.act() as uow:
        known = {row.name: row.id for row in people.organisations(uow.connection)}
        for name in organs:
            if name not in known:
                known[name] = organisations.add(uow.connection, {"name": name, "kind": "executor"})
        uow.commit()
    act = open_act(walk.office, OFFICE, walk.case_id)
    wanted = tuple(known[name] for name in organs)
    effects.apply(AssignMeasures(list_key=list_key, measures=measures, departments=wanted), act)
    names = {number: name for name, number in known.items()}
    return [[key, names[organ]] for key, organ in act.case.facts["orders"]]


def test_each_measure_goes_to_the_departments_that_may_take_it(walk: Walk) -> None:
    orders = assign(walk, "watch", ("procurement", "trading_caution", "no_awards"), (FINANCE, TRADING))
    assert orders == [
        ["procurement", FINANCE], ["trading_caution", TRADING], ["no_awards", FINANCE], ["no_awards", TRADING],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("list_key", "measures", "organs", "field"),
    [
        ("labour_arrears", (), (), "list_key"),
        ("watch", ("procurement",), (TRADING,), "departments"),
        ("watch", ("procurement", "trading_caution"), (FINANCE,), "departments"),
        ("watch", ("procurement",), (FINANCE, TRADING), "departments"),
    ],
)
def test_what_nobody_has_the_power_for_is_refused(
    walk: Walk, list_key: str, measures: tuple[str, ...], organs: tuple[str, ...], field: str
) -> None:
    with pytest.raises(FieldErrors) as refused:
        assign(walk, list_key, measures, organs)
    assert set(refused.value.errors) == {field}


def test_the_form_offers_the_lists_of_the_deciding_organ_alone() -> None:
    form = AssessForm()
    form.offer(LABOUR)
    assert [key for key, _ in form.list_key.choices] == ["labour_arrears", "watch"]


def test_no_department_is_ordered_what_is_not_in_its_power() -> None:
    told = ran("blacklist_entry", "listing").told
    (ordered,) = [event["data"]["orders"] for event in told.events if event["kind"] == "measures_ordered"]
    assert sorted(key for key, _ in ordered) == ["procurement", "trading_caution"]
    results = [event["data"]["results"] for event in told.events if event["kind"] == "measures_executed"]
    assert results == [{"trading_caution": "executed"}, {"procurement": "executed"}]
