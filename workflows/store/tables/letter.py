"""Letters, their numbers and service; files; notices owed to people (the outbox)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from workflows.store.tables.base import metadata
from workflows.store.types import Digest, Instant, Packed

letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("office_case.id"), nullable=False, index=True),
    Column("code", String(10), nullable=False),
    # draft, signed, issued (papers without a signature act) or void.
    Column("state", String(8), nullable=False),
    Column("organ_id", Integer, nullable=False),
    # 文号, fixed at signing and never reused.
    Column("number", String(60)),
    Column("sha256", Digest),
    Column("drafted_by", Integer, nullable=False),
    Column("drafted_at", Instant, nullable=False),
    Column("signed_by", Integer),
    Column("signed_at", Instant),
    Column("void_reason", String(200)),
    UniqueConstraint("number"),
)

letter_number = Table(
    "letter_number",
    metadata,
    # One register (发文登记簿) per organ, type word and year.
    Column("organ_id", Integer, primary_key=True),
    Column("word", String(10), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

service = Table(
    "service",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("letter_id", ForeignKey("letter.id"), nullable=False, unique=True),
    Column("case_id", Integer, nullable=False, index=True),
    # Whose letter it is: the register of service is each organ's own.
    Column("organ_id", Integer, nullable=False),
    # direct, electronic, post, left, entrusted or public (民事诉讼法 Arts 87–95).
    Column("method", String(12), nullable=False),
    Column("served_at", Instant, nullable=False),
    Column("recipient", String(120), nullable=False),
    Column("details", Packed, nullable=False),
    Column("by", Integer, nullable=False),
    Index("ix_service_organ", "organ_id", "id"),
)

file = Table(
    "file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, index=True),
    Column("task_id", Integer),
    Column("sha256", String(64), nullable=False),
    Column("name", String(255), nullable=False),
    Column("type", String(10), nullable=False),
    Column("size", Integer, nullable=False),
    # evidence or opinion. Letters are kept under the hash in their own row.
    Column("purpose", String(20), nullable=False),
    Column("uploaded_by", Integer, nullable=False),
    Column("uploaded_at", Instant, nullable=False),
    # No scanner has passed it; a file in quarantine is never handed out.
    Column("quarantined", Boolean, nullable=False, server_default="0"),
    # Why it will never be: infected (and deleted) or missing from the folder; empty while it waits.
    Column("removed", String(8), nullable=False, server_default=""),
    Index(
        "ix_file_waiting",
        "sha256",
        "case_id",
        sqlite_where=text("quarantined AND removed = '' AND case_id IS NOT NULL"),
        postgresql_where=text("quarantined AND removed = '' AND case_id IS NOT NULL"),
    ),
    Index(
        "ix_file_missing",
        "id",
        sqlite_where=text("removed = 'missing'"),
        postgresql_where=text("removed = 'missing'"),
    ),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("event_seq", Integer, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("recipient_id", Integer, nullable=False),
    Column("channel", String(8), nullable=False),
    # pending, sending, sent, unknown or failed.
    Column("state", String(8), nullable=False),
    Column("address", String(254), nullable=False, server_default=""),
    Column("data", Packed, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", String(60)),
    Column("sent_at", Instant),
    Column("read_at", Instant),
    Column("last_error", String(300)),
    Index("ix_notice_case", "case_id"),
    # Notices of no case, a day's digests, are written once; those of a case by the one act that wrote their event.
    Index(
        "uq_notice_office",
        "event_seq",
        "kind",
        "recipient_id",
        "channel",
        unique=True,
        sqlite_where=text("case_id = 0"),
        postgresql_where=text("case_id = 0"),
    ),
    Index(
        "ix_notice_pending",
        "next_at",
        "id",
        sqlite_where=text("state IN ('pending', 'sending')"),
        postgresql_where=text("state IN ('pending', 'sending')"),
    ),
    Index(
        "ix_notice_failed",
        "id",
        sqlite_where=text("state IN ('failed', 'unknown')"),
        postgresql_where=text("state IN ('failed', 'unknown')"),
    ),
    Index(
        "ix_notice_recipient",
        "recipient_id",
        "id",
        sqlite_where=text("channel = 'inbox'"),
        postgresql_where=text("channel = 'inbox'"),
    ),
    Index(
        "ix_notice_unread",
        "recipient_id",
        sqlite_where=text("channel = 'inbox' AND read_at IS NULL"),
        postgresql_where=text("channel = 'inbox' AND read_at IS NULL"),
    ),
)
