"""What a person has completed is found by person and instant: the id in that index cost bytes in every task ever done.

SQLite's indexes end with the row's id anyway; PostgreSQL sorts the few tasks that one person completed at one instant.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_done"
down_revision = "0011_received"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _index("completed_by", "completed_at")


def downgrade() -> None:
    """Take back."""
    _index("completed_by", "completed_at", "id")


def _index(*columns: str) -> None:
    condition = sa.text("state = 'done'")
    op.drop_index("ix_task_done", "task")
    op.create_index("ix_task_done", "task", list(columns), sqlite_where=condition, postgresql_where=condition)
