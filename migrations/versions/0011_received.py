"""Listings that another authority decided on are registered here: by no case, with the decisions as they were received.

SQLite cannot drop NOT NULL from a column; its schema text is changed in place, as SQLite's documentation of ALTER TABLE
describes, because a table that others refer to cannot be made anew within a transaction.
"""

import sqlalchemy as sa
from alembic import op

from workflows.store.types import Instant

revision = "0011_received"
down_revision = "0010_first_day"
branch_labels = None
depends_on = None

_BOUND, _FREE = "case_id INTEGER NOT NULL", "case_id INTEGER"


def upgrade() -> None:
    """Bring them."""
    op.create_table(
        "received_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("organ", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("received_by", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_received_decision_listing_id_listing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_decision")),
        sa.UniqueConstraint("listing_id", "kind", name=op.f("uq_received_decision_listing_id_kind")),
    )
    _case(_BOUND, _FREE, nullable=True)


def downgrade() -> None:
    """Take back; what others decided is no longer registered."""
    op.drop_table("received_decision")
    op.execute(sa.text("DELETE FROM listing WHERE case_id IS NULL"))
    _case(_FREE, _BOUND, nullable=False)


def _case(before: str, after: str, *, nullable: bool) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.alter_column("listing", "case_id", existing_type=sa.Integer(), nullable=nullable)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'listing'",
        (f"\t{before},", f"\t{after},"),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
