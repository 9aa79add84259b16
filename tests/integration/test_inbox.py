"""待办 and 已办: whose tasks they list, in which order, and how they are narrowed, paged and counted."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.factories import People, Walk, add_record, demo_people, make_office
from workflows.domain.access import Role
from workflows.operations.claim_task import claim_task, release_task
from workflows.store import inbox
from workflows.store.inbox import Filters, Holder, InboxRow


@pytest.fixture
def people(database_url: str, tmp_path: Path) -> People:
    """The small office."""
    return demo_people(make_office(database_url, tmp_path))


def _desks(people: People, login: str) -> frozenset[tuple[Role, int]]:
    return people.actor(login).posts


def _listed(people: People, login: str, holder: Holder = Holder.TODO, **filters: object) -> list[InboxRow]:
    with people.office.database.read() as connection:
        return list(
            inbox.page(
                connection,
                people.ids[login],
                _desks(people, login),
                holder=holder,
                filters=Filters(**filters),  # type: ignore[arg-type]
            ).rows
        )


def _count(people: People, login: str, holder: Holder, due_before: date | None = None) -> int:
    with people.office.database.read() as connection:
        return inbox.count(connection, people.ids[login], _desks(people, login), holder, due_before)


def _another(people: People, number: int, provider: int | None = None) -> Walk:
    """A case about another record of the same subject."""
    with people.office.database.act() as uow:
        record = add_record(
            uow.connection, people.subject, provider or people.provider, f"示市监罚决〔2026〕{9100 + number}号"
        )
        uow.commit()
    return Walk(people).open(record=record)


def test_a_task_is_listed_on_the_desk_of_its_role_and_on_no_other(people: People) -> None:
    Walk(people).open()
    assert [row.node for row in _listed(people, "reviewer")] == ["examine"]
    for other in ("auditor", "head", "provider", "executor", "supervisor", "applicant"):
        assert _listed(people, other) == []


def test_a_provider_sees_the_tasks_sent_to_it_and_not_those_of_another_provider(people: People) -> None:
    Walk(people).open().forwarded()
    assert [row.node for row in _listed(people, "provider")] == ["sign_for"]
    assert _listed(people, "provider2") == []


def test_a_row_says_what_the_case_is_and_which_clock_runs(people: People) -> None:
    walk = Walk(people).open()
    [row] = _listed(people, "reviewer")
    assert walk.opened is not None
    assert (row.number, row.subject, row.channel) == (walk.opened.number, "示例甲商贸有限公司", "online")
    # 18 September 2026 and five working days: the holidays begin on the 25th, the 20th is a make-up working day.
    assert row.due_on == date(2026, 9, 24)
    assert {mark.rule for mark in row.clocks} == {"objection.overall", "objection.forward"}


def test_the_earliest_due_date_comes_first(people: People) -> None:
    _another(people, 1)
    people.office.clock.advance(days=3)  # type: ignore[attr-defined]
    _another(people, 2)
    dates = [row.due_on for row in _listed(people, "reviewer")]
    assert dates == sorted(dates)
    assert len(set(dates)) == 2


def test_a_claimed_task_leaves_the_pool_of_colleagues_and_comes_back_when_released(people: People) -> None:
    Walk(people).open()
    [row] = _listed(people, "reviewer", Holder.FREE)
    claim_task(people.office, people.actor("reviewer"), row.task_id)
    assert _listed(people, "reviewer2") == []
    assert [row.holder for row in _listed(people, "reviewer2", Holder.OTHERS)] == ["示例reviewer"]
    assert [row.task_id for row in _listed(people, "reviewer", Holder.MINE)] == [row.task_id]
    assert _listed(people, "reviewer", Holder.FREE) == []
    release_task(people.office, people.actor("reviewer"), row.task_id)
    assert [row.task_id for row in _listed(people, "reviewer2")] == [row.task_id]


def test_the_list_can_be_narrowed_to_a_step_a_provider_overdue_tasks_and_words(people: People) -> None:
    first = Walk(people).open()
    _another(people, 1, provider=people.other_provider)
    assert len(_listed(people, "reviewer")) == 2
    assert len(_listed(people, "reviewer", provider_id=people.other_provider)) == 1
    assert len(_listed(people, "reviewer", node="examine")) == 2
    assert _listed(people, "reviewer", node="draft_inquiry") == []
    assert _listed(people, "reviewer", due_before=date(2026, 9, 24)) == []
    assert len(_listed(people, "reviewer", due_before=date(2026, 9, 25))) == 2
    assert first.opened is not None
    assert [row.case_id for row in _listed(people, "reviewer", words=first.opened.number.lower())] == [first.case_id]
    assert len(_listed(people, "reviewer", words="示例甲")) == 2
    assert _listed(people, "reviewer", words="示例%") == []


def test_pages_follow_each_other_without_a_gap_or_a_repetition(people: People) -> None:
    for number in range(5):
        _another(people, number)
    seen: list[int] = []
    after = None
    with people.office.database.read() as connection:
        while True:
            page = inbox.page(connection, people.ids["reviewer"], _desks(people, "reviewer"), after=after, limit=2)
            seen += [row.task_id for row in page.rows]
            after = page.next
            if after is None:
                break
    assert len(seen) == 5
    assert seen == [row.task_id for row in _listed(people, "reviewer")]


def test_counts_tell_the_pool_from_ones_own_and_the_overdue(people: People) -> None:
    for number in range(3):
        _another(people, number)
    claim_task(people.office, people.actor("reviewer"), _listed(people, "reviewer")[0].task_id)
    assert _count(people, "reviewer", Holder.TODO) == 3
    assert _count(people, "reviewer", Holder.MINE) == 1
    assert _count(people, "reviewer", Holder.FREE) == 2
    assert _count(people, "reviewer2", Holder.OTHERS) == 1
    assert _count(people, "reviewer", Holder.TODO, date(2026, 9, 24)) == 0
    assert _count(people, "reviewer", Holder.TODO, date(2026, 9, 25)) == 3


def test_a_count_stops_at_its_limit(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        _another(people, number)
    monkeypatch.setattr(inbox, "COUNT_LIMIT", 2)
    assert _count(people, "reviewer", Holder.TODO) == 3


def test_what_a_person_has_done_is_listed_for_that_person_the_latest_first(people: People) -> None:
    walk = Walk(people).open()
    walk.do("reviewer", "examine")
    walk.do("auditor", "sign_acceptance")
    people.office.clock.advance(hours=1)  # type: ignore[attr-defined]
    walk.do("reviewer", "draft_inquiry")
    with people.office.database.read() as connection:
        first = inbox.done_page(connection, people.ids["reviewer"], limit=1)
        assert [(row.node, row.outcome) for row in first.rows] == [("draft_inquiry", "drafted")]
        second = inbox.done_page(connection, people.ids["reviewer"], before=first.next, limit=1)
        assert [(row.node, row.outcome) for row in second.rows] == [("examine", "accept")]
        assert second.next is None
        assert [row.node for row in inbox.done_page(connection, people.ids["auditor"]).rows] == ["sign_acceptance"]


def test_the_pool_is_read_along_the_index_of_open_tasks_and_not_sorted(people: People) -> None:
    """A long queue costs what a short one does only as long as no list sorts or scans the table."""
    statements: list[tuple[str, Any]] = []

    def keep(_connection: object, _cursor: object, sql: str, values: Any, *_: object) -> None:
        statements.append((sql, values))

    with people.office.database.read() as connection:
        event.listen(connection.engine, "before_cursor_execute", keep)
        inbox.page(connection, people.ids["reviewer"], [(Role.REVIEWER, people.authority)])
        sql, values = next(each for each in statements if "ORDER BY task.due_on" in each[0])
        sqlite = people.office.database.dialect == "sqlite"
        if not sqlite:
            # A table of a few rows would be scanned whatever the index.
            connection.exec_driver_sql("SET enable_seqscan = off")
        plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{sql}", values).all()
    words = " ".join(str(row) for row in plan)
    assert "ix_task_pool" in words
    assert "TEMP B-TREE" not in words
    assert "Sort" not in words
