"""Fewer bytes a case: its JSON is packed and its digests are bytes; notices of a case have a small index of their own.

A column of SQLite takes bytes beside text: rows from before stay as they are and are read as ever, and only the index
changes there. PostgreSQL's columns become ``bytea`` with the texts of before as they are, unpacked; the MACs of the log
cover the texts, so every chain verifies before and after. Downwards the office's own code unpacks. A task keeps the
digest of its form's idempotency key; keys of before are forgotten, for nobody sends a form again after an upgrade.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from workflows.store.packing import unpack

revision = "0009_packed"
down_revision = "0008_registers"
branch_labels = None
depends_on = None

#: Table, its key, and its columns of JSON.
_PACKED = (
    ("event", ("case_id", "seq"), ("data",)),
    ("task", ("id",), ("data",)),
    ("office_case", ("id",), ("packs", "facts", "clocks")),
    ("filing", ("case_id",), ("data",)),
    ("deadline", ("id",), ("candidates",)),
    ("notice", ("id",), ("data",)),
    ("service", ("id",), ("details",)),
    ("dispatch", ("id",), ("payload",)),
    ("commitment", ("id",), ("clauses",)),
    ("listing", ("id",), ("basis",)),
)
_DIGESTS = (
    ("event", ("case_id", "seq"), "mac"),
    ("office_case", ("id",), "chain"),
    ("office_chain", ("id",), "chain"),
    ("letter", ("id",), "sha256"),
)
_DOUBLES = ["case_id", "event_seq", "kind", "recipient_id", "channel"]
_NAME = "uq_notice_case_id_event_seq_kind_recipient_id_channel"
_ROWS = 1000


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name == "postgresql":
        for table, _, columns in _PACKED:
            kinds = [f"ALTER {each} TYPE bytea USING convert_to({each}, 'UTF8')" for each in columns]
            op.execute(f"ALTER TABLE {table} {', '.join(kinds)}")
        for table, _, column in _DIGESTS:
            op.execute(f"ALTER TABLE {table} ALTER {column} TYPE bytea USING decode({column}, 'hex')")
        op.execute("ALTER TABLE task ALTER form_key TYPE bytea USING NULL")
    else:
        op.execute("UPDATE task SET form_key = NULL")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(_NAME, type_="unique")
        batch_op.create_index("ix_notice_case", ["case_id"], unique=False)
        batch_op.create_index(
            "uq_notice_office",
            _DOUBLES[1:],
            unique=True,
            sqlite_where=sa.text("case_id = 0"),
            postgresql_where=sa.text("case_id = 0"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("uq_notice_office")
        batch_op.drop_index("ix_notice_case")
        batch_op.create_unique_constraint(_NAME, _DOUBLES)
    for table, key, columns in _PACKED:
        for column in columns:
            _rewrite(table, key, column, unpack)
    if op.get_bind().dialect.name == "postgresql":
        for table, _, columns in _PACKED:
            kinds = [f"ALTER {each} TYPE text USING convert_from({each}, 'UTF8')" for each in columns]
            op.execute(f"ALTER TABLE {table} {', '.join(kinds)}")
        for table, _, column in _DIGESTS:
            op.execute(f"ALTER TABLE {table} ALTER {column} TYPE varchar(64) USING encode({column}, 'hex')")
        op.execute("ALTER TABLE task ALTER form_key TYPE varchar(64) USING NULL")
        return
    op.execute("UPDATE task SET form_key = NULL")
    for table, key, column in _DIGESTS:
        _rewrite(table, key, column, lambda value: value.hex().encode())


def _rewrite(table: str, key: tuple[str, ...], column: str, plain: Callable[[bytes], bytes]) -> None:
    """Write each value of a column that is bytes as :func:`plain` has it, a thousand rows at a time."""
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    each = sa.table(table, *(sa.column(name) for name in (*key, column)))
    names = [each.c[name] for name in key]
    after: tuple[int, ...] | None = None
    change = sa.update(each).where(*(each.c[name] == sa.bindparam(f"b_{name}") for name in key))
    while True:
        query = sa.select(*names, each.c[column]).order_by(*names).limit(_ROWS)
        rows = bind.execute(query if after is None else query.where(sa.tuple_(*names) > after)).all()
        if not rows:
            return
        after = tuple(rows[-1][: len(key)])
        values = [
            {**{f"b_{name}": row[at] for at, name in enumerate(key)}, "text": plain(row[-1])}
            for row in rows
            if isinstance(row[-1], bytes)
        ]
        for value in values:
            value["text"] = value["text"].decode() if sqlite else value["text"]
        if values:
            bind.execute(change.values({column: sa.bindparam("text")}), values)
