"""Jobs: long work that a worker carries out in the background, item by item (adr/0014)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from workflows.store.tables.base import metadata
from workflows.store.types import Instant, Json

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    # What is done; the kinds stand in operations/job_kinds.py.
    Column("kind", String(30), nullable=False),
    # The command, the same for every item.
    Column("data", Json, nullable=False),
    # Key of the form that handed it in: the form sent twice is one job.
    Column("key", String(64), nullable=False),
    # Where its page leads back to.
    Column("back", Text, nullable=False, server_default=""),
    Column("created_by", ForeignKey("user_account.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    # waiting, running, done, stopped or failed.
    Column("state", String(10), nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),
    # Of these, done counts the refused ones too.
    Column("done", Integer, nullable=False, server_default="0"),
    Column("refused", Integer, nullable=False, server_default="0"),
    # Position of the last item that was begun: once begun it is carried to its end, also after a stop was asked for.
    Column("begun", Integer),
    Column("stop_asked", Boolean, nullable=False, server_default="0"),
    # Claim of a worker; real time.
    Column("owner", String(80)),
    Column("lease_until", Instant),
    # What a job without items found.
    Column("result", Json),
    Column("problem", String(300)),
    Column("finished_at", Instant),
    UniqueConstraint("created_by", "key"),
    Index("ix_job_created_by", "created_by", "id"),
    Index(
        "ix_job_open",
        "id",
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
)

job_item = Table(
    "job_item",
    metadata,
    Column("job_id", ForeignKey("job.id"), primary_key=True),
    # From 0 on.
    Column("position", Integer, primary_key=True),
    # What the act is about: a case or a task.
    Column("item_id", Integer, nullable=False),
    Column("case_id", ForeignKey("office_case.id"), nullable=False),
    # waiting, done or refused.
    Column("state", String(10), nullable=False, server_default="waiting"),
    # Name, words and values of the refusal.
    Column("refusal", Json),
)
