"""Column types: UTC instants, JSON whose key order is kept, and enumerations as short text."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from workflows.domain.time import require_aware

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite has no such type: there it is microseconds since 1970, a third of the text's bytes.

    For people: ``SELECT datetime(at / 1000000, 'unixepoch') FROM event``.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column's type on a database."""
        return BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive datetimes and store UTC."""
        if value is None:
            return None
        utc = require_aware(value)
        return (utc - EPOCH) // _MICROSECOND if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return an aware UTC datetime."""
        if value is None:
            return None
        instant: datetime = EPOCH + value * _MICROSECOND if dialect.name == "sqlite" else value.astimezone(UTC)
        return instant


class Json(TypeDecorator[Any]):
    """JSON as text: the order of keys is kept, which the audit MAC relies on."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Serialise ``value``."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Parse the stored text."""
        return None if value is None else orjson.loads(value)
