"""Instants are microseconds on SQLite, a third of the text's bytes; no index on the hashes of files, which none reads."""

import sqlalchemy as sa
from alembic import op

revision = "0005_narrow_instants"
down_revision = "0004_task_form_key"
branch_labels = None
depends_on = None

_TO_NUMBER = (
    "UPDATE {table} SET {column} = strftime('%s', substr({column}, 1, 19)) * 1000000 + substr({column}, 21, 6)"
    " WHERE typeof({column}) = 'text'"
)
_TO_TEXT = (
    "UPDATE {table} SET {column} = datetime({column} / 1000000, 'unixepoch') || printf('.%06d', {column} % 1000000)"
    " WHERE typeof({column}) = 'integer'"
)


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_file_sha256", table_name="file")
    _rewrite(_TO_NUMBER)


def downgrade() -> None:
    """Undo."""
    op.create_index("ix_file_sha256", "file", ["sha256"])
    _rewrite(_TO_TEXT)


def _rewrite(statement: str) -> None:
    """Rewrite every instant of an SQLite database; their columns are those that end in ``_at`` or are called ``at``."""
    if op.get_bind().dialect.name != "sqlite":
        return
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            if column["name"] == "at" or column["name"].endswith(("_at", "_until")):
                if isinstance(column["type"], (sa.Date, sa.String)):
                    continue
                op.execute(statement.format(table=table, column=f'"{column["name"]}"'))
