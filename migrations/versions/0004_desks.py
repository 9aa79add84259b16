"""Drafts, requests to act for a subject, copies, substitutes, tokens and webhooks."""

import sqlalchemy as sa
from alembic import op

import workflows.store.types

revision = "0004_desks"
down_revision = "0003_papers_and_office"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("created_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("revoked_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("used_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_api_token_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index("ix_api_token_user", ["user_id"], unique=False)

    op.create_table(
        "representation_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("code_type", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("evidence_name", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("asked_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("decided_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_representation_request_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation_request")),
    )
    with op.batch_alter_table("representation_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_representation_request_pending",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index("ix_representation_request_user", ["user_id"], unique=False)

    op.create_table(
        "reset_token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("used_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reset_token_user_id_user_account")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_reset_token")),
    )
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), server_default="", nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["user_account.id"], name=op.f("fk_substitution_substitute_id_user_account")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_substitution_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.create_index("ix_substitution_substitute", ["substitute_id", "to_on"], unique=False)
        batch_op.create_index("ix_substitution_user", ["user_id", "to_on"], unique=False)

    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("org_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("kinds", workflows.store.types.Json(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_webhook_org_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("data", workflows.store.types.Json(), nullable=False),
        sa.Column("updated_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_draft_record_id_record")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_draft_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("user_id", "process", "record_id", name=op.f("uq_draft_user_id_process_record_id")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_expiry", ["expires_at"], unique=False)

    op.create_table(
        "case_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        sa.Column("read_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_case_copy_case_id_office_case")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_case_copy_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_copy")),
        sa.UniqueConstraint("case_id", "user_id", name=op.f("uq_case_copy_case_id_user_id")),
    )
    with op.batch_alter_table("case_copy", schema=None) as batch_op:
        batch_op.create_index("ix_case_copy_user", ["user_id", "id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("case_copy", schema=None) as batch_op:
        batch_op.drop_index("ix_case_copy_user")

    op.drop_table("case_copy")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_expiry")

    op.drop_table("draft")
    op.drop_table("webhook")
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.drop_index("ix_substitution_user")
        batch_op.drop_index("ix_substitution_substitute")

    op.drop_table("substitution")
    op.drop_table("reset_token")
    with op.batch_alter_table("representation_request", schema=None) as batch_op:
        batch_op.drop_index("ix_representation_request_user")
        batch_op.drop_index(
            "ix_representation_request_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.drop_table("representation_request")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index("ix_api_token_user")

    op.drop_table("api_token")
