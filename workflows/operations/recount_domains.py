"""The nightly look at who is listed in two or more domains (S1-14): what was listed lately, and nothing else, is read.

The count on entry tells the cases at once; this finds those that two entries in the same moment have missed.
"""

from datetime import date

from workflows.domain.access import OFFICE
from workflows.domain.listing import MANY_DOMAINS, entered_by
from workflows.domain.time import office_date
from workflows.operations.office import Office
from workflows.operations.tell_domains import tell_domains
from workflows.store import cases, exchange, list_rounds, listings
from workflows.store.unit_of_work import UnitOfWork

#: Name of the mark up to which listings were looked at.
LOOKED = "domains"
_MESSAGE = "many_domains"


def recount_domains(office: Office) -> int:
    """Tell every case of a subject listed in two or more domains that has not been told; return how many.

    A second run on the same day tells nobody twice.
    """
    now = office.clock()
    today = office_date(now)
    with office.database.read() as connection:
        mark = exchange.cursor_of(connection, LOOKED)
        since = date.min if mark is None else date.fromisoformat(mark.cursor)
        lately = list_rounds.listed_since(connection, since)
    told = sum(_look(office, subject_id) for subject_id in lately)
    if mark is None or since != today:
        with office.database.act() as uow:
            exchange.set_cursor(uow.connection, LOOKED, today.isoformat(), now)
            uow.commit()
    return told


def _look(office: Office, subject_id: int) -> int:
    with office.database.act() as uow:
        standing = listings.serious_of(uow.connection, subject_id)
        domains = len({row.domain for row in standing})
        if domains < MANY_DOMAINS:
            return 0
        untold = [case_id for case_id in entered_by(standing) if not _knows(uow, case_id)]
        tell_domains(office, uow, OFFICE.user_id, _MESSAGE, untold, subject_id=subject_id, domains=domains)
        uow.commit()
        return len(untold)


def _knows(uow: UnitOfWork, case_id: int) -> bool:
    stored = cases.load(uow.connection, case_id)
    has_heard = stored is None or int(stored.view.facts.get("domains", 0)) >= MANY_DOMAINS
    return has_heard or list_rounds.is_told(uow.connection, case_id, _MESSAGE)
