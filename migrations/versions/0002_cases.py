"""Cases with their state, tasks, deadlines and events."""

import sqlalchemy as sa
from alembic import op

import workflows.store.types

revision = "0002_cases"
down_revision = "0001_people_and_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "act_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=80), nullable=False),
        sa.Column("at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_act_key")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("act_key", schema=None) as batch_op:
        batch_op.create_index("ix_act_key_at", ["at"], unique=False)

    op.create_table(
        "diagram",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_diagram")),
    )
    op.create_table(
        "event",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("data", workflows.store.types.Json(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_event")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "number_counter",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_number_counter")),
    )
    op.create_table(
        "office_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("query_code", sa.String(length=16), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("diagram_hash", sa.String(length=64), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("applicant_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("substance", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("closed_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("packs", workflows.store.types.Json(), nullable=False),
        sa.Column("facts", workflows.store.types.Json(), nullable=False),
        sa.Column("clocks", workflows.store.types.Json(), nullable=False),
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.Column("sealed_count", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["user_account.id"], name=op.f("fk_office_case_applicant_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["organisation.id"], name=op.f("fk_office_case_authority_id_organisation")
        ),
        sa.ForeignKeyConstraint(["diagram_hash"], ["diagram.hash"], name=op.f("fk_office_case_diagram_hash_diagram")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_office_case_provider_id_organisation")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_office_case_record_id_record")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_office_case_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_case")),
        sa.UniqueConstraint("number", name=op.f("uq_office_case_number")),
        sa.UniqueConstraint("query_code", name=op.f("uq_office_case_query_code")),
    )
    with op.batch_alter_table("office_case", schema=None) as batch_op:
        batch_op.create_index("ix_office_case_applicant", ["applicant_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_office_case_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(
            "ix_office_case_unsealed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("event_count > sealed_count"),
            postgresql_where=sa.text("event_count > sealed_count"),
        )
        batch_op.create_index(
            "uq_office_case_open_record",
            ["record_id", "process"],
            unique=True,
            sqlite_where=sa.text("state = 'open' AND record_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'open' AND record_id IS NOT NULL"),
        )

    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("host", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("candidates", workflows.store.types.Json(), nullable=False),
        sa.Column("calendar_version", sa.String(length=20), nullable=False),
        sa.Column("signal", sa.String(length=10), nullable=True),
        sa.Column("signal_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("signals", sa.String(length=40), server_default="", nullable=False),
        sa.Column("warned_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("breached_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("escalated_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("breach_reason", sa.String(length=30), nullable=True),
        sa.Column("breach_note", sa.Text(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(length=60), nullable=True),
        sa.Column("lease_until", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("incident", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_deadline_case_id_office_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_breached",
            ["due_on", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'running' AND breached_at IS NOT NULL"),
            postgresql_where=sa.text("state = 'running' AND breached_at IS NOT NULL"),
        )
        batch_op.create_index("ix_deadline_case", ["case_id"], unique=False)
        batch_op.create_index(
            "ix_deadline_due",
            ["signal_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'running' AND signal_at IS NOT NULL AND incident IS NULL"),
            postgresql_where=sa.text("state = 'running' AND signal_at IS NOT NULL AND incident IS NULL"),
        )

    op.create_table(
        "engine_state",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_engine_state_case_id_office_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_engine_state")),
    )
    op.create_table(
        "filing",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("data", workflows.store.types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_filing_case_id_office_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_filing")),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("node", sa.String(length=40), nullable=False),
        sa.Column("engine_task", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("completed_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("completed_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("data", workflows.store.types.Json(), nullable=True),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_task_case_id_office_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_task_assignee",
            ["assignee_id", "due_on", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'open' AND assignee_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'open' AND assignee_id IS NOT NULL"),
        )
        batch_op.create_index("ix_task_case", ["case_id"], unique=False)
        batch_op.create_index(
            "ix_task_done",
            ["completed_by", "completed_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'done'"),
            postgresql_where=sa.text("state = 'done'"),
        )
        batch_op.create_index(
            "ix_task_pool",
            ["org_id", "role", "due_on", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_task_pool", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(
            "ix_task_done", sqlite_where=sa.text("state = 'done'"), postgresql_where=sa.text("state = 'done'")
        )
        batch_op.drop_index("ix_task_case")
        batch_op.drop_index(
            "ix_task_assignee",
            sqlite_where=sa.text("state = 'open' AND assignee_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'open' AND assignee_id IS NOT NULL"),
        )

    op.drop_table("task")
    op.drop_table("filing")
    op.drop_table("engine_state")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_due",
            sqlite_where=sa.text("state = 'running' AND signal_at IS NOT NULL AND incident IS NULL"),
            postgresql_where=sa.text("state = 'running' AND signal_at IS NOT NULL AND incident IS NULL"),
        )
        batch_op.drop_index("ix_deadline_case")
        batch_op.drop_index(
            "ix_deadline_breached",
            sqlite_where=sa.text("state = 'running' AND breached_at IS NOT NULL"),
            postgresql_where=sa.text("state = 'running' AND breached_at IS NOT NULL"),
        )

    op.drop_table("deadline")
    with op.batch_alter_table("office_case", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_office_case_open_record",
            sqlite_where=sa.text("state = 'open' AND record_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'open' AND record_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_office_case_unsealed",
            sqlite_where=sa.text("event_count > sealed_count"),
            postgresql_where=sa.text("event_count > sealed_count"),
        )
        batch_op.drop_index(batch_op.f("ix_office_case_subject_id"))
        batch_op.drop_index("ix_office_case_applicant")

    op.drop_table("office_case")
    op.drop_table("number_counter")
    op.drop_table("event")
    op.drop_table("diagram")
    with op.batch_alter_table("act_key", schema=None) as batch_op:
        batch_op.drop_index("ix_act_key_at")

    op.drop_table("act_key")
