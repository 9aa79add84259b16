"""The unit of work: one act, one transaction, one commit. Leaving without commit rolls back."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from workflows.domain.errors import Busy


@contextmanager
def refuse_when_busy() -> Iterator[None]:
    """Turn a lock that was not had in time, or a lost connection, into Busy."""
    try:
        yield
    except OperationalError as error:
        raise Busy() from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Busy() from error
        raise


class UnitOfWork:
    """One act on the database.

    Use as a context manager; call :meth:`commit` once at the end. Without it nothing is kept.
    """

    connection: Connection

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._guard = refuse_when_busy()

    def __enter__(self) -> "UnitOfWork":
        self._guard.__enter__()
        try:
            self.connection = self._engine.connect()
            self._transaction = self.connection.begin()
        except BaseException as error:
            self._guard.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def commit(self) -> None:
        """Make the act durable. The only commit in the repository."""
        self._transaction.commit()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Send the statements inside without waiting for the answer of each, where the driver can (PostgreSQL).

        For inserts and updates whose result nobody reads: what is read back inside is not there yet.

        Raises:
            DBAPIError: one of them failed; which one is in the message.
        """
        driver: Any = self.connection.connection.driver_connection
        if not hasattr(driver, "pipeline"):
            yield
            return
        try:
            with driver.pipeline():
                yield
        except driver.Error as error:
            # What fails when the answers come in does not pass through SQLAlchemy.
            raise DBAPIError.instance(None, None, error, driver.Error) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._transaction.is_active:
                self._transaction.rollback()
            self.connection.close()
        finally:
            self._guard.__exit__(kind, error, trace)
