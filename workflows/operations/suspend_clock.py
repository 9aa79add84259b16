"""Suspends the clocks of a case (中止计时) for a reason that a pinned pack names, and lets them run on."""

from dataclasses import dataclass

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, OfficeError, PackDoesNotAllow
from workflows.domain.words import N_
from workflows.operations import clocks, notify
from workflows.operations.act import Act
from workflows.operations.clock_act import begin, finish, repeated
from workflows.operations.office import Office
from workflows.operations.retry import decided_again


class ClockSuspended(OfficeError):
    """The clocks of the case are suspended already; params: ``reason``."""

    message = N_("计时已因%(reason)s暂停，恢复后才能再次暂停。")
    status = 409


class ClockNotSuspended(OfficeError):
    """There is nothing to resume."""

    message = N_("计时没有暂停，无需恢复。")
    status = 409


@dataclass(frozen=True, kw_only=True)
class SuspendClock:
    """The command."""

    case_id: int
    #: ``CaseView.substance`` of the page that was open.
    seen: int
    #: One of the reasons that the pinned packs name, e.g. 鉴定.
    reason: str
    #: What shows that the reason exists: number and date of the commission.
    evidence: str
    key: str


@dataclass(frozen=True, kw_only=True)
class ResumeClock:
    """The command."""

    case_id: int
    seen: int
    #: What shows that the reason has ended.
    evidence: str
    key: str


def suspend_clock(office: Office, actor: Actor, command: SuspendClock) -> int:
    """Suspend every clock whose limit names the reason; today is the last day that counts. Return the case's id.

    Raises:
        NotAllowed: not a reviewer of the case's authority.
        FieldErrors: no evidence.
        PackDoesNotAllow: no pinned pack stops a running clock for this reason.
        ClockSuspended: one suspension at a time.
    """
    return decided_again(lambda: _suspend_once(office, actor, command))


def resume_clock(office: Office, actor: Actor, command: ResumeClock) -> int:
    """Let the clocks run on: the days that were left follow today. Return the case's id.

    Raises:
        NotAllowed: not a reviewer of the case's authority.
        FieldErrors: no evidence.
        ClockNotSuspended: nothing is suspended.
    """
    return decided_again(lambda: _resume_once(office, actor, command))


def _suspend_once(office: Office, actor: Actor, command: SuspendClock) -> int:
    if repeated(office, actor, command.key):
        return command.case_id
    evidence = _evidence(command.evidence)
    act = begin(office, actor, command.case_id, command.seen, Role.REVIEWER)
    suspended = act.case.clocks.get("suspensions", [])
    if (current := next((each for each in suspended if each["to"] is None), None)) is not None:
        raise ClockSuspended(reason=current["reason"])
    if not _allowed(act, command.reason):
        raise PackDoesNotAllow(act=N_("因此暂停计时"))
    opened = {"from": act.today.isoformat(), "to": None, "reason": command.reason, "evidence": evidence}
    act.note_clock("suspensions", [*suspended, opened])
    event = act.record("clock_suspended", reason=command.reason, evidence=evidence, on=opened["from"])
    clocks.recompute(act)
    for to in ("applicant", "handlers"):
        notify.owe(act, "clock_suspended", to, event, reason=command.reason, on=act.today)
    return finish(act, command.key)


def _resume_once(office: Office, actor: Actor, command: ResumeClock) -> int:
    if repeated(office, actor, command.key):
        return command.case_id
    evidence = _evidence(command.evidence)
    act = begin(office, actor, command.case_id, command.seen, Role.REVIEWER)
    suspended = act.case.clocks.get("suspensions", [])
    if not any(each["to"] is None for each in suspended):
        raise ClockNotSuspended()
    today = act.today.isoformat()
    act.note_clock("suspensions", [{**each, "to": each["to"] or today} for each in suspended])
    event = act.record("clock_resumed", evidence=evidence, on=today)
    clocks.recompute(act)
    for to in ("applicant", "handlers"):
        notify.owe(act, "clock_resumed", to, event, on=act.today)
    return finish(act, command.key)


def _allowed(act: Act, reason: str) -> bool:
    """Tell whether a running clock stands under a limit that stops for the reason."""
    packs = [act.office.packs[pack] for pack in act.case.packs]
    limits = [pack.limit(row.rule) for row in act.live if row.state == "running" for pack in packs]
    return any(limit is not None and reason in limit.suspend_for for limit in limits)


def _evidence(text: str) -> str:
    if not text.strip():
        raise FieldErrors({"evidence": [N_("请写明依据，如委托书或鉴定意见的编号和日期。")]})
    return text.strip()
