"""Starts, meets, moves and stops the clocks of a case within an act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflows.domain.case import CaseView
from workflows.domain.clock import SIGNALS, ClockFacts, Deadline, Extended, Suspension
from workflows.domain.deadline import compute, signals
from workflows.domain.errors import BreachReasonRequired
from workflows.domain.policy import Unit
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.store.deadlines import StoredDeadline

#: Which column holds the instant at which a signal fired.
FIRED_AT = {"warning": "warned_at", "breach": "breached_at", "escalation": "escalated_at"}

#: What changes where a clock goes on in another activity.
_GONE_ON = ("host", "signals", "signal", "signal_at")


def facts_of(case: CaseView) -> ClockFacts:
    """Return the case's clock events as the law reads them."""
    clocks = case.clocks
    return ClockFacts(
        starts={"received_by_centre": case.received_on, **_dates(clocks.get("starts", {}))},
        set_dates=_dates(clocks.get("set_dates", {})),
        suspensions=tuple(
            Suspension(from_on=date.fromisoformat(each["from"]), to_on=_maybe(each["to"]), reason=each["reason"])
            for each in clocks.get("suspensions", ())
        ),
        extensions=tuple(
            Extended(
                rule=each["rule"],
                n=each["n"],
                unit=Unit(each["unit"]),
                approved_by=each["approved_by"],
                on=date.fromisoformat(each["on"]),
            )
            for each in clocks.get("extensions", ())
        ),
        corrections=tuple(
            (date.fromisoformat(each["from"]), _maybe(each["to"])) for each in clocks.get("corrections", ())
        ),
    )


def _dates(values: Mapping[str, str]) -> dict[str, date]:
    return {key: date.fromisoformat(value) for key, value in values.items()}


def _maybe(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def deadline_of(act: Act, rule: str) -> Deadline | None:
    """Compute one rule for the case under the packs that it is pinned to."""
    packs = [act.office.packs[pack] for pack in act.case.packs]
    return compute(rule, packs, facts_of(act.case), act.office.calendar(), cap_rule=act.process.cap_rule)


def next_signal(
    due_on: date, waiting: tuple[str, ...], act: Act, fired: Mapping[str, datetime | None], warn_days: int = 1
) -> tuple[str | None, datetime | None]:
    """Return the first signal that has not fired yet, with its instant.

    Args:
        due_on: the last lawful day.
        waiting: the signals that the diagram waits for.
        act: the act in which it is asked.
        fired: when which signal fired.
        warn_days: as the limit that rules says.
    """
    instants = signals(due_on, act.office.calendar(), warn_days)
    when = {"warning": instants.warning_at, "breach": instants.breach_at, "escalation": instants.escalation_at}
    for signal in SIGNALS:
        if signal in waiting and fired.get(FIRED_AT[signal]) is None:
            return signal, when[signal]
    return None, None


def start(act: Act, rule: str, host: str, waiting: tuple[str, ...]) -> bool:
    """Start the clock of ``rule`` and tell whether it runs.

    Without a limit, or without the event from which it counts, the diagram's timers just never fire.
    """
    found = deadline_of(act, rule)
    if found is None:
        return False
    row = _row(act, rule, host, found, waiting, {})
    act.new_deadlines.append(row)
    act.record(
        "clock_started",
        rule=rule,
        due_on=_text(found.due_on),
        start_on=_text(row["start_on"]),
        provisional=found.provisional,
        pack=row["pack"],
    )
    return True


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _row(
    act: Act,
    rule: str,
    host: str,
    found: Deadline,
    waiting: tuple[str, ...],
    fired: Mapping[str, datetime | None],
) -> dict[str, Any]:
    ruling = found.ruling
    suspended = found.due_on is None
    signal, signal_at = None, None
    if found.due_on is not None:
        signal, signal_at = next_signal(found.due_on, waiting, act, fired, ruling.limit.warn_days)
    return {
        "case_id": act.case.id,
        "rule": rule,
        "host": host,
        "state": "suspended" if suspended else "running",
        "start_on": found.governing.start_on or act.today,
        "due_on": found.due_on,
        "provisional": found.provisional,
        "pack": ruling.pack_id,
        "candidates": [[each.pack_id, _text(each.due_on)] for each in found.candidates],
        "calendar_version": act.office.calendar().version,
        "signal": signal,
        "signal_at": signal_at,
        "signals": " ".join(waiting),
        "warned_at": fired.get("warned_at"),
        "breached_at": fired.get("breached_at"),
        "escalated_at": fired.get("escalated_at"),
        "supersedes_id": None,
    }


def host_ended(act: Act, rule: str, host: str) -> None:
    """The activity that the clock sits on has ended: a clock that still runs there is no longer needed."""
    act.new_deadlines = [row for row in act.new_deadlines if not (row["rule"] == rule and row["host"] == host)]
    for row in act.live:
        changes = act.deadline_changes.get(row.id, {})
        if row.rule == rule and row.host == host and "state" not in changes:
            # The signal that fires may itself end the activity, as the end of 补正 does.
            act.deadline_changes[row.id] = {**changes, "state": "cancelled", "signal": None, "signal_at": None}
            act.record("clock_cancelled", rule=rule)


def goes_on(act: Act, rule: str, host: str, to: str, waiting: tuple[str, ...]) -> bool:
    """Let a clock whose activity is entered again go on to the same last day; tell whether it does.

    One that was breached, or that counts to another day or from another event, ends and starts anew.

    Args:
        host: the activity that has ended.
        to: the activity that begins.
        waiting: the signals that it waits for.
    """
    row = next((row for row in act.live if (row.rule, row.host, row.state) == (rule, host, "running")), None)
    if row is None or row.breached_at is not None or row.id in act.deadline_changes:
        return False
    found = deadline_of(act, rule)
    if found is None or found.due_on is None:
        return False
    start_on = found.governing.start_on or row.start_on
    now = (found.due_on, found.provisional, found.ruling.pack_id, start_on)
    if now != (row.due_on, row.provisional, row.pack, row.start_on):
        return False
    told: dict[str, datetime | None] = {"warned_at": row.warned_at}
    signal, signal_at = next_signal(found.due_on, waiting, act, told, found.ruling.limit.warn_days)
    values = (to, " ".join(waiting), signal, signal_at)
    act.deadline_changes[row.id] = dict(zip(_GONE_ON, values, strict=True))
    return True


def meet(act: Act, rule: str, on: date, reason: str | None, note: str | None) -> None:
    """The act meets ``rule``: in time or late, by date.

    Raises:
        BreachReasonRequired: it is late and no coded reason was given.
    """
    for row in act.live:
        changes = act.deadline_changes.get(row.id, {})
        if row.rule != rule or changes.keys() - set(_GONE_ON):
            continue
        late = row.due_on is not None and on > row.due_on
        if late and not reason:
            raise BreachReasonRequired({"breach_reason": [N_("已超过最后期限，请选择逾期原因。")]})
        act.deadline_changes[row.id] = {
            **changes,
            "state": "late" if late else "met",
            "met_on": on,
            "signal": None,
            "signal_at": None,
            "breach_reason": reason if late else None,
            "breach_note": note if late else None,
            "owner": None,
        }
        data = {"rule": rule, "on": on.isoformat(), "due_on": _text(row.due_on)}
        if late:
            act.record("clock_met_late", **data, reason=reason, note=note or "")
        else:
            act.record("clock_met", **data)


def fired(act: Act, row: StoredDeadline, signal: str) -> None:
    """A signal has fired: note it and set the next one."""
    seen: dict[str, datetime | None] = {
        "warned_at": row.warned_at,
        "breached_at": row.breached_at,
        "escalated_at": row.escalated_at,
        FIRED_AT[signal]: act.now,
    }
    if row.due_on is None:
        return
    # Once one signal has fired the warning is past: how early it comes no longer matters.
    following, at = next_signal(row.due_on, tuple(row.signals.split()), act, seen)
    act.deadline_changes[row.id] = {
        FIRED_AT[signal]: act.now,
        "signal": following,
        "signal_at": at,
        "owner": None,
        "lease_until": None,
        "attempts": 0,
    }


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A clock that was computed anew: what it was, what it is, and the event that says so."""

    before: StoredDeadline
    now: Deadline
    event: int


def recompute(act: Act) -> list[Moved]:
    """Compute every living clock of the case anew; a moved one gets a new row, the old one is kept as superseded.

    A suspended clock has no signal and never fires. One that goes on warns anew, for its new last day; a breach that
    people were told of is never taken back.
    """
    moved: list[Moved] = []
    version = act.office.calendar().version
    for row in act.live:
        found = deadline_of(act, row.rule)
        if found is None:
            continue
        waiting = tuple(row.signals.split())
        fired_before = _fired_before(row, found)
        if found.due_on == row.due_on and found.provisional == row.provisional:
            if row.calendar_version != version and found.due_on is not None:
                # The last day stands, but the working days around it, on which people are told, may have moved.
                signal, signal_at = next_signal(
                    found.due_on, waiting, act, fired_before, found.ruling.limit.warn_days
                )
                act.deadline_changes[row.id] = {"calendar_version": version, "signal": signal, "signal_at": signal_at}
            continue
        act.deadline_changes[row.id] = {"state": "superseded", "signal": None, "signal_at": None, "owner": None}
        act.new_deadlines.append(
            {**_row(act, row.rule, row.host, found, waiting, fired_before), "supersedes_id": row.id}
        )
        event = act.record(
            "clock_recomputed",
            rule=row.rule,
            old=_text(row.due_on),
            due_on=_text(found.due_on),
            provisional=found.provisional,
        )
        moved.append(Moved(before=row, now=found, event=event))
    if moved:
        for task in act.open_tasks:
            if task.node in act.process.tasks and (due := act.due_of(task.node)) != task.due_on:
                act.due_changes[task.id] = due
    return moved


def _fired_before(row: StoredDeadline, found: Deadline) -> dict[str, datetime | None]:
    """Return the signals that need not fire again for the new last day."""
    later = found.due_on is not None and (row.due_on is None or found.due_on > row.due_on)
    return {
        "warned_at": None if later and row.breached_at is None else row.warned_at,
        "breached_at": row.breached_at,
        "escalated_at": row.escalated_at,
    }
