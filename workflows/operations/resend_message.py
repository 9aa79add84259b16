"""Hands a message between cases that could not be delivered back to the workers, after a person has looked at it."""

from workflows.domain.access import Actor, Role
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import messages


class NotFailed(OfficeError):
    """The message was delivered meanwhile, waits to be, or came too late for its case."""

    message = N_("该消息已经送达或正在投递，无需重新投递。")
    status = 409


def resend_message(office: Office, actor: Actor, message_id: int) -> None:
    """Let the workers try a failed message again from the start; one that its case no longer heard stays as it is.

    Raises:
        NotAllowed: not an administrator.
        NotFailed: see there.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        case_id = messages.send_again(uow.connection, message_id, office.clock())
        if case_id is None:
            raise NotFailed()
        note_within(office, uow, actor.user_id, "incident", message=message_id, case=case_id, again=True)
        uow.commit()
