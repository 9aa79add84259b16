"""What people change about their own account: the password and the language."""

from workflows.domain.access import Actor
from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_
from workflows.operations.note_event import note_within
from workflows.operations.office import Office
from workflows.operations.sign_in import Passwords
from workflows.store import accounts, people

#: Shortest and longest password, in characters.
SHORTEST, LONGEST = 10, 128


def change_password(
    office: Office, passwords: Passwords, actor: Actor, *, digest: str, old: str, new: str
) -> None:
    """Change the password; every other session of the person ends.

    Args:
        digest: the session in which it is changed; it goes on.

    Raises:
        FieldErrors: the old password is wrong, or the new one is too weak (GB/T 22239-2019, 8.1.4.1).
    """
    with office.database.read() as connection:
        account = people.user_by_id(connection, actor.user_id)
    if not passwords.verify(account.password_hash, old):
        raise FieldErrors({"old": [N_("原密码不正确。")]})
    if weak := weakness(new, account.login, old):
        raise FieldErrors({"new": [weak]})
    values = {"password_hash": passwords.hash(new)}
    with office.database.act() as uow:
        people.change_user(uow.connection, actor.user_id, values)
        accounts.close_other_sessions(uow.connection, actor.user_id, digest)
        note_within(office, uow, actor.user_id, "password_changed")
        uow.commit()


def weakness(new: str, login: str, old: str) -> str:
    """Say why a new password will not do; empty where it will (GB/T 22239-2019, 8.1.4.1)."""
    if not SHORTEST <= len(new) <= LONGEST:
        return N_("密码应为 10 至 128 个字符。")
    kinds = (str.islower, str.isupper, str.isdigit, lambda each: not each.isalnum())
    if sum(any(kind(letter) for letter in new) for kind in kinds) < 3:
        return N_("密码应至少包含大写字母、小写字母、数字、符号中的三种。")
    if login.lower() in new.lower():
        return N_("密码不能包含用户名。")
    return N_("新密码不能与原密码相同。") if new == old else ""


def choose_language(office: Office, actor: Actor, locale: str) -> None:
    """Remember the language in which a person reads (a locale such as zh_CN)."""
    with office.database.act() as uow:
        people.change_user(uow.connection, actor.user_id, {"locale": locale})
        uow.commit()
