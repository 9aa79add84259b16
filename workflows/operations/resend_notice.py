"""Sends a notice again that did not arrive, after a person has looked at why."""

from workflows.domain.access import Actor, Role
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.store import health


class NotUndelivered(OfficeError):
    """The notice was sent meanwhile, or waits to be."""

    message = N_("该通知已经送出或正在发送，无需重发。")
    status = 409


def resend_notice(office: Office, actor: Actor, notice_id: int) -> None:
    """Let the workers try a notice again from the start, an e-mail at the recipient's present address.

    Raises:
        NotAllowed: not an administrator.
        NotUndelivered: see there.
    """
    actor.require(Role.ADMIN)
    with office.database.act() as uow:
        sent = health.send_again(uow.connection, notice_id, office.clock())
        if sent is None:
            raise NotUndelivered()
        case_id, channel = sent
        note_within(office, uow, actor.user_id, "notice_resent", notice=notice_id, case=case_id, channel=channel)
        uow.commit()
