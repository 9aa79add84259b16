"""Messages between cases, cases about several records, the exchange, and the publicity of records."""

import sqlalchemy as sa
from alembic import op

import workflows.store.types

revision = "0007_processes"
down_revision = "0006_indexes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "exchange_cursor",
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("cursor", sa.String(length=80), nullable=False),
        sa.Column("read_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("target", name=op.f("pk_exchange_cursor")),
    )
    op.create_table(
        "stray_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("came_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stray_receipt")),
        sa.UniqueConstraint("key", "number", "note", name=op.f("uq_stray_receipt_key_number_note")),
    )
    op.create_table(
        "exchange_drift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_exchange_drift_record_id_record")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_exchange_drift_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_drift")),
    )
    op.create_table(
        "case_record",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("open", sa.Boolean(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_case_record_case_id_office_case")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_case_record_record_id_record")),
        sa.PrimaryKeyConstraint("case_id", "record_id", name=op.f("pk_case_record")),
    )
    with op.batch_alter_table("case_record", schema=None) as batch_op:
        batch_op.create_index(
            "uq_case_record_open",
            ["record_id", "process"],
            unique=True,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("payload", workflows.store.types.Json(), nullable=False),
        sa.Column("answer", sa.String(length=60), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("told", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("next_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=True),
        sa.Column("sent_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("received_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(length=80), server_default="", nullable=False),
        sa.Column("receipt_note", sa.String(length=300), server_default="", nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_dispatch_case_id_office_case")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_dispatch_record_id_record")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_dispatch_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("key", name=op.f("uq_dispatch_key")),
    )
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispatch_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_dispatch_owed",
            ["next_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('owed', 'sending')"),
            postgresql_where=sa.text("state IN ('owed', 'sending')"),
        )
        batch_op.create_index(
            "ix_dispatch_waiting",
            ["expected_on", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('owed', 'sending', 'sent', 'refused', 'failed')"),
            postgresql_where=sa.text("state IN ('owed', 'sending', 'sent', 'refused', 'failed')"),
        )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("process", sa.String(length=40), nullable=True),
        sa.Column("data", workflows.store.types.Json(), nullable=False),
        sa.Column("from_case_id", sa.Integer(), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("next_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("done_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("begun_case_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=True),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_message_case_id_office_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("from_case_id", "from_seq", name=op.f("uq_message_from_case_id_from_seq")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_message_pending",
            ["next_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index(
            "ix_message_unsettled",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('failed', 'unheard')"),
            postgresql_where=sa.text("state IN ('failed', 'unheard')"),
        )
    with op.batch_alter_table("import_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rows_begun", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("rows_past", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("act_kind", sa.String(length=20), server_default="penalty", nullable=False))
        batch_op.add_column(sa.Column("published_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("conduct_ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("fulfilled_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ended_reason", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("repair_state", sa.String(length=10), server_default="", nullable=False))
        batch_op.add_column(sa.Column("hold_reason", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("look_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("asks", sa.String(length=12), server_default="", nullable=False))
        batch_op.add_column(sa.Column("query_code", sa.String(length=12), server_default="", nullable=False))
        batch_op.create_index(
            "ix_record_look",
            ["look_on", "id"],
            unique=False,
            sqlite_where=sa.text("look_on IS NOT NULL"),
            postgresql_where=sa.text("look_on IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_record_asks",
            ["asks", "id"],
            unique=False,
            sqlite_where=sa.text("asks <> ''"),
            postgresql_where=sa.text("asks <> ''"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_record_asks",
            sqlite_where=sa.text("asks <> ''"),
            postgresql_where=sa.text("asks <> ''"),
        )
        batch_op.drop_index(
            "ix_record_look",
            sqlite_where=sa.text("look_on IS NOT NULL"),
            postgresql_where=sa.text("look_on IS NOT NULL"),
        )
        batch_op.drop_column("query_code")
        batch_op.drop_column("asks")
        batch_op.drop_column("look_on")
        batch_op.drop_column("hold_reason")
        batch_op.drop_column("repair_state")
        batch_op.drop_column("ended_reason")
        batch_op.drop_column("ended_on")
        batch_op.drop_column("fulfilled_on")
        batch_op.drop_column("conduct_ended_on")
        batch_op.drop_column("published_on")
        batch_op.drop_column("act_kind")
    with op.batch_alter_table("import_job", schema=None) as batch_op:
        batch_op.drop_column("rows_past")
        batch_op.drop_column("rows_begun")
    op.drop_table("message")
    op.drop_table("dispatch")
    op.drop_table("case_record")
    op.drop_table("exchange_drift")
    op.drop_table("stray_receipt")
    op.drop_table("exchange_cursor")
