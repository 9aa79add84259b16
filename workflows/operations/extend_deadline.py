"""Extends a deadline (延长办理期限) where the text that rules it allows that, before it has passed."""

from dataclasses import dataclass

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.process_type import ProcessType
from workflows.domain.words import N_
from workflows.operations.clock_act import begin, finish, repeated
from workflows.operations.grant_extension import grant
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import decided_again

#: Roles whose tasks are owed by the organisation that provided the record (信息提供单位、认定单位).
_OF_PROVIDER = frozenset({Role.PROVIDER, Role.RECOGNISER, Role.LEGAL})


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
        task.role in _OF_PROVIDER for task in process.tasks.values() if rule in task.rules
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
    grant(act, (command.rule,), command.n, command.reason)
    return finish(act, command.key)


def _check(command: ExtendDeadline) -> None:
    errors: dict[str, list[str]] = {}
    if not command.reason.strip():
        errors["reason"] = [N_("请写明延长期限的理由。")]
    if command.n < 1:
        errors["n"] = [N_("延长的天数应为正整数。")]
    if errors:
        raise FieldErrors(errors)
