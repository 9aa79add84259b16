"""What the desks need besides cases: drafts, requests to act for a subject, copies, substitutes, tokens, webhooks."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from workflows.store.tables.base import metadata
from workflows.store.types import Instant, Json

draft = Table(
    "draft",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("process", String(40), nullable=False),
    Column("record_id", ForeignKey("record.id"), nullable=False),
    # What was typed, and the files received so far, by declared field.
    Column("data", Json, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # A draft expires by its last use.
    Column("expires_at", Instant, nullable=False),
    UniqueConstraint("user_id", "process", "record_id"),
    Index("ix_draft_expiry", "expires_at"),
)

representation_request = Table(
    "representation_request",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    # legal_person, natural_person or individual_business.
    Column("subject_kind", String(20), nullable=False),
    Column("name", String(120), nullable=False),
    Column("code_type", String(20), nullable=False),
    Column("code", String(40), nullable=False),
    # self, legal_representative or agent.
    Column("kind", String(30), nullable=False),
    Column("evidence_sha256", String(64), nullable=False),
    Column("evidence_name", String(255), nullable=False),
    # pending, verified or refused.
    Column("state", String(10), nullable=False),
    Column("reason", String(300)),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", Integer),
    Index(
        "ix_representation_request_pending",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_representation_request_user", "user_id"),
)

reset_token = Table(
    "reset_token",
    metadata,
    # Digest of the token in the link: a leaked table resets no password.
    Column("digest", String(64), primary_key=True),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

case_copy = Table(
    "case_copy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("office_case.id"), nullable=False),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("by", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("note", String(300), nullable=False, server_default=""),
    Column("read_at", Instant),
    UniqueConstraint("case_id", "user_id"),
    Index("ix_case_copy_user", "user_id", "id"),
)

substitution = Table(
    "substitution",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("substitute_id", ForeignKey("user_account.id"), nullable=False),
    # Absent from the first day to the last, both included (dates in Asia/Shanghai).
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("reason", String(300), nullable=False, server_default=""),
    Column("by", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_substitution_user", "user_id", "to_on"),
    Index("ix_substitution_substitute", "substitute_id", "to_on"),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("name", String(80), nullable=False),
    # read or act.
    Column("scope", String(10), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("used_at", Instant),
    Index("ix_api_token_user", "user_id"),
)

webhook = Table(
    "webhook",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("org_id", ForeignKey("organisation.id"), nullable=False),
    Column("url", String(500), nullable=False),
    Column("secret", Text, nullable=False),
    # Event kinds that are sent; empty for all that the organisation may see.
    Column("kinds", Json, nullable=False),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("created_by", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)
