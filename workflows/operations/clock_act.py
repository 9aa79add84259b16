"""What the acts on the clocks of a case have in common: who may do them, on which state, written once."""

from workflows.domain.access import Actor, Role
from workflows.domain.case import CaseState
from workflows.domain.errors import Hidden, NotAllowed, StaleVersion, TaskNotOpen
from workflows.operations.act import Act
from workflows.operations.fire_due_deadlines import fire_overdue_of
from workflows.operations.office import Office
from workflows.operations.reading import may_see, open_act
from workflows.store import cases


def repeated(office: Office, actor: Actor, key: str) -> bool:
    """Tell whether this person has sent the same form before."""
    with office.database.read() as connection:
        return cases.result_of(connection, key, actor.user_id) is not None


def begin(office: Office, actor: Actor, case_id: int, seen: int, role: Role, *, unit: int | None = None) -> Act:
    """Begin an act on the clocks of an open case, after its overdue deadlines have fired.

    Args:
        seen: ``CaseView.substance`` of the page that was open.
        role: who may do it.
        unit: the organisation in which the role is held; the case's authority where none is named.

    Raises:
        Hidden: not this person's case.
        NotAllowed: not this person's act.
        TaskNotOpen: the case is closed.
        StaleVersion: the case changed since the form was opened.
    """
    act = open_act(office, actor, case_id)
    if not actor.holds(role, act.case.authority_id if unit is None else unit):
        raise NotAllowed() if may_see(actor, act.case) else Hidden()
    if act.case.state is not CaseState.OPEN:
        raise TaskNotOpen()
    if fire_overdue_of(office, act):
        act = open_act(office, actor, case_id)
    if act.case.substance != seen:
        raise StaleVersion(final=True)
    return act


def finish(act: Act, key: str) -> int:
    """Write the act under its idempotency key and return the case's id."""
    with act.office.database.act() as uow:
        cases.keep_result(uow.connection, key, act.actor.user_id, str(act.case.id), act.now)
        act.write(uow)
        uow.commit()
    return act.case.id
