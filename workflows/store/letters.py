"""Letters (文书), their register of numbers, files and notices: writes of an act."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from workflows.domain.errors import StaleVersion
from workflows.store.tables import file, letter, letter_number, notice, service

_OF_CASE = select(letter).where(letter.c.case_id == bindparam("case_id")).order_by(letter.c.id)
_FILES = select(file).where(file.c.case_id == bindparam("case_id")).order_by(file.c.id)
_ADD, _ADD_FILES, _ADD_NOTICES = insert(letter).inline(), insert(file).inline(), insert(notice).inline()
_REGISTER = (
    letter_number.c.organ_id == bindparam("b_organ_id"),
    letter_number.c.word == bindparam("b_word"),
    letter_number.c.year == bindparam("b_year"),
)
_LAST = select(letter_number.c.last).where(*_REGISTER)
_TAKE = (
    update(letter_number)
    .where(*_REGISTER, letter_number.c.last == bindparam("b_seen"))
    .values({"last": bindparam("serial")})
)


@cache
def _change(columns: tuple[str, ...]) -> Update:
    """Build the update of some columns once: composing a statement anew costs as much as running it."""
    return (
        update(letter).where(letter.c.id == bindparam("b_id")).values({column: bindparam(column) for column in columns})
    )


def of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return every letter of a case, oldest first."""
    return connection.execute(_OF_CASE, {"case_id": case_id}).all()


def last_number(connection: Connection, organ_id: int, word: str, year: int) -> int:
    """Return the last serial given out in a register (0 when none was)."""
    register = {"b_organ_id": organ_id, "b_word": word, "b_year": year}
    return connection.execute(_LAST, register).scalar_one_or_none() or 0


def take_number(connection: Connection, organ_id: int, word: str, year: int, serial: int) -> None:
    """Take ``serial`` from a register if it is the next one; no number is given twice or left out.

    Raises:
        StaleVersion: another letter took the number first; decide again with the next one.
    """
    if serial == 1:
        try:
            with connection.begin_nested():
                connection.execute(
                    insert(letter_number), [{"organ_id": organ_id, "word": word, "year": year, "last": 1}]
                )
        except IntegrityError as error:
            raise StaleVersion() from error
        return
    register = {"b_organ_id": organ_id, "b_word": word, "b_year": year}
    result = connection.execute(_TAKE, {**register, "b_seen": serial - 1, "serial": serial})
    if result.rowcount != 1:
        raise StaleVersion()


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert letters."""
    connection.execute(_ADD, rows)


def change(connection: Connection, letter_id: int, values: dict[str, Any]) -> None:
    """Change one letter; the caller holds the case's version."""
    connection.execute(_change(tuple(values)), {"b_id": letter_id, **values})


def add_files(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert rows of files whose bytes are already on disk."""
    connection.execute(_ADD_FILES, rows)


def files_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return the files of a case."""
    return connection.execute(_FILES, {"case_id": case_id}).all()


def add_service(connection: Connection, values: dict[str, Any], case_id: int, code: str) -> None:
    """Record the service (送达) of the newest signed letter of a code."""
    served = connection.execute(
        select(letter.c.id)
        .where(letter.c.case_id == case_id, letter.c.code == code, letter.c.state == "signed")
        .order_by(letter.c.id.desc())
        .limit(1)
    ).scalar_one()
    connection.execute(insert(service), [{"letter_id": served, "case_id": case_id, **values}])


def add_notices(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write notices owed, in the transaction of their event."""
    connection.execute(_ADD_NOTICES, rows)
