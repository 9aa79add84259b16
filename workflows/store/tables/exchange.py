"""What the office owes the city platform and others, with their receipts (归集推送与回执)."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, SmallInteger, String, Table, UniqueConstraint, text

from workflows.store.tables.base import metadata
from workflows.store.types import Instant, Packed

dispatch = Table(
    "dispatch",
    metadata,
    Column("id", Integer, primary_key=True),
    # Identifier on both sides; sending twice under it has one effect.
    Column("key", String(40), nullable=False, unique=True),
    Column("case_id", ForeignKey("office_case.id"), index=True),
    Column("subject_id", ForeignKey("subject.id"), nullable=False),
    Column("record_id", ForeignKey("record.id")),
    Column("listing_id", Integer),
    # What is asked, as a key of domain/exchange.py: stop_publicity, lift_measures …
    Column("kind", String(30), nullable=False),
    # The recipient: platform (city platform) or another of domain/exchange.py.
    Column("target", String(20), nullable=False),
    Column("payload", Packed, nullable=False),
    # Message that the case is told when every dispatch of this answer has its receipt; empty where none waits.
    Column("answer", String(60), nullable=False, server_default=""),
    # owed, sending, sent, received (回执已到), refused or failed.
    Column("state", String(10), nullable=False),
    # Last day for the receipt where a text gives one (Asia/Shanghai).
    Column("due_on", Date),
    # By when the receipt is looked for: the last day, else a day of the office's own; and how often was told that it is
    # late (0, 1 desk and supervisor, 2 the head too).
    Column("expected_on", Date, nullable=False),
    Column("told", SmallInteger, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", String(60)),
    Column("sent_at", Instant),
    Column("received_at", Instant),
    # The other side's number and words.
    Column("receipt", String(80), nullable=False, server_default=""),
    Column("receipt_note", String(300), nullable=False, server_default=""),
    Column("last_error", String(300)),
    Index(
        "ix_dispatch_owed",
        "next_at",
        "id",
        sqlite_where=text("state IN ('owed', 'sending')"),
        postgresql_where=text("state IN ('owed', 'sending')"),
    ),
    Index(
        "ix_dispatch_waiting",
        "expected_on",
        "id",
        sqlite_where=text("state IN ('owed', 'sending', 'sent', 'refused', 'failed')"),
        postgresql_where=text("state IN ('owed', 'sending', 'sent', 'refused', 'failed')"),
    ),
)

exchange_cursor = Table(
    "exchange_cursor",
    metadata,
    # How far the receipts of a recipient were read.
    Column("target", String(20), primary_key=True),
    Column("cursor", String(80), nullable=False),
    Column("read_at", Instant, nullable=False),
)

stray_receipt = Table(
    "stray_receipt",
    metadata,
    Column("id", Integer, primary_key=True),
    # What came in and could not be put to anything that was sent: kept until somebody has looked.
    Column("key", String(80), nullable=False),
    Column("number", String(80), nullable=False),
    Column("note", String(300), nullable=False),
    Column("came_at", Instant, nullable=False),
    Column("seen_by", Integer),
    UniqueConstraint("key", "number", "note"),
)

exchange_drift = Table(
    "exchange_drift",
    metadata,
    Column("id", Integer, primary_key=True),
    # record or listing; missing (not there), surplus (still there) or unknown (there, and not known here).
    Column("what", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    # Code of the subject and number of the decision: by these both sides know one thing.
    Column("code", String(40), nullable=False),
    Column("number", String(100), nullable=False),
    Column("subject_id", ForeignKey("subject.id")),
    Column("record_id", ForeignKey("record.id")),
    Column("listing_id", Integer),
    # The dispatch by which a person had it pushed again.
    Column("dispatch_id", Integer),
)
