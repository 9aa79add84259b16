"""Fewer bytes a case: kinds of events and signals of clocks are letters, what cases tell one another is packed.

Rows of the log get the codes of their kinds; the MACs cover the kinds and stay as they are. Signals of before are read
as they are. PostgreSQL's column of messages becomes ``bytea`` with the texts of before, unpacked. Downwards the office's
own code unpacks everything that the words of 2 have packed, which the code of before does not know.
"""

import sqlalchemy as sa
from alembic import op

from workflows.store.event_codes import CODES
from workflows.store.packing import unpack

revision = "0013_codes"
down_revision = "0012_done"
branch_labels = None
depends_on = None

#: Table, its key, and its packed columns.
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
    ("message", ("id",), ("data",)),
)
_SIGNALS = {"w": "warning", "b": "breach", "e": "escalation"}
_SUBSETS = ("wbe", "be", "e", "wb", "b", "we", "w")
_ROWS = 1000


def upgrade() -> None:
    """Apply."""
    _rename("event", "kind", CODES)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE message ALTER data TYPE bytea USING convert_to(data, 'UTF8')")


def downgrade() -> None:
    """Take back."""
    for table, key, columns in _PACKED:
        for column in columns:
            _unpack(table, key, column)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE message ALTER data TYPE text USING convert_from(data, 'UTF8')")
    _rename("deadline", "signals", {each: " ".join(_SIGNALS[letter] for letter in each) for each in _SUBSETS})
    _rename("event", "kind", {code: kind for kind, code in CODES.items()})


def _rename(table: str, column: str, names: dict[str, str]) -> None:
    """Write another name wherever one of ``names`` stands, in one pass over the table."""
    each = sa.table(table, sa.column(column, sa.String))
    now = each.c[column]
    op.execute(sa.update(each).where(now.in_(names)).values({column: sa.case(names, value=now)}))


def _unpack(table: str, key: tuple[str, ...], column: str) -> None:
    """Write the text of each value of a column that is packed, a thousand rows at a time."""
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
        values = []
        for row in rows:
            if isinstance(row[-1], bytes):
                text = unpack(row[-1])
                keys = {f"b_{name}": row[at] for at, name in enumerate(key)}
                values.append({**keys, "text": text.decode() if sqlite else text})
        if values:
            bind.execute(change.values({column: sa.bindparam("text")}), values)
