"""Subjects (信用主体), their records (失信信息), who may act for them, and every change of a record."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from workflows.store.query_codes import new_query_code
from workflows.store.tables.base import metadata
from workflows.store.types import Instant, Json

subject = Table(
    "subject",
    metadata,
    Column("id", Integer, primary_key=True),
    # legal_person, natural_person, individual_business (个体工商户).
    Column("kind", String(20), nullable=False),
    Column("name", String(120), nullable=False),
    # uscc (统一社会信用代码) or resident_id (公民身份号码).
    Column("code_type", String(20), nullable=False),
    Column("code", String(40), nullable=False),
    Column("legal_representative", String(80), nullable=False, server_default=""),
    Column("alt_ids", Json, nullable=False),
    UniqueConstraint("code_type", "code"),
    Index("ix_subject_code", "code"),
    # For the beginning of a name, in any collation of the database.
    Index("ix_subject_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
)

representation = Table(
    "representation",
    metadata,
    Column("user_id", ForeignKey("user_account.id"), primary_key=True),
    Column("subject_id", ForeignKey("subject.id"), primary_key=True),
    # self, legal_representative or agent (经办人, with an authority letter).
    Column("kind", String(30), nullable=False),
    Column("evidence", String(200), nullable=False, server_default=""),
    Column("verified_at", Instant, nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_id", ForeignKey("subject.id"), nullable=False, index=True),
    Column("provider_id", ForeignKey("organisation.id"), nullable=False, index=True),
    Column("decision_number", String(100), nullable=False),
    # The columns of the national 双公示 table that people may object to, by field code.
    Column("fields", Json, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("publish_until", Date),
    Column("category", String(10), nullable=False, server_default=""),
    # published (公示中), withheld (不予公示), ended (停止公示), withdrawn (已撤销), destroyed (已销毁).
    Column("state", String(20), nullable=False, server_default="published"),
    Column("objection_marked", Boolean, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("import_job_id", Integer),
    # Kind of act that the record tells of: penalty, permit and the other kinds of domain/publicity.py.
    Column("act_kind", String(20), nullable=False, server_default="penalty"),
    # First day of publicity, the day the conduct ended (失信行为终止之日), the day all duties were done.
    Column("published_on", Date),
    Column("conduct_ended_on", Date),
    Column("fulfilled_on", Date),
    # Publicity ended before or at its last day: when and why.
    Column("ended_on", Date),
    Column("ended_reason", String(20), nullable=False, server_default=""),
    # Empty, repaired or revoked (修复被撤销).
    Column("repair_state", String(10), nullable=False, server_default=""),
    # Legal hold (保全): the record is neither ended by the clock nor destroyed; empty where there is none.
    Column("hold_reason", String(200), nullable=False, server_default=""),
    # The next day on which the office has to look at the record: minimum, maximum, end of keeping.
    Column("look_on", Date),
    # What the record waits for a person to do, a key of domain/record_clock.py; empty for nothing.
    Column("asks", String(12), nullable=False, server_default=""),
    # Together with the decision number it tells who holds the decision when it may be repaired (REP-00).
    Column("query_code", String(12), nullable=False, default=new_query_code, server_default=""),
    UniqueConstraint("provider_id", "decision_number", "subject_id"),
    Index("ix_record_number", "decision_number"),
    Index(
        "ix_record_look",
        "look_on",
        "id",
        sqlite_where=text("look_on IS NOT NULL"),
        postgresql_where=text("look_on IS NOT NULL"),
    ),
    Index(
        "ix_record_asks",
        "asks",
        "id",
        sqlite_where=text("asks <> ''"),
        postgresql_where=text("asks <> ''"),
    ),
)

record_change = Table(
    "record_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("record.id"), nullable=False),
    Column("case_id", Integer),
    Column("field", String(40), nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Integer, nullable=False),
    Index("ix_record_change_record", "record_id"),
)
