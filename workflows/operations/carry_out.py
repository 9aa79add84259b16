"""Carries out a decision within an act: whoever decided it, a person's task, a service task or a message."""

from collections.abc import Mapping
from typing import Any

from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import Decision
from workflows.domain.words import N_
from workflows.operations import clocks, corrections, effects, notify, papers
from workflows.operations.act import Act


def carry_out(act: Act, decision: Decision, event: int, *, reason: str | None = None, note: str | None = None) -> None:
    """Put what a decision says into the act; memory and clock events are noted before.

    Args:
        event: sequence number of the event that the notices tell of.
        reason: coded reason of a breach, where the act is late.
        note: words to that reason.

    Raises:
        FieldErrors: a date that cannot be.
        BreachReasonRequired: a deadline is met late without a coded reason.
    """
    # A service by public notice counts thirty days ahead; its own day is checked where the service is recorded.
    started_on = None if decision.serves else decision.started_on
    if any(day is not None and day > act.today for day in (decision.met_on, started_on)):
        raise FieldErrors({"served_on": [N_("日期不能晚于今天。")]})
    if past := {name: [N_("日期须晚于今天。")] for name, day in decision.ahead.items() if day <= act.today}:
        raise FieldErrors(past)
    if decision.promised_on is not None and decision.promised_on < act.today:
        raise FieldErrors({"promised_on": [N_("日期不能早于今天。")]})
    for rule in decision.meets:
        clocks.meet(act, rule, decision.met_on or act.today, reason, note)
    if decision.marks is not None and act.case.record_id is not None:
        act.mark = (act.case.record_id, decision.marks)
    # What effects find out, such as whose measures end, is what the papers of the same act print.
    for effect in decision.effects:
        effects.apply(effect, act)
    _papers_and_record(act, decision)
    if decision.marks is not None and act.case.record_id is not None:
        act.record("record_marked" if decision.marks else "record_unmarked", record=act.case.record_id)
    if decision.settles is not None:
        act.settle(decision.settles)
    for kind, data in decision.events:
        act.record(kind, **data)
    _tell(act, decision, event)


def note_clocks(act: Act, decision: Decision) -> None:
    """Note the clock events and the days set by hand that a decision names."""
    if decision.starts:
        day = (decision.started_on or act.today).isoformat()
        act.note_clock("starts", {**act.case.clocks.get("starts", {}), **dict.fromkeys(decision.starts, day)})
    if decision.set_dates:
        dates = {rule: day.isoformat() for rule, day in decision.set_dates.items()}
        act.note_clock("set_dates", {**act.case.clocks.get("set_dates", {}), **dates})


def decided(act: Act, decision: Decision, event: int) -> None:
    """Carry out what a service task or a message decided: its memory and clock events too.

    What it meets late is late because the other side answered late; nobody is there to be asked for a reason.
    """
    if decision.memory:
        act.remember(**decision.memory)
    note_clocks(act, decision)
    carry_out(act, decision, event, reason="receipt_late")


def _papers_and_record(act: Act, decision: Decision) -> None:
    for code in decision.strikes:
        papers.strike(act, code)
    for code in decision.drafts:
        papers.draft(act, code, signed_at_once=code in decision.signs)
    if decision.changes or decision.withdraws_record:
        corrections.correct_record(act, decision)
    for code in decision.signs:
        papers.sign(act, code)


def _tell(act: Act, decision: Decision, event: int) -> None:
    due = act.due_under(act.process.cap_rule)
    promised: Mapping[str, Any] = {} if decision.promised_on is None else {"promised": decision.promised_on}
    notify.foresee(act, [to for _, to in decision.notices])
    for notice, to in decision.notices:
        notify.owe(act, notice, to, event, **{"due": due, **promised, **decision.told})
