"""Extends a deadline (延长办理期限) where the text that rules it allows that, before it has passed."""

from dataclasses import dataclass

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors, OfficeError, PackDoesNotAllow
from workflows.domain.policy import Limit
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_
from workflows.operations import clocks, notify
from workflows.operations.act import Act
from workflows.operations.clock_act import begin, finish, repeated
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again


class TooLateToExtend(OfficeError):
    """The deadline has passed, or its clock does not run."""

    message = N_("期限已届满或者没有在计时，不能延长。")
    status = 409


class ExtensionTooLong(OfficeError):
    """The text allows less; params: ``most``, in the unit of the limit."""

    message = N_("超过所适用规则允许的延长，最多还可以延长 %(most)s。")
    status = 422


@dataclass(frozen=True, kw_only=True)
class ExtendDeadline:
    """The command."""

    case_id: int
    #: ``CaseView.substance`` of the page that was open.
    seen: int
    #: The rule whose last day is moved, such as ``objection.overall``.
    rule: str
    #: How much is added, in the unit of the limit.
    n: int
    reason: str
    key: str


def extend_deadline(office: Office, actor: Actor, command: ExtendDeadline) -> int:
    """Extend one deadline; the applicant is told. Return the case's id.

    The head of the unit that owes the work approves: of the provider for its own tasks, else of the authority.

    Raises:
        NotAllowed: not the head of that unit.
        FieldErrors: no reason, or nothing to add.
        PackDoesNotAllow: the text that rules the deadline knows no extension.
        ExtensionTooLong: more than the text allows.
        TooLateToExtend: the deadline has passed or does not run.
    """
    return decided_again(lambda: _extend_once(office, actor, command))


def approving_unit(process: ProcessType, case: CaseView, rule: str) -> int:
    """Return the organisation whose head (本单位负责人) may extend ``rule``."""
    if case.provider_id is not None and any(
        task.role is Role.PROVIDER for task in process.tasks.values() if rule in task.rules
    ):
        return case.provider_id
    return case.authority_id


def _extend_once(office: Office, actor: Actor, command: ExtendDeadline) -> int:
    if repeated(office, actor, command.key):
        return command.case_id
    _check(command)
    seen = open_act(office, actor, command.case_id)
    unit = approving_unit(seen.process, seen.case, command.rule)
    act = begin(office, actor, command.case_id, command.seen, Role.HEAD, unit=unit)
    limits = _extendable(act, command.rule)
    if not limits:
        raise PackDoesNotAllow(act=N_("延长期限"))
    row = next((each for each in act.live if each.rule == command.rule and each.state == "running"), None)
    if row is None or row.due_on is None or row.due_on < act.today:
        raise TooLateToExtend()
    _require_room(act, command, limits)
    limit = limits[0]
    granted = {
        "rule": command.rule,
        "n": command.n,
        "unit": str(limit.unit),
        "approved_by": limit.extend.approver if limit.extend else "",
        "on": act.today.isoformat(),
        "reason": command.reason.strip(),
    }
    act.note_clock("extensions", [*act.case.clocks.get("extensions", []), granted])
    event = act.record("clock_extended", **granted)
    moved = next((each for each in clocks.recompute(act) if each.before.id == row.id), None)
    if moved is None:
        # Another binding text ends earlier and knows no extension.
        raise PackDoesNotAllow(act=N_("延长期限"))
    words = {"rule": act.process.rules[command.rule], "old": row.due_on, "due": moved.now.due_on}
    for to in ("applicant", "handlers"):
        notify.owe(act, "clock_extended", to, event, reason=granted["reason"], **words)
    return finish(act, command.key)


def _check(command: ExtendDeadline) -> None:
    errors: dict[str, list[str]] = {}
    if not command.reason.strip():
        errors["reason"] = [N_("请写明延长期限的理由。")]
    if command.n < 1:
        errors["n"] = [N_("延长的天数应为正整数。")]
    if errors:
        raise FieldErrors(errors)


def _extendable(act: Act, rule: str) -> list[Limit]:
    found = [act.office.packs[pack].limit(rule) for pack in act.case.packs]
    return [limit for limit in found if limit is not None and limit.extend is not None]


def _require_room(act: Act, command: ExtendDeadline, limits: list[Limit]) -> None:
    given = sum(each["n"] for each in act.case.clocks.get("extensions", ()) if each["rule"] == command.rule)
    room = max(_most(limit) for limit in limits) - given
    if command.n > room:
        raise ExtensionTooLong(most=f"{max(room, 0)}{limits[0].unit.label}")


def _most(limit: Limit) -> int:
    """Return how much the text allows to be added in all."""
    if limit.extend is None or limit.n is None:
        return 0
    bounds = [limit.extend.n, None if limit.extend.max_total is None else limit.extend.max_total - limit.n]
    return min(bound for bound in bounds if bound is not None)
