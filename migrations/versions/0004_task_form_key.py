"""A completed task keeps the idempotency key of its form itself."""

import sqlalchemy as sa
from alembic import op

revision = "0004_task_form_key"
down_revision = "0003_papers_and_office"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("task", sa.Column("form_key", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("task", "form_key")
