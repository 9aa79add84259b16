"""A department answers for each measure that it was ordered: executed or not, with day and reason (S1-29)."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from webapp.forms import drop_blank_rows
from webapp.i18n import install
from webapp.tasks.worktable import answers
from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseState, CaseView, Channel
from workflows.domain.errors import FieldErrors, NotAllowed
from workflows.domain.measure_receipt import MeasureReceipt, NoteExecuted
from workflows.processes.blacklist_entry.forms import ExecuteForm
from workflows.processes.blacklist_entry.rules import execution
from workflows.processes.blacklist_entry.tasks import TASKS

LISTED_ON, TODAY = date(2026, 9, 8), date(2026, 9, 10)
OFFICER = Actor(user_id=7, name="示例", posts=frozenset({(Role.EXECUTOR, 5)}))
ORDERS = [["procurement", 5], ["bidding", 5], ["no_awards", 6]]
BIDDING, PROCUREMENT = (
    {"measure": key, "state": "executed", "done_on": TODAY, "note": ""} for key in ("bidding", "procurement")
)
IDLE = {**BIDDING, "state": "not_applicable", "note": "没有这类业务。"}


def case(**facts: Any) -> CaseView:
    """A listing of which two departments were ordered measures, two and one."""
    told = {"executors": [5, 6], "orders": ORDERS, "listed_on": LISTED_ON.isoformat(), **facts}
    return CaseView(
        id=1, number="SJ-LST-2026-000001", process="blacklist_entry", authority_id=2, provider_id=2, subject_id=3,
        record_id=4, applicant_id=None, channel=Channel.OFFICE, state=CaseState.OPEN, version=1, substance=1,
        received_on=LISTED_ON, packs=("xinzheng/2018-03-28",), facts=told, clocks={"starts": {}},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([BIDDING, PROCUREMENT], {}),
        ([IDLE, PROCUREMENT], {}),
        ([{**BIDDING, "done_on": LISTED_ON}, PROCUREMENT], {}),
        ([{**IDLE, "note": " "}, PROCUREMENT], {"measures-0-note": "理由"}),
        ([PROCUREMENT, {**IDLE, "note": None}], {"measures-1-note": "理由"}),
        ([BIDDING, {**PROCUREMENT, "done_on": date(2026, 9, 7)}], {"measures-1-done_on": "早于列入日期"}),
        ([{**BIDDING, "measure": "no_awards"}, PROCUREMENT], {"measures": "没有部署给本部门"}),
        ([BIDDING, PROCUREMENT, {**BIDDING, "measure": "exit_limit"}], {"measures": "没有部署给本部门"}),
        ([BIDDING], {"measures": "缺少：依法限制参加政府采购活动"}),
        ([], {"measures": "缺少"}),
        ([BIDDING, IDLE, PROCUREMENT], {"measures": "只答复一次"}),
    ],
)
def test_each_measure_is_answered_once_within_the_law(rows: list[dict[str, Any]], refused: dict[str, str]) -> None:
    if not refused:
        decided = execution.execute_measures(case(), OFFICER, {"measures": rows})
        (noted,) = decided.effects
        assert isinstance(noted, NoteExecuted)
        assert noted.receipts == {
            row["measure"]: MeasureReceipt(state=row["state"], on=row["done_on"], note=row["note"]) for row in rows
        }
        return
    with pytest.raises(FieldErrors) as wrong:
        execution.execute_measures(case(), OFFICER, {"measures": rows})
    assert set(wrong.value.errors) == set(refused)
    for name, words in refused.items():
        assert words in wrong.value.errors[name][0]


def test_a_day_that_lies_ahead_is_an_event_of_the_case_and_refused_with_it() -> None:
    late = {**PROCUREMENT, "done_on": date(2026, 9, 30)}
    decided = execution.execute_measures(case(), OFFICER, {"measures": [BIDDING, late]})
    assert decided.started_on == date(2026, 9, 30)


def test_who_belongs_to_no_department_of_the_order_does_not_answer() -> None:
    with pytest.raises(NotAllowed):
        execution.execute_measures(case(), Actor(user_id=8, name="示例"), {"measures": [BIDDING, PROCUREMENT]})


def test_the_last_answer_meets_the_limit_and_makes_out_the_receipt_earlier_ones_included() -> None:
    first = execution.execute_measures(case(), OFFICER, {"measures": [IDLE, PROCUREMENT]})
    assert (first.meets, first.drafts) == ((), ())
    other = Actor(user_id=9, name="示例", posts=frozenset({(Role.EXECUTOR, 6)}))
    ticked = {"organ": 5, "results": {"bidding": "not_applicable", "procurement": "executed"}, "note": "没有这类业务。"}
    for receipts, on in ((first.memory["receipts"], "2026-09-10"), ([ticked], "")):
        rest = [{**BIDDING, "measure": "no_awards"}]
        last = execution.execute_measures(case(receipts=receipts), other, {"measures": rest})
        assert (last.meets, last.drafts) == (("blacklist_entry.execute",), ("LST-09R",))
        told = execution.answered(case(receipts=last.memory["receipts"]))
        assert set(told) == {(measure, organ) for measure, organ in ORDERS}
        assert told["bidding", 5] == {"state": "not_applicable", "on": on, "note": "没有这类业务。"}


def test_the_form_asks_a_department_for_what_it_was_ordered_and_nobody_submits_it_unanswered() -> None:
    form = ExecuteForm()
    form.answer_for(case(), 5, TODAY)
    assert [(row["measure"], row["state"], row["done_on"]) for row in form.measures.data] == [
        ("procurement", None, TODAY), ("bidding", None, TODAY)
    ]  # fmt: skip
    sent = MultiDict({"measures-0-measure": "procurement", "measures-0-done_on": TODAY.isoformat()})
    unanswered = ExecuteForm(drop_blank_rows(ExecuteForm, sent))
    assert not unanswered.validate()
    assert set(unanswered.measures.entries[0].errors) == {"state"}
    unanswered.answer_for(case(), 5, TODAY)
    assert [row["measure"] for row in unanswered.measures.data] == ["procurement", "bidding"], "a lost row comes back"


def test_receipts_are_told_back_in_words_those_of_earlier_cases_as_they_were_typed() -> None:
    kind = TASKS["execute_measures"]
    rows = [{**IDLE, "done_on": "2026-09-10"}]
    earlier = {"measures": ["procurement"], "done_on": "2026-09-10", "note": "其余没有这类业务。"}
    assert kind.carries is not None
    assert [(about[-5:], on, note) for about, on, note in kind.carries.parts({"measures": rows})] == [
        ("（不适用）", "2026-09-10", "没有这类业务。")
    ]
    assert kind.carries.parts(earlier) == []
    app = Flask("webapp")
    install(app)
    with app.test_request_context(headers={"Cookie": "language=zh_CN"}):
        ((label, (line,)),) = answers(kind, {"measures": rows}, {})
        before = answers(kind, earlier, {})
    assert (label, line.split(" → ")[1:]) == ("逐项回执", ["不适用", "2026-09-10", "没有这类业务。"])
    assert [label for label, _said in before] == ["已执行的措施", "执行日期", "说明"]
