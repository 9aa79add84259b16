"""Opening an account by oneself, together with the first request to act for a subject."""

from dataclasses import dataclass

from workflows.domain.errors import FieldErrors
from workflows.domain.time import office_date
from workflows.operations.ask_representation import Mandate, add_request
from workflows.operations.change_account import weakness
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.sign_in import Passwords
from workflows.store import accounts


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What somebody tells of themselves."""

    login: str
    name: str
    email: str
    phone: str
    password: str
    #: Consent to electronic service (送达地址确认).
    e_service: bool


def register(office: Office, passwords: Passwords, person: Registration, mandate: Mandate) -> None:
    """Open an account without a post, and ask for its person to act for a subject.

    A login that is taken changes nothing and is answered in the same way: nobody learns which names exist.

    Raises:
        FieldErrors: the password is too weak, the code fails its check digits, or the capacity does not fit.
    """
    errors: dict[str, list[str]] = {}
    if weak := weakness(person.password, person.login, ""):
        errors["new"] = [weak]
    try:
        checked = mandate.checked(office_date(office.clock()))
    except FieldErrors as error:
        raise FieldErrors({**errors, **error.errors}) from error
    if errors:
        raise FieldErrors(errors)
    values = {
        "login": person.login,
        "name": person.name.strip(),
        "email": person.email.strip(),
        "phone": person.phone.strip(),
        "password_hash": passwords.hash(person.password),
        "e_service": person.e_service,
        "created_at": office.real_clock(),
    }
    with office.database.act() as uow:
        user_id = accounts.add(uow.connection, values, ())
        if user_id is None:
            return
        note_within(office, uow, user_id, "registered", login=person.login, e_service=person.e_service)
        add_request(office, uow, user_id, checked)
        uow.commit()
