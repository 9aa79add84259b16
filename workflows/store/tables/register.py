"""Registers: commitments, lists and their measures, bans, and what is to be destroyed."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from workflows.store.tables.base import metadata
from workflows.store.types import Instant, Packed

commitment = Table(
    "commitment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", ForeignKey("subject.id"), nullable=False, index=True),
    Column("case_id", ForeignKey("office_case.id"), index=True),
    Column("record_id", ForeignKey("record.id")),
    # Kind and scope as in domain/commitment.py (S0-01, S1-20).
    Column("kind", String(20), nullable=False),
    Column("scope", String(20), nullable=False, server_default=""),
    # What is promised, clause by clause (S3-10).
    Column("clauses", Packed, nullable=False),
    Column("made_on", Date, nullable=False),
    # Last day of what is promised; null where it has none.
    Column("due_on", Date),
    # pending (待履约), running (履约中), kept (已履约) or broken (违诺).
    Column("state", String(10), nullable=False),
    Column("public", Boolean, nullable=False, server_default="0"),
    # The organisation that follows it up.
    Column("organ_id", ForeignKey("organisation.id"), nullable=False),
    Column("checked_on", Date),
    Column("note", Text, nullable=False, server_default=""),
    # Who proposes 违诺 and why, until another person has confirmed or refused it.
    Column("asked_by", Integer),
    Column("asked_reason", Text, nullable=False, server_default=""),
    # The day on which those who follow it up were reminded that it is due.
    Column("reminded_on", Date),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_commitment_made", "made_on", "id"),
    Index(
        "ix_commitment_due",
        "due_on",
        "id",
        sqlite_where=text("state IN ('pending', 'running') AND due_on IS NOT NULL AND reminded_on IS NULL"),
        postgresql_where=text("state IN ('pending', 'running') AND due_on IS NOT NULL AND reminded_on IS NULL"),
    ),
)

listing = Table(
    "listing",
    metadata,
    Column("id", Integer, primary_key=True),
    # serious (严重失信主体名单) or watch (重点关注名单), and the list's key in the catalogue.
    Column("register", String(10), nullable=False),
    Column("list_key", String(40), nullable=False),
    # Domain of the list (领域), counted by S1-14.
    Column("domain", String(40), nullable=False),
    Column("subject_id", ForeignKey("subject.id"), nullable=False),
    # The listing of the entity for whose conduct a person is liable (惩戒到人); null for the entity's own.
    Column("of_listing_id", Integer, index=True),
    # The person's role towards the entity; empty for the entity's own.
    Column("liable_as", String(20), nullable=False, server_default=""),
    # Null where another authority decided and its decision is only registered here (received_decision, S1-27).
    Column("case_id", ForeignKey("office_case.id"), index=True),
    Column("record_id", ForeignKey("record.id")),
    # Who recognised; of a listing that is only registered, who keeps it.
    Column("organ_id", ForeignKey("organisation.id"), nullable=False),
    # {"kind", "number", "effective_on"} of the basis document (S0-05); {"organ"} too where it is only registered.
    Column("basis", Packed, nullable=False),
    Column("reason", Text, nullable=False),
    Column("number", String(60), nullable=False, server_default=""),
    Column("listed_on", Date, nullable=False),
    # The subject may ask for repair from this day on; removal is owed after the last day; null where there is none.
    Column("repairable_on", Date),
    Column("until_on", Date),
    Column("public", Boolean, nullable=False),
    # listed or left.
    Column("state", String(10), nullable=False),
    Column("left_on", Date),
    Column("left_reason", String(20), nullable=False, server_default=""),
    Column("left_number", String(60), nullable=False, server_default=""),
    Column("exit_case_id", Integer),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_listing_subject", "subject_id", "state"),
    # Nobody stands on one list twice of their own account.
    Index(
        "uq_listing_own",
        "subject_id",
        "list_key",
        unique=True,
        sqlite_where=text("state = 'listed' AND of_listing_id IS NULL"),
        postgresql_where=text("state = 'listed' AND of_listing_id IS NULL"),
    ),
    Index("ix_listing_public", "register", "state", "public", "listed_on", "id"),
    # What has left lately is announced; watch listings whose last day has passed are ended.
    Index("ix_listing_left", "left_on", sqlite_where=text("state = 'left'"), postgresql_where=text("state = 'left'")),
    Index(
        "ix_listing_watch",
        "until_on",
        "id",
        sqlite_where=text("state = 'listed' AND register = 'watch'"),
        postgresql_where=text("state = 'listed' AND register = 'watch'"),
    ),
)

received_decision = Table(
    "received_decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("listing_id", ForeignKey("listing.id"), nullable=False),
    # listed or left: what was decided.
    Column("kind", String(10), nullable=False),
    # Who decided, number and day of the decision, and the document as it was received.
    Column("organ", String(120), nullable=False),
    Column("number", String(60), nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("received_by", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    UniqueConstraint("listing_id", "kind"),
)

imposed_measure = Table(
    "imposed_measure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("listing_id", ForeignKey("listing.id"), nullable=False),
    # Key in the measures catalogue (措施清单).
    Column("measure", String(40), nullable=False),
    Column("organ_id", ForeignKey("organisation.id"), nullable=False),
    # ordered, executed, not_applicable or lifted.
    Column("state", String(20), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
    Column("executed_on", Date),
    Column("lifted_on", Date),
    Column("note", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="1"),
    UniqueConstraint("listing_id", "measure", "organ_id"),
)

market_ban = Table(
    "market_ban",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", ForeignKey("subject.id"), nullable=False, index=True),
    Column("listing_id", ForeignKey("listing.id")),
    Column("organ_id", ForeignKey("organisation.id"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    # Null where the subject is excluded for good (永久, S0-10).
    Column("until_on", Date),
    Column("lifted_on", Date),
)

destruction_list = Table(
    "destruction_list",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organ_id", ForeignKey("organisation.id"), nullable=False),
    Column("drawn_by", Integer, nullable=False),
    Column("drawn_at", Instant, nullable=False),
    # Two people: who confirms is not who drew it up.
    Column("confirmed_by", Integer),
    Column("confirmed_at", Instant),
    # drawn, confirmed, done or dropped.
    Column("state", String(10), nullable=False),
)

destruction_item = Table(
    "destruction_item",
    metadata,
    Column("list_id", ForeignKey("destruction_list.id"), primary_key=True),
    Column("record_id", ForeignKey("record.id"), primary_key=True),
    # Last day of keeping, and the hash of what was destroyed.
    Column("kept_until", Date, nullable=False),
    Column("digest", String(64), nullable=False, server_default=""),
    Column("destroyed_at", Instant),
    Index("ix_destruction_item_digest", "digest"),
)
