"""The ways out of the building. A channel takes one message and says what became of it; it never raises."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from enum import StrEnum
from typing import Protocol

from notifications.ical import Appointment, calendar

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST_ADDRESS = 254


class Outcome(StrEnum):
    """What became of one try."""

    SENT = "sent"
    #: Not sent; a later try may succeed.
    LATER = "later"
    #: Never to be sent like this: somebody must look at it.
    REFUSED = "refused"
    #: It may have arrived: the answer was lost.
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of one try with the reason, for the person who looks at it."""

    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message to one person."""

    #: The same for every try of the same notice, so that a mail server or reader can drop a double.
    message_id: str
    to: str
    subject: str
    body: str
    #: When the notice was written (UTC).
    written_at: datetime
    #: Name of the kind of mail, by which a mail program sorts (RFC 2919); empty for none.
    list_id: str = ""
    #: Secret with which the recipient tells that the message is ours (webhooks).
    secret: str = field(default="", repr=False)
    #: What goes into the recipient's calendar, as a file of the mail.
    appointment: Appointment | None = None


class Channel(Protocol):
    """A way out of the building."""

    def send(self, message: Message) -> Result:
        """Try to send one message, within a limited time."""
        ...


class MessageRefused(ValueError):
    """The message cannot be put into an e-mail: its address or subject is not one."""


def compose(message: Message, sender: str) -> bytes:
    """Return the message as it goes over the wire (RFC 5322, body in UTF-8).

    Raises:
        MessageRefused: the address is none or has letters outside ASCII, or the subject has a line break.
    """
    if len(message.to) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(message.to):
        raise MessageRefused("收件地址不是有效的电子邮箱")
    if any(char in message.subject for char in "\r\n\0"):
        raise MessageRefused("主题含有换行")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = message.written_at
    mail["Message-ID"] = message.message_id
    # Nobody reads the answers; and an out-of-office reply to a notice helps nobody (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    if message.list_id:
        mail["List-Id"] = f"<{message.list_id}>"
    try:
        mail.set_content(message.body, charset="utf-8", cte="base64")
        if message.appointment is not None:
            _attach(mail, message.appointment, sender)
        return mail.as_bytes()
    except ValueError as error:
        raise MessageRefused("内容含有不能发送的字符") from error


def _attach(mail: EmailMessage, appointment: Appointment, sender: str) -> None:
    """Put the appointment beside the words (RFC 6047): published, since an answer by mail would reach nobody."""
    content = calendar(appointment.summary, [appointment], organizer=parseaddr(sender)[1])
    mail.add_attachment(content, maintype="text", subtype="calendar", filename="appointment.ics")
    [part] = mail.iter_attachments()
    part.set_param("charset", "utf-8")
    part.set_param("method", "PUBLISH")
