"""The first day on which removal by repair can be asked for is the day after the minimum's last (民法典 Arts 201, 202).

Listings of before hold the minimum's last day there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_first_day"
down_revision = "0009_packed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring it."""
    _move(1)


def downgrade() -> None:
    """Take back."""
    _move(-1)


def _move(days: int) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    moved = f"date(repairable_on, '{days:+d} day')" if sqlite else f"repairable_on {days:+d}"
    op.execute(sa.text(f"UPDATE listing SET repairable_on = {moved} WHERE repairable_on IS NOT NULL"))
