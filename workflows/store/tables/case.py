"""Cases and everything that hangs on one: state, tasks, deadlines, events."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from workflows.store.event_codes import EventKind
from workflows.store.tables.base import metadata
from workflows.store.types import Digest, Instant, Packed, Signals

diagram = Table(
    "diagram",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("process", String(40), nullable=False),
    Column("xml", LargeBinary, nullable=False),
    Column("added_at", Instant, nullable=False),
)

case = Table(
    "office_case",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("query_code", String(16), nullable=False, unique=True),
    Column("process", String(40), nullable=False),
    Column("diagram_hash", ForeignKey("diagram.hash"), nullable=False),
    Column("authority_id", ForeignKey("organisation.id"), nullable=False),
    Column("provider_id", ForeignKey("organisation.id")),
    Column("subject_id", ForeignKey("subject.id"), nullable=False, index=True),
    Column("record_id", ForeignKey("record.id")),
    Column("applicant_id", ForeignKey("user_account.id")),
    Column("channel", String(10), nullable=False),
    Column("state", String(12), nullable=False),
    Column("step", String(30), nullable=False),
    Column("version", Integer, nullable=False),
    # The version at the last act of a person: a form that saw an older one is stale.
    Column("substance", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("packs", Packed, nullable=False),
    Column("facts", Packed, nullable=False),
    Column("clocks", Packed, nullable=False),
    # Head of the case's event chain: how many events, and the MAC of the last.
    Column("event_count", Integer, nullable=False),
    Column("chain", Digest, nullable=False),
    # How many of the events the log's seal covers.
    Column("sealed_count", Integer, nullable=False, server_default="0"),
    Index(
        "uq_office_case_open_record",
        "record_id",
        "process",
        unique=True,
        sqlite_where=text("state = 'open' AND record_id IS NOT NULL"),
        postgresql_where=text("state = 'open' AND record_id IS NOT NULL"),
    ),
    Index("ix_office_case_applicant", "applicant_id", "id"),
    Index(
        "ix_office_case_unsealed",
        "id",
        sqlite_where=text("event_count > sealed_count"),
        postgresql_where=text("event_count > sealed_count"),
    ),
    Index("ix_office_case_received", "received_on"),
    Index(
        "ix_office_case_closed",
        "closed_at",
        sqlite_where=text("closed_at IS NOT NULL"),
        postgresql_where=text("closed_at IS NOT NULL"),
    ),
)

# The records of a case about several (合并申请); a case about one names it itself.
case_record = Table(
    "case_record",
    metadata,
    Column("case_id", ForeignKey("office_case.id"), primary_key=True),
    Column("record_id", ForeignKey("record.id"), primary_key=True),
    Column("process", String(40), nullable=False),
    # False from the end of the case on: a record has one open case of a process.
    Column("open", Boolean, nullable=False, server_default="1"),
    Index(
        "uq_case_record_open",
        "record_id",
        "process",
        unique=True,
        sqlite_where=text("open"),
        postgresql_where=text("open"),
    ),
)

filing = Table(
    "filing",
    metadata,
    Column("case_id", ForeignKey("office_case.id"), primary_key=True),
    # What the applicant wrote, by declared field; never rewritten by a later step.
    Column("data", Packed, nullable=False),
)

engine_state = Table(
    "engine_state",
    metadata,
    Column("case_id", ForeignKey("office_case.id"), primary_key=True),
    Column("state", LargeBinary, nullable=False),
)

task = Table(
    "task",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("office_case.id"), nullable=False),
    Column("node", String(40), nullable=False),
    Column("engine_task", String(40), nullable=False),
    Column("role", String(12), nullable=False),
    Column("org_id", Integer),
    Column("user_id", Integer),
    # open, done or cancelled.
    Column("state", String(10), nullable=False),
    Column("assignee_id", Integer),
    # 委派: to whom the task goes back when the delegate has answered.
    Column("owner_id", Integer),
    Column("opened_at", Instant, nullable=False),
    # The last lawful day for the task (date in Asia/Shanghai); 9999-12-31 where no clock runs.
    Column("due_on", Date, nullable=False),
    Column("completed_at", Instant),
    Column("completed_by", Integer),
    Column("outcome", String(30)),
    Column("data", Packed),
    # Digest of the idempotency key of the form that completed it: the same form again gets the same answer.
    Column("form_key", Digest),
    Index("ix_task_case", "case_id"),
    Index(
        "ix_task_done",
        "completed_by",
        "completed_at",
        sqlite_where=text("state = 'done'"),
        postgresql_where=text("state = 'done'"),
    ),
    Index(
        "ix_task_pool",
        "org_id",
        "role",
        "due_on",
        "id",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(
        "ix_task_assignee",
        "assignee_id",
        "due_on",
        "id",
        sqlite_where=text("state = 'open' AND assignee_id IS NOT NULL"),
        postgresql_where=text("state = 'open' AND assignee_id IS NOT NULL"),
    ),
    # What only an applicant can do; the condition follows from any comparison with the column.
    Index(
        "ix_task_user",
        "user_id",
        sqlite_where=text("user_id IS NOT NULL"),
        postgresql_where=text("user_id IS NOT NULL"),
    ),
)

deadline = Table(
    "deadline",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("office_case.id"), nullable=False),
    Column("rule", String(40), nullable=False),
    # Engine id of the activity that the clock sits on.
    Column("host", String(40), nullable=False),
    # running, suspended, met, late, cancelled or superseded.
    Column("state", String(10), nullable=False),
    Column("start_on", Date, nullable=False),
    Column("due_on", Date),
    Column("provisional", Boolean, nullable=False),
    # The pack whose limit rules, and every candidate as [pack, due date].
    Column("pack", String(60), nullable=False),
    Column("candidates", Packed, nullable=False),
    Column("calendar_version", String(20), nullable=False),
    # The next signal to fire and when; null when none is left.
    Column("signal", String(10)),
    Column("signal_at", Instant),
    # What the engine still waits for, as a subset of warning, breach, escalation.
    Column("signals", Signals, nullable=False, server_default=""),
    Column("warned_at", Instant),
    Column("breached_at", Instant),
    Column("escalated_at", Instant),
    Column("met_on", Date),
    Column("breach_reason", String(30)),
    Column("breach_note", Text),
    Column("supersedes_id", Integer),
    # Claim of a worker: who, until when, how often tried, and why it was given up.
    Column("owner", String(60)),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("incident", String(200)),
    Index("ix_deadline_case", "case_id"),
    Index(
        "ix_deadline_due",
        "signal_at",
        "id",
        sqlite_where=text("state = 'running' AND signal_at IS NOT NULL AND incident IS NULL"),
        postgresql_where=text("state = 'running' AND signal_at IS NOT NULL AND incident IS NULL"),
    ),
    Index(
        "ix_deadline_breached",
        "due_on",
        "id",
        sqlite_where=text("state = 'running' AND breached_at IS NOT NULL"),
        postgresql_where=text("state = 'running' AND breached_at IS NOT NULL"),
    ),
    Index(
        "ix_deadline_warned",
        "due_on",
        "id",
        sqlite_where=text(
            "state = 'running' AND signal = 'breach' AND warned_at IS NOT NULL"
            " AND signal_at IS NOT NULL AND breached_at IS NULL AND incident IS NULL"
        ),
        postgresql_where=text(
            "state = 'running' AND signal = 'breach' AND warned_at IS NOT NULL"
            " AND signal_at IS NOT NULL AND breached_at IS NULL AND incident IS NULL"
        ),
    ),
    Index(
        "ix_deadline_met",
        "met_on",
        sqlite_where=text("state IN ('met', 'late')"),
        postgresql_where=text("state IN ('met', 'late')"),
    ),
    Index(
        "ix_deadline_missed",
        "due_on",
        sqlite_where=text("(state = 'late' OR breached_at IS NOT NULL)"),
        postgresql_where=text("(state = 'late' OR breached_at IS NOT NULL)"),
    ),
    Index(
        "ix_deadline_incident",
        "id",
        sqlite_where=text("state = 'running' AND incident IS NOT NULL"),
        postgresql_where=text("state = 'running' AND incident IS NOT NULL"),
    ),
)

event = Table(
    "event",
    metadata,
    # 0 is the office's own chain (sign-ins, bindings, imports).
    Column("case_id", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", Integer, nullable=False),
    Column("kind", EventKind, nullable=False),
    Column("data", Packed, nullable=False),
    # HMAC over every column and the MAC before it; the key lives outside the database.
    Column("mac", Digest, nullable=False),
    # Who took a case in.
    Index(
        "ix_event_first",
        "actor_id",
        "case_id",
        sqlite_where=text("seq = 1"),
        postgresql_where=text("seq = 1"),
    ),
    sqlite_with_rowid=False,
)

act_key = Table(
    "act_key",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("actor_id", Integer, nullable=False),
    Column("result", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_act_key_at", "at"),
    sqlite_with_rowid=False,
)

number_counter = Table(
    "number_counter",
    metadata,
    Column("series", String(60), primary_key=True),
    Column("last", Integer, nullable=False),
)
