"""Organisations, users, their posts, and sessions that live on the server."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from workflows.store.tables.base import metadata
from workflows.store.types import Instant, Json

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    # authority (信用中心), provider (信息提供单位) or executor (惩戒部门); an organisation may serve as several.
    Column("kind", String(20), nullable=False),
    Column("parent_id", ForeignKey("organisation.id")),
    # 机关代字 for letter numbers, e.g. 示信用.
    Column("letter_word", String(20), nullable=False, server_default=""),
    # Letters in the case number, e.g. XZ.
    Column("case_word", String(10), nullable=False, server_default=""),
    Column("jurisdiction", String(40), nullable=False, server_default=""),
    Column("address", String(200), nullable=False, server_default=""),
    Column("postcode", String(6), nullable=False, server_default=""),
    Column("phone", String(40), nullable=False, server_default=""),
    Column("contact_post", String(60), nullable=False, server_default=""),
    Column("email", String(254), nullable=False, server_default=""),
    # Bodies to which relief (复议) may be sought, printed in the relief paragraph.
    Column("review_body", String(120), nullable=False, server_default=""),
    Column("court", String(120), nullable=False, server_default=""),
    # The department's own objection rules (S1-08), shown to handlers.
    Column("rules_text", Text, nullable=False, server_default=""),
)

user = Table(
    "user_account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("email", String(254), nullable=False, server_default=""),
    Column("phone", String(40), nullable=False, server_default=""),
    Column("locale", String(10), nullable=False, server_default="zh_CN"),
    Column("active", Boolean, nullable=False, server_default="1"),
    # Consent to electronic service (送达地址确认书); date of arrival counts as service.
    Column("e_service", Boolean, nullable=False, server_default="0"),
    Column("failed_sign_ins", Integer, nullable=False, server_default="0"),
    Column("locked_until", Instant),
    Column("created_at", Instant, nullable=False),
    # Channels a person wants, by kind of notice: {"email": true, "sms": false, "digest": true}.
    Column("notice_choices", Json, nullable=False, server_default="{}"),
    # Digest of the secret in the address of the person's calendar feed.
    Column("feed_digest", String(64), unique=True),
)

user_role = Table(
    "user_role",
    metadata,
    Column("user_id", ForeignKey("user_account.id"), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("org_id", ForeignKey("organisation.id"), primary_key=True),
    Index("ix_user_role_org", "org_id", "role"),
)

user_session = Table(
    "user_session",
    metadata,
    # Digest of the token in the cookie: a leaked table opens no session.
    Column("digest", String(64), primary_key=True),
    Column("user_id", ForeignKey("user_account.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_user_session_user", "user_id"),
)
