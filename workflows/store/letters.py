"""Letters (文书), their register of numbers, files and notices: writes of an act."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Update, and_, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from workflows.domain.errors import StaleVersion
from workflows.store.alike import alike
from workflows.store.tables import file, letter, letter_number, notice, organisation, service

_OF_CASE = select(letter).where(letter.c.case_id == bindparam("case_id")).order_by(letter.c.id)
_FILES = select(file).where(file.c.case_id == bindparam("case_id")).order_by(file.c.id)
_ADD, _ADD_FILES, _ADD_NOTICES = insert(letter).inline(), insert(file).inline(), insert(notice).inline()
_ORGANS = (
    select(organisation, letter_number.c.word, letter_number.c.last)
    .outerjoin(
        letter_number, and_(letter_number.c.organ_id == organisation.c.id, letter_number.c.year == bindparam("year"))
    )
    .where(organisation.c.id.in_(bindparam("ids", expanding=True)))
)
_SERVED = (
    select(letter.c.id)
    .where(letter.c.case_id == bindparam("b_case_id"), letter.c.code == bindparam("b_code"), letter.c.state == "signed")
    .order_by(letter.c.id.desc())
    .limit(1)
)
_ADD_SERVICE = insert(service).values(
    letter_id=_SERVED.scalar_subquery(),
    organ_id=_SERVED.with_only_columns(letter.c.organ_id).scalar_subquery(),
    case_id=bindparam("b_case_id"),
    **{name: bindparam(name) for name in ("method", "served_at", "recipient", "details", "by")},
)


def _take(dialect: Any) -> Any:
    """Compose what opens a register with its first number, or moves one on that stands where it was read."""
    first = dialect.insert(letter_number)
    return first.on_conflict_do_update(
        index_elements=("organ_id", "word", "year"),
        set_={"last": first.excluded.last},
        where=letter_number.c.last == bindparam("b_seen", type_=Integer),
    ).execution_options(preserve_rowcount=True)


_TAKE = {"sqlite": _take(sqlite), "postgresql": _take(postgresql)}


@cache
def _change(columns: tuple[str, ...]) -> Update:
    """Build the update of some columns once: composing a statement anew costs as much as running it."""
    return (
        update(letter).where(letter.c.id == bindparam("b_id")).values({column: bindparam(column) for column in columns})
    )


def of_case(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return every letter of a case, oldest first."""
    return connection.execute(_OF_CASE, {"case_id": case_id}).all()


def organs_with_registers(connection: Connection, org_ids: Sequence[int], year: int) -> Sequence[Any]:
    """Read organisations, a row for each of their registers of a year (``word``, ``last``), one where there is none."""
    return connection.execute(_ORGANS, {"ids": list(org_ids), "year": year}).all()


def take_numbers(connection: Connection, taken: Sequence[tuple[int, str, int, int]]) -> None:
    """Take numbers (organ, word, year, serial) that are next in their registers; none is given twice or left out.

    Raises:
        StaleVersion: another letter took one of them first; decide again with the next one.
    """
    rows = [{"organ_id": organ_id, "word": word, "year": year, "last": serial, "b_seen": serial - 1}
            for organ_id, word, year, serial in taken]  # fmt: skip
    if rows and connection.execute(_TAKE[connection.dialect.name], rows).rowcount != len(rows):
        raise StaleVersion()


def add(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert letters."""
    connection.execute(_ADD, rows)


def change(connection: Connection, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Change letters by id, those alike in one statement; the caller holds the case's version."""
    for columns, rows in alike(changes):
        connection.execute(_change(columns), rows)


def add_files(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Insert rows of files whose bytes are already on disk."""
    connection.execute(_ADD_FILES, rows)


def files_of(connection: Connection, case_id: int) -> Sequence[Any]:
    """Return the files of a case."""
    return connection.execute(_FILES, {"case_id": case_id}).all()


def add_services(connection: Connection, case_id: int, services: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Record the services (送达) of a case's newest signed letters, each by its code.

    Raises:
        IntegrityError: a letter of that code is not signed, or was served before.
    """
    connection.execute(
        _ADD_SERVICE, [{"b_case_id": case_id, "b_code": code, **values} for code, values in services]
    )


def add_notices(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write notices owed, in the transaction of their event."""
    connection.execute(_ADD_NOTICES, rows)
