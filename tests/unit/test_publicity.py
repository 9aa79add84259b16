"""Publicity of records: months and years by 民法典 202, never rolled; standing on a day; when the office looks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.repair_law import DEMANDS
from tests.unit.tables.reading import rows
from workflows.domain.policy import Unit
from workflows.domain.publicity import (
    ACT_KINDS,
    OTHER_ACTS,
    STANDING_NAMES,
    Category,
    Publicity,
    Span,
    Standing,
    last_public_day,
    maximum_end,
    minimum_end,
    repairable_from,
    standing,
    terms_of,
)
from workflows.domain.record_clock import due_looks, first_look, keeping_of, kept_until, later_look, looks, next_look

TERMS = terms_of(DEMANDS)
KEEPING = keeping_of(DEMANDS)
GENERAL = TERMS["一般"]
RECORD = Publicity(
    category="一般",
    state="published",
    published_on=date(2026, 4, 15),
    publish_until=None,
    conduct_ended_on=None,
    fulfilled_on=None,
)
PERSON = replace(RECORD, natural_person=True, conduct_ended_on=date(2024, 2, 29))
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", rows("publicity"), ids=lambda row: row["case"])
def test_minimum_and_maximum_of_each_class(row: dict[str, str]) -> None:
    terms, start = TERMS[row["class"]], day(row["published"])
    assert minimum_end(terms, start) == day(row["minimum ends"])
    assert maximum_end(terms, start) == day(row["maximum ends"])
    record = replace(RECORD, category=row["class"], published_on=start)
    assert repairable_from(record, terms) == day(row["repairable from"])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-08-31", 1, "2026-09-30")],
)
def test_a_month_ends_on_the_corresponding_day_or_the_last_of_the_month(start: str, months: int, end: str) -> None:
    assert Span(n=months, unit=Unit.MONTHS).last_day(day(start)) == day(end)


def test_the_classes_are_those_of_the_rule_and_every_kind_of_act_has_words() -> None:
    assert set(TERMS) == set(Category)
    assert ACT_KINDS.keys() > OTHER_ACTS
    assert len(OTHER_ACTS) == 8
    assert STANDING_NAMES.keys() == set(Standing)


def test_minor_conduct_is_not_published_in_principle() -> None:
    assert not TERMS["轻微"].published
    assert GENERAL.published


def test_an_earlier_day_given_for_the_record_ends_its_publicity_a_later_one_does_not_prolong_it() -> None:
    assert last_public_day(replace(RECORD, publish_until=date(2026, 9, 1)), GENERAL) == date(2026, 9, 1)
    assert last_public_day(replace(RECORD, publish_until=date(2030, 9, 1)), GENERAL) == date(2027, 4, 15)
    assert last_public_day(replace(RECORD, publish_until=date(2026, 9, 1)), None) == date(2026, 9, 1)
    assert last_public_day(RECORD, None) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-04-15", Standing.RUNNING),
        ("2026-07-15", Standing.RUNNING),
        ("2026-07-16", Standing.REPAIRABLE),
        ("2027-04-15", Standing.REPAIRABLE),
        ("2027-04-16", Standing.OVERDUE),
    ],
)
def test_how_a_record_of_the_general_class_stands(today: str, expected: Standing) -> None:
    assert standing(RECORD, GENERAL, day(today)) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"hold_reason": "诉讼"}, Standing.HELD),
        ({"published_on": None}, Standing.UNCLASSED),
        ({"state": "withheld"}, Standing.WITHHELD),
        ({"state": "ended"}, Standing.ENDED),
        ({"state": "ended", "repair_state": "repaired"}, Standing.REPAIRED),
        ({"repair_state": "revoked"}, Standing.RUNNING),
        ({"state": "withdrawn"}, Standing.WITHDRAWN),
        ({"state": "destroyed"}, Standing.DESTROYED),
    ],
)
def test_what_else_a_record_may_be(changes: dict[str, object], expected: Standing) -> None:
    assert standing(replace(RECORD, **changes), GENERAL, date(2026, 5, 1)) is expected  # type: ignore[arg-type]


def test_without_a_class_nobody_guesses() -> None:
    assert standing(replace(RECORD, category=""), None, date(2026, 12, 1)) is Standing.UNCLASSED


def test_records_of_persons_are_kept_five_years_after_the_conduct_ended_those_of_firms_have_no_end() -> None:
    assert kept_until(PERSON, KEEPING) == date(2029, 2, 28)
    assert kept_until(replace(PERSON, natural_person=False), KEEPING) is None
    assert kept_until(replace(PERSON, conduct_ended_on=None), KEEPING) is None, "an unknown end is never guessed"
    assert kept_until(PERSON, keeping_of({})) is None


def test_the_office_looks_on_the_last_day_of_the_minimum_and_after_the_other_ends() -> None:
    expected = {"minimum": date(2026, 7, 15), "maximum": date(2027, 4, 16), "keeping": date(2029, 3, 1)}
    assert looks(PERSON, GENERAL, KEEPING) == expected
    assert looks(replace(PERSON, state="ended"), GENERAL, KEEPING) == {"keeping": date(2029, 3, 1)}
    assert looks(replace(PERSON, hold_reason="诉讼"), GENERAL, KEEPING) == {}


def test_the_minimum_is_told_once() -> None:
    since = date(2026, 7, 15)
    assert due_looks(RECORD, GENERAL, KEEPING, since, since) == {"minimum"}
    assert due_looks(RECORD, GENERAL, KEEPING, since, since + 9 * DAY) == {"minimum"}, "a late worker still tells it"
    assert due_looks(RECORD, GENERAL, KEEPING, since + DAY, since + 9 * DAY) == frozenset()


def test_a_changed_record_is_looked_at_today_if_an_end_has_passed() -> None:
    today = date(2030, 1, 1)
    assert next_look(PERSON, GENERAL, KEEPING, today) == today
    assert next_look(replace(RECORD, state="ended"), GENERAL, KEEPING, today) is None


@given(st.sampled_from(sorted(TERMS)), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_minimum_never_ends_after_the_maximum(category: str, start: date) -> None:
    latest = maximum_end(TERMS[category], start)
    assert latest is not None
    assert start <= minimum_end(TERMS[category], start) < latest


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.dates(date(2020, 1, 1), date(2045, 12, 31)))
def test_each_look_is_later_than_the_one_before_so_that_looking_ends(start: date, today: date) -> None:
    record = replace(PERSON, published_on=start)
    first, later = first_look(record, GENERAL, KEEPING), later_look(record, GENERAL, KEEPING, today)
    assert first is not None
    assert later is None or later > today
