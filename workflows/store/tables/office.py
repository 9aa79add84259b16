"""What belongs to the office as a whole: bindings, calendars, imports, seals, clock and heartbeat."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from workflows.store.tables.base import metadata
from workflows.store.types import Digest, Instant, Json

pack_binding = Table(
    "pack_binding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("org_id", ForeignKey("organisation.id"), nullable=False),
    Column("pack", String(60), nullable=False),
    Column("bound_on", Date, nullable=False),
    Column("unbound_on", Date),
    Index("ix_pack_binding_org", "org_id"),
)

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    # The imported file, as it was; the latest row of a year is in force.
    Column("text", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
    Column("imported_by", Integer, nullable=False),
)

# What happened in a month that is over, for the statistics; counted anew every night.
month_count = Table(
    "month_count",
    metadata,
    Column("authority_id", ForeignKey("organisation.id"), primary_key=True),
    # First day of the month (Asia/Shanghai).
    Column("month", Date, primary_key=True),
    Column("received", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    # Lists in the order of operations/month_counts.ClockCount.
    Column("clocks", Json, nullable=False),
)

import_job = Table(
    "import_job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("org_id", Integer, nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    # waiting, running, done or failed.
    Column("state", String(10), nullable=False),
    Column("rows_total", Integer, nullable=False, server_default="0"),
    Column("rows_done", Integer, nullable=False, server_default="0"),
    Column("rows_added", Integer, nullable=False, server_default="0"),
    Column("rows_updated", Integer, nullable=False, server_default="0"),
    Column("rows_refused", Integer, nullable=False, server_default="0"),
    # Cases that new records begin, and new records of which a limit was over before they came in.
    Column("rows_begun", Integer, nullable=False, server_default="0"),
    Column("rows_past", Integer, nullable=False, server_default="0"),
    Column("problem", String(300)),
    Column("owner", String(60)),
    Column("lease_until", Instant),
    Column("created_by", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
)

import_row = Table(
    "import_row",
    metadata,
    Column("job_id", ForeignKey("import_job.id"), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("values", Json, nullable=False),
    Column("errors", Json, nullable=False),
)

audit_seal = Table(
    "audit_seal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    # Heads of the chains that grew since the seal before: [[case, count, head], …].
    Column("heads", Json, nullable=False),
    Column("mac", String(64), nullable=False),
)

office_chain = Table(
    "office_chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_count", Integer, nullable=False),
    Column("chain", Digest, nullable=False),
    Column("sealed_count", Integer, nullable=False, server_default="0"),
)

training_clock = Table(
    "training_clock",
    metadata,
    Column("id", Integer, primary_key=True),
    # How far the office's clock is ahead of the real one, in seconds; only ever grows.
    Column("offset_seconds", BigInteger, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("job", String(40), primary_key=True),
    Column("beat_at", Instant, nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("note", String(300), nullable=False, server_default=""),
)
