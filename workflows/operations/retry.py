"""An act happens once: a lost race is decided again from the new state, and a form sent twice has one answer."""

from collections.abc import Callable
from typing import TypeVar

from workflows.domain.access import Actor
from workflows.domain.errors import OfficeError, StaleVersion
from workflows.operations.office import Office
from workflows.store import cases

_T = TypeVar("_T")

#: How often an act is decided again before its person is told that the case moved on.
ATTEMPTS = 6


def once(office: Office, actor: Actor, key: str, act: Callable[[], _T], answer: Callable[[str], _T]) -> _T:
    """Carry out ``act`` once under its idempotency key.

    Args:
        key: the form's key; ``act`` keeps its result under it, in its own transaction.
        answer: makes the answer of an act that was carried out before from the result that it kept.

    Raises:
        OfficeError: the act is refused, and it was not carried out before.
    """
    try:
        return decided_again(act)
    except OfficeError:
        # A repeated act is refused: its key is taken, and mostly it meets a task or case that it has changed itself.
        # So only a refusal asks for an earlier result, and not each act before it begins.
        with office.database.read() as connection:
            known = cases.result_of(connection, key, actor.user_id)
        if known is None:
            raise
        return answer(known)


def decided_again(act: Callable[[], _T]) -> _T:
    """Run ``act`` until it is not overtaken by another act; give up with StaleVersion after ATTEMPTS."""
    for _ in range(ATTEMPTS - 1):
        try:
            return act()
        except StaleVersion as stale:
            if stale.final:
                raise
    return act()
