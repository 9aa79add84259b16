"""Ids and numbers of new cases: one after the other, none given twice."""

from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.errors import StaleVersion
from workflows.store.tables import case, number_counter

_NEXT_OF_SERVER = text("SELECT nextval(pg_get_serial_sequence('office_case', 'id'))")
_NEXT = select(func.coalesce(func.max(case.c.id), 0) + 1)
_LAST = select(number_counter.c.last).where(number_counter.c.series == bindparam("of_series"))
_BEGIN = insert(number_counter).inline()
_TAKE = (
    update(number_counter)
    .where(number_counter.c.series == bindparam("of_series"), number_counter.c.last == bindparam("before"))
    .values(last=number_counter.c.last + 1)
)


def reserve_id(connection: Connection) -> int:
    """Return an id for a new case. On SQLite two may be given the same; the second to insert decides again."""
    return int(connection.execute(_NEXT_OF_SERVER if connection.dialect.name == "postgresql" else _NEXT).scalar_one())


def last_number(connection: Connection, series: str) -> int:
    """Return the last number given out in a series of case numbers (0 when none was)."""
    return connection.execute(_LAST, {"of_series": series}).scalar_one_or_none() or 0


def take_number(connection: Connection, series: str, number: int) -> None:
    """Take ``number`` from a series if it is the next one.

    Raises:
        StaleVersion: another case took the number first; decide again with the next one.
    """
    if number == 1:
        try:
            with connection.begin_nested():
                connection.execute(_BEGIN, {"series": series, "last": 1})
        except IntegrityError as error:
            raise StaleVersion() from error
        return
    if connection.execute(_TAKE, {"of_series": series, "before": number - 1}).rowcount != 1:
        raise StaleVersion()
