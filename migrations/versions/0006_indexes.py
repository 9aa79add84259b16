"""Indexes for the pages: what an applicant must do, what is warned, late or stuck, what is unread, by month and by name."""

import sqlalchemy as sa
from alembic import op

revision = "0006_indexes"
down_revision = "0005_jobs"
branch_labels = None
depends_on = None

_WARNED = (
    "state = 'running' AND signal = 'breach' AND warned_at IS NOT NULL"
    " AND signal_at IS NOT NULL AND breached_at IS NULL AND incident IS NULL"
)
#: Name, table, columns, condition.
_INDEXES = (
    ("ix_task_user", "task", ["user_id"], "user_id IS NOT NULL"),
    ("ix_deadline_warned", "deadline", ["due_on", "id"], _WARNED),
    ("ix_deadline_met", "deadline", ["met_on"], "state IN ('met', 'late')"),
    ("ix_deadline_missed", "deadline", ["due_on"], "(state = 'late' OR breached_at IS NOT NULL)"),
    ("ix_office_case_closed", "office_case", ["closed_at"], "closed_at IS NOT NULL"),
    ("ix_deadline_incident", "deadline", ["id"], "state = 'running' AND incident IS NOT NULL"),
    ("ix_event_first", "event", ["actor_id", "case_id"], "seq = 1"),
    ("ix_notice_unread", "notice", ["recipient_id"], "channel = 'inbox' AND read_at IS NULL"),
)


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_office_case_received", "office_case", ["received_on"])
    op.create_index("ix_record_number", "record", ["decision_number"])
    op.create_index("ix_subject_code", "subject", ["code"])
    op.create_index("ix_subject_name", "subject", ["name"], postgresql_ops={"name": "text_pattern_ops"})
    for name, table, columns, condition in _INDEXES:
        op.create_index(
            name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition)
        )
    if op.get_bind().dialect.name == "postgresql":
        # An organisation has few roles. Taking the two for independent, the planner expects next to nothing at a
        # provider's desk, and sorts all of it instead of walking along the index.
        op.execute("CREATE STATISTICS st_task_desk (mcv) ON org_id, role, state FROM task")


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP STATISTICS st_task_desk")
    for name, table, _columns, _condition in reversed(_INDEXES):
        op.drop_index(name, table)
    for name, table in (
        ("ix_subject_name", "subject"),
        ("ix_subject_code", "subject"),
        ("ix_record_number", "record"),
        ("ix_office_case_received", "office_case"),
    ):
        op.drop_index(name, table)
