"""Messages between cases (BPMN messages), written with the act that sends them and delivered by the worker."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from workflows.store.tables.base import metadata
from workflows.store.types import Instant, Packed

message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    # Name in the diagram of the case that hears it; empty where a case is to begin.
    Column("name", String(60), nullable=False),
    # The case that is told; null where one is to begin.
    Column("case_id", ForeignKey("office_case.id"), index=True),
    # The process of the case that is to begin.
    Column("process", String(40)),
    Column("data", Packed, nullable=False),
    # The act that sent it: it is never sent twice.
    Column("from_case_id", Integer, nullable=False),
    Column("from_seq", Integer, nullable=False),
    # pending, done, unheard (the case no longer waits for it) or failed.
    Column("state", String(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("done_at", Instant),
    # The case that began.
    Column("begun_case_id", Integer),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", String(60)),
    Column("last_error", String(300)),
    UniqueConstraint("from_case_id", "from_seq"),
    Index(
        "ix_message_pending",
        "next_at",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_message_unsettled",
        "id",
        sqlite_where=text("state IN ('failed', 'unheard')"),
        postgresql_where=text("state IN ('failed', 'unheard')"),
    ),
)
