"""Subjects (信用主体), their records (失信信息), who may act for them, and every change of a record."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

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
    # published (公示中), withdrawn (已撤销).
    Column("state", String(20), nullable=False, server_default="published"),
    Column("objection_marked", Boolean, nullable=False, server_default="0"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("import_job_id", Integer),
    UniqueConstraint("provider_id", "decision_number", "subject_id"),
    Index("ix_record_number", "decision_number"),
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
