"""What a person chooses for the own account: where notices go, electronic service, e-mail and telephone."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.domain.access import Actor
from workflows.domain.errors import FieldErrors
from workflows.domain.notice import Topic, choice_key, wants
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.sign_in import Passwords
from workflows.operations.tell_person import tell_person
from workflows.store import people


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """The choices of one account."""

    email: str
    phone: str
    #: Consent to electronic service: what reaches the inbox counts as served.
    e_service: bool
    #: Topics for each channel besides the inbox, which has them all, and the morning digest of staff.
    by_email: Sequence[Topic]
    by_sms: Sequence[Topic]
    digest: bool


#: Topics of which some notice rings a telephone.
SMS_TOPICS = (Topic.PROGRESS, Topic.ASKED, Topic.DEADLINES)


def topics_of(actor: Actor) -> tuple[Topic, ...]:
    """Return the topics about which a person gets notices: copies go to staff, proofs come from applicants."""
    return (Topic.PROGRESS, Topic.ASKED, Topic.DEADLINES, Topic.COPIES if actor.posts else Topic.ACCOUNT)


def read_preferences(office: Office, actor: Actor) -> Preferences:
    """Return the choices as they stand; what was never chosen is as the office does without a choice."""
    with office.database.read() as connection:
        account = people.user_by_id(connection, actor.user_id)
    choices = account.notice_choices or {}
    return Preferences(
        email=account.email,
        phone=account.phone,
        e_service=account.e_service,
        by_email=[topic for topic in topics_of(actor) if wants(choices, "email", topic)],
        by_sms=[topic for topic in SMS_TOPICS if wants(choices, "sms", topic, default=not actor.posts)],
        digest=wants(choices, "digest"),
    )


def change_preferences(
    office: Office, passwords: Passwords, actor: Actor, wanted: Preferences, password: str = ""
) -> None:
    """Write the choices down. Consent to electronic service, given or taken back, is noted as an event of its own.

    Args:
        password: the present one; asked for only where the e-mail changes, since links to reset it go there.

    Raises:
        FieldErrors: the e-mail changes and the password is wrong.
    """
    with office.database.read() as connection:
        account = people.user_by_id(connection, actor.user_id)
    moved = wanted.email != account.email
    if moved and not passwords.verify(account.password_hash, password):
        raise FieldErrors({"password": [N_("修改电子邮箱须填写正确的当前密码。")]})
    choices = {
        **(account.notice_choices or {}),
        **{choice_key("email", topic): topic in wanted.by_email for topic in topics_of(actor)},
        **{choice_key("sms", topic): topic in wanted.by_sms for topic in SMS_TOPICS},
        "digest": wanted.digest,
    }
    values = {
        "email": wanted.email,
        "phone": wanted.phone,
        "e_service": wanted.e_service,
        "notice_choices": choices,
    }
    with office.database.act() as uow:
        people.change_user(uow.connection, actor.user_id, values)
        changed = [name for name, value in values.items() if getattr(account, name) != value]
        note_within(office, uow, actor.user_id, "preferences_changed", fields=changed)
        if wanted.e_service != account.e_service:
            kind = "e_service_agreed" if wanted.e_service else "e_service_withdrawn"
            note_within(office, uow, actor.user_id, kind)
        if moved:
            # To the address before: who lost an account to somebody else hears of it there.
            tell_person(office, uow, actor.user_id, "contact_changed", email=account.email)
        uow.commit()
