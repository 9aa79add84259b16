"""Column types: UTC instants, JSON whose key order is kept, plain or packed, signals as letters, digests as bytes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from workflows.domain.clock import SIGNALS
from workflows.domain.time import require_aware
from workflows.store.packing import pack, unpack

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SIGNALS = {signal[0]: signal for signal in SIGNALS}


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


class Packed(TypeDecorator[Any]):
    """JSON of the many rows that a case leaves behind, packed (``packing``). SQLite's columns take text and bytes."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column's type on a database."""
        return Text() if dialect.name == "sqlite" else LargeBinary()

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Serialise and pack ``value``."""
        return None if value is None else pack(orjson.dumps(value))

    def process_result_value(self, value: bytes | str | None, dialect: Dialect) -> Any:
        """Unpack and parse what is stored; rows from before packing are plain.

        Raises:
            ValueError: the stored bytes were changed.
        """
        if value is None:
            return None
        return orjson.loads(value if isinstance(value, str) else unpack(value))


class Signals(TypeDecorator[str]):
    """Signals of a clock, separated by blanks; their first letters in the database. Rows from before hold the words."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the first letter of each signal."""
        return None if value is None else "".join(signal[0] for signal in value.split())

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the signals."""
        return " ".join(_SIGNALS[each] for each in value) if value and len(value) <= len(_SIGNALS) else value


class Digest(TypeDecorator[str]):
    """A MAC or SHA-256: hex for us, half as many bytes in the database. SQLite's rows from before hold the hex."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column's type on a database."""
        return String(64) if dialect.name == "sqlite" else LargeBinary()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Store the bytes of a hex text."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | str | None, dialect: Dialect) -> str | None:
        """Return hex."""
        return value.hex() if isinstance(value, bytes) else value
