"""Every table of the office, on one MetaData."""

from workflows.store.tables.base import metadata
from workflows.store.tables.case import (
    act_key,
    case,
    case_record,
    deadline,
    diagram,
    engine_state,
    event,
    filing,
    number_counter,
    task,
)
from workflows.store.tables.desk import (
    api_token,
    case_copy,
    draft,
    representation_request,
    reset_token,
    substitution,
    webhook,
)
from workflows.store.tables.exchange import dispatch, exchange_cursor, exchange_drift, stray_receipt
from workflows.store.tables.job import job, job_item
from workflows.store.tables.letter import file, letter, letter_number, notice, service
from workflows.store.tables.message import message
from workflows.store.tables.office import (
    audit_seal,
    calendar_year,
    heartbeat,
    import_job,
    import_row,
    office_chain,
    pack_binding,
    training_clock,
)
from workflows.store.tables.people import organisation, user, user_role, user_session
from workflows.store.tables.record import record, record_change, representation, subject
from workflows.store.tables.register import (
    commitment,
    destruction_item,
    destruction_list,
    imposed_measure,
    listing,
    market_ban,
)

__all__ = [
    "act_key",
    "api_token",
    "audit_seal",
    "calendar_year",
    "case",
    "case_copy",
    "case_record",
    "commitment",
    "deadline",
    "destruction_item",
    "destruction_list",
    "diagram",
    "dispatch",
    "draft",
    "engine_state",
    "event",
    "exchange_cursor",
    "exchange_drift",
    "file",
    "filing",
    "heartbeat",
    "import_job",
    "import_row",
    "imposed_measure",
    "job",
    "job_item",
    "letter",
    "letter_number",
    "listing",
    "market_ban",
    "message",
    "metadata",
    "notice",
    "number_counter",
    "office_chain",
    "organisation",
    "pack_binding",
    "record",
    "record_change",
    "representation",
    "representation_request",
    "reset_token",
    "service",
    "stray_receipt",
    "subject",
    "substitution",
    "task",
    "training_clock",
    "user",
    "user_role",
    "user_session",
    "webhook",
]
