"""Registers: commitments, lists with their measures, bans, what is to be destroyed; and the months of the statistics."""

import sqlalchemy as sa
from alembic import op

import workflows.store.types

revision = "0008_registers"
down_revision = "0007_processes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "destruction_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organ_id", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.Integer(), nullable=False),
        sa.Column("drawn_at", workflows.store.types.Instant(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["organ_id"], ["organisation.id"], name=op.f("fk_destruction_list_organ_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_list")),
    )
    op.create_table(
        "destruction_item",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("destroyed_at", workflows.store.types.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["destruction_list.id"], name=op.f("fk_destruction_item_list_id_destruction_list")
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_destruction_item_record_id_record")),
        sa.PrimaryKeyConstraint("list_id", "record_id", name=op.f("pk_destruction_item")),
    )
    with op.batch_alter_table("destruction_item", schema=None) as batch_op:
        batch_op.create_index("ix_destruction_item_digest", ["digest"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=20), server_default="", nullable=False),
        sa.Column("clauses", workflows.store.types.Json(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("public", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("organ_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_commitment_case_id_office_case")),
        sa.ForeignKeyConstraint(["organ_id"], ["organisation.id"], name=op.f("fk_commitment_organ_id_organisation")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_commitment_record_id_record")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_commitment_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_commitment_due",
            ["due_on", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'running') AND due_on IS NOT NULL AND reminded_on IS NULL"),
            postgresql_where=sa.text("state IN ('pending', 'running') AND due_on IS NOT NULL AND reminded_on IS NULL"),
        )
        batch_op.create_index("ix_commitment_made", ["made_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_subject_id"), ["subject_id"], unique=False)
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=10), nullable=False),
        sa.Column("list_key", sa.String(length=40), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("of_listing_id", sa.Integer(), nullable=True),
        sa.Column("liable_as", sa.String(length=20), server_default="", nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("organ_id", sa.Integer(), nullable=False),
        sa.Column("basis", workflows.store.types.Json(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("repairable_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.String(length=20), server_default="", nullable=False),
        sa.Column("left_number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("exit_case_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office_case.id"], name=op.f("fk_listing_case_id_office_case")),
        sa.ForeignKeyConstraint(["organ_id"], ["organisation.id"], name=op.f("fk_listing_organ_id_organisation")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_listing_record_id_record")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_listing_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
    )
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_listing_of_listing_id"), ["of_listing_id"], unique=False)
        batch_op.create_index(
            "ix_listing_left",
            ["left_on"],
            unique=False,
            sqlite_where=sa.text("state = 'left'"),
            postgresql_where=sa.text("state = 'left'"),
        )
        batch_op.create_index("ix_listing_public", ["register", "state", "public", "listed_on", "id"], unique=False)
        batch_op.create_index("ix_listing_subject", ["subject_id", "state"], unique=False)
        batch_op.create_index(
            "ix_listing_watch",
            ["until_on", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'listed' AND register = 'watch'"),
            postgresql_where=sa.text("state = 'listed' AND register = 'watch'"),
        )
        batch_op.create_index(
            "uq_listing_own",
            ["subject_id", "list_key"],
            unique=True,
            sqlite_where=sa.text("state = 'listed' AND of_listing_id IS NULL"),
            postgresql_where=sa.text("state = 'listed' AND of_listing_id IS NULL"),
        )
    op.create_table(
        "imposed_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("organ_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("executed_on", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_imposed_measure_listing_id_listing")),
        sa.ForeignKeyConstraint(
            ["organ_id"], ["organisation.id"], name=op.f("fk_imposed_measure_organ_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imposed_measure")),
        sa.UniqueConstraint(
            "listing_id", "measure", "organ_id", name=op.f("uq_imposed_measure_listing_id_measure_organ_id")
        ),
    )
    op.create_table(
        "market_ban",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.Column("organ_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_market_ban_listing_id_listing")),
        sa.ForeignKeyConstraint(["organ_id"], ["organisation.id"], name=op.f("fk_market_ban_organ_id_organisation")),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_market_ban_subject_id_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_ban")),
    )
    with op.batch_alter_table("market_ban", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_market_ban_subject_id"), ["subject_id"], unique=False)
    op.create_table(
        "month_count",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("clocks", workflows.store.types.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["organisation.id"], name=op.f("fk_month_count_authority_id_organisation")
        ),
        sa.PrimaryKeyConstraint("authority_id", "month", name=op.f("pk_month_count")),
    )
    op.add_column("service", sa.Column("organ_id", sa.Integer(), nullable=True))
    op.execute("UPDATE service SET organ_id = (SELECT organ_id FROM letter WHERE letter.id = service.letter_id)")
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.alter_column("organ_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_index("ix_service_organ", ["organ_id", "id"], unique=False)
    op.add_column("file", sa.Column("removed", sa.String(length=8), server_default="", nullable=False))
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_file_waiting",
            ["sha256", "case_id"],
            unique=False,
            sqlite_where=sa.text("quarantined AND removed = '' AND case_id IS NOT NULL"),
            postgresql_where=sa.text("quarantined AND removed = '' AND case_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_file_missing",
            ["id"],
            unique=False,
            sqlite_where=sa.text("removed = 'missing'"),
            postgresql_where=sa.text("removed = 'missing'"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_index("ix_file_missing")
        batch_op.drop_index("ix_file_waiting")
        batch_op.drop_column("removed")
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_index("ix_service_organ")
        batch_op.drop_column("organ_id")
    op.drop_table("month_count")
    op.drop_table("market_ban")
    op.drop_table("imposed_measure")
    op.drop_table("listing")
    op.drop_table("commitment")
    with op.batch_alter_table("destruction_item", schema=None) as batch_op:
        batch_op.drop_index("ix_destruction_item_digest")

    op.drop_table("destruction_item")
    op.drop_table("destruction_list")
