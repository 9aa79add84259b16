"""Tells a case something from outside any other case: a register, an import, the passing of a day."""

from workflows.domain.access import OFFICE
from workflows.domain.effects import Effect
from workflows.operations import effects
from workflows.operations.office import Office
from workflows.operations.reading import open_act
from workflows.operations.retry import once
from workflows.store import cases


def send_message(office: Office, told: Effect, *, case_id: int, key: str) -> int:
    """Carry out an effect (a message, a case that begins) in an act of the office on a case, once under its key.

    Returns:
        The id of the case on which it stands.
    """

    def act_once() -> int:
        act = open_act(office, OFFICE, case_id, substantive=False)
        effects.apply(told, act)
        with office.database.act() as uow:
            cases.keep_result(uow.connection, key, OFFICE.user_id, str(case_id), act.now)
            act.write(uow)
            uow.commit()
        return case_id

    return once(office, OFFICE, key, act_once, int)
