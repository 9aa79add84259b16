"""The applicant withdraws (撤回申请): at any step, until the reply is signed."""

from dataclasses import dataclass

from workflows.domain.access import Actor, Role
from workflows.domain.errors import FieldErrors, Hidden, StaleVersion
from workflows.domain.words import N_
from workflows.engine.steps import Receive
from workflows.operations import papers
from workflows.operations.advance import advance
from workflows.operations.fire_due_deadlines import fire_overdue_of
from workflows.operations.office import Office
from workflows.operations.reading import open_act, take_step
from workflows.operations.retry import once
from workflows.store import cases


@dataclass(frozen=True, kw_only=True)
class WithdrawCase:
    """The command."""

    case_id: int
    seen: int
    reason: str
    key: str


def withdraw_case(office: Office, actor: Actor, command: WithdrawCase) -> int:
    """Withdraw an application: the main flow ends, its clocks stop, the termination notice is drafted.

    Raises:
        Hidden: not this person's case.
        ReplyAlreadySigned: too late.
        FieldErrors: no reason given.
    """
    if not command.reason.strip():
        raise FieldErrors({"reason": [N_("请写明撤回原因。")]})
    return once(office, actor, command.key, lambda: _withdraw(office, actor, command), int)


def _withdraw(office: Office, actor: Actor, command: WithdrawCase) -> int:
    act = open_act(office, actor, command.case_id)
    counter = act.case.applicant_id is None and actor.holds(Role.REVIEWER, act.case.authority_id)
    if act.case.applicant_id != actor.user_id and not counter:
        raise Hidden()
    if fire_overdue_of(office, act):
        act = open_act(office, actor, command.case_id)
    if act.case.substance != command.seen:
        raise StaleVersion(final=True)
    if act.process.may_withdraw is None:
        raise Hidden()
    act.process.may_withdraw(act.case)
    act.remember(withdrawal_reason=command.reason.strip(), withdrawn_on=act.today.isoformat())
    act.record("withdrawal_filed", reason=command.reason.strip())
    advance(act, take_step(act, Receive(message="withdrawal")))
    if act.process.withdrawal_letter:
        papers.draft(act, act.process.withdrawal_letter)
    with office.database.act() as uow:
        cases.keep_result(uow.connection, command.key, actor.user_id, str(command.case_id), act.now)
        act.write(uow)
        uow.commit()
    return command.case_id
