"""Records, filings, tasks, the supervisor's list and the inbox."""

import marshmallow as ma
from flask_smorest.fields import Upload as FilePart

from webapp.addresses import HIGHEST_ID
from webapp.api.schemas.base import Input, Line, Output, Page, WithFiles, Words, days, instants, query_id
from webapp.api.schemas.cases import Organisation, Record, RecordField, Subject

#: Descriptions of what comes in parts.
IN_JSON = {"description": "The same as in JSON, as a part with JSON in it."}
FILES = {"description": "The files themselves, ten at most: pdf, jpg, png, docx, xlsx or ofd, 20 MB each."}


class Post(Output):
    """A post that the caller holds."""

    role = ma.fields.String(required=True)
    org_id = ma.fields.Integer(required=True)


class Me(Output):
    """Who calls."""

    name = ma.fields.String(required=True)
    login = ma.fields.String(required=True)
    scope = ma.fields.String(required=True, metadata={"description": "read or act"})
    posts = ma.fields.List(ma.fields.Nested(Post), required=True)
    subjects = ma.fields.List(ma.fields.Integer(), required=True)


class RecordRow(Output):
    """One record that may be objected to."""

    id = ma.fields.Integer(required=True)
    decision_number = ma.fields.String()
    decided_on = days()
    publish_until = days()
    state = ma.fields.String()
    subject_name = ma.fields.String()
    provider_name = ma.fields.String()
    content = ma.fields.String()
    open_number = ma.fields.String(metadata={"description": "Number of an open objection; empty where there is none."})


class RecordRows(Output):
    """Records, newest decision first."""

    items = ma.fields.List(ma.fields.Nested(RecordRow), required=True)


class RecordQuery(Input):
    """Which records."""

    number = ma.fields.String(
        validate=ma.validate.Length(max=100), metadata={"description": "An exact decision number (文号)."}
    )


class Filing(Output):
    """What may be objected to, by when there will be an answer, and what to send."""

    record = ma.fields.Nested(Record)
    subject = ma.fields.Nested(Subject)
    authority = ma.fields.Nested(Organisation)
    offered = ma.fields.List(
        ma.fields.Nested(RecordField), metadata={"description": "Fields that a claim may be about."}
    )
    promised_on = days()
    provisional = ma.fields.Boolean()
    explanation = ma.fields.List(Line())
    open_number = ma.fields.String()
    form = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "JSON Schema of data."})


class Objection(WithFiles):
    """An objection to file."""

    data = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata={"description": "By the record's form."})


class ObjectionParts(Input):
    """An objection to file, with its evidence."""

    data = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata=IN_JSON)
    files = ma.fields.List(FilePart(), metadata=FILES)


class Opened(Output):
    """What the applicant takes away."""

    case_id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True)
    query_code = ma.fields.String(required=True)


class TaskQuery(Input):
    """Which tasks."""

    box = ma.fields.String(
        validate=ma.validate.OneOf(("todo", "mine", "free", "others")),
        load_default="todo",
        metadata={"description": "Nobody's and one's own; one's own; nobody's; colleagues'."},
    )
    step = ma.fields.String(validate=ma.validate.Length(max=40))
    provider_id = query_id()
    overdue = ma.fields.Boolean(load_default=False)
    q = ma.fields.String(
        validate=ma.validate.Length(max=60), metadata={"description": "Case number, or beginning of a subject's name."}
    )
    after = ma.fields.String(metadata={"description": "next of the page before."})


class TaskRow(Output):
    """One task of a list."""

    task_id = ma.fields.Integer(required=True)
    case_id = ma.fields.Integer(required=True)
    number = ma.fields.String()
    subject = ma.fields.String()
    step = Words()
    due_on = days()
    provisional = ma.fields.Boolean()
    holder = ma.fields.String()
    held = ma.fields.String(metadata={"description": "mine, free or others"})
    provider = ma.fields.String()
    channel = Words()


class TaskRows(Page):
    """Open tasks, the earliest last day first."""

    items = ma.fields.List(ma.fields.Nested(TaskRow), required=True)


class Colleague(Output):
    """Somebody who may be given a task or a copy."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)


class Task(Output):
    """One task with its form."""

    id = ma.fields.Integer(required=True, attribute="task.id")
    case_id = ma.fields.Integer(required=True, attribute="case.view.id")
    number = ma.fields.String(attribute="case.view.number")
    node = ma.fields.String(attribute="task.node")
    name = Words(attribute="task.name")
    state = ma.fields.String(attribute="task.state")
    due_on = days(attribute="task.due_on")
    holder = ma.fields.String(attribute="task.assignee_name")
    mine = ma.fields.Boolean(attribute="task.mine")
    seen = ma.fields.Integer(required=True, attribute="case.view.substance")
    late = ma.fields.List(
        ma.fields.String(), metadata={"description": "Rules whose last day has passed: say breach_reason."}
    )
    form = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "JSON Schema of data."})
    proposed = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "What the office proposes for data."})
    verbs = ma.fields.List(
        ma.fields.String(), metadata={"description": "What else the caller may do with it now: transfer, urge, …"}
    )
    colleagues = ma.fields.List(
        ma.fields.Nested(Colleague), metadata={"description": "To whom it may be transferred or delegated."}
    )


class Claimed(Output):
    """A task that was claimed or given back."""

    case_id = ma.fields.Integer(required=True)


class Completion(WithFiles):
    """What completes a task."""

    seen = ma.fields.Integer(
        strict=True,
        required=True,
        validate=ma.validate.Range(min=0, max=HIGHEST_ID),
        metadata={"description": "seen of the task or case that was read."},
    )
    data = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata={"description": "By the form of the task."})
    breach_reason = ma.fields.String(metadata={"description": "Code; needed where something is late."})
    breach_note = ma.fields.String()


class CompletionParts(Input):
    """What completes a task, with files."""

    seen = ma.fields.Integer(required=True, metadata={"description": "seen of the task or case that was read."})
    data = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata=IN_JSON)
    breach_reason = ma.fields.String()
    breach_note = ma.fields.String()
    files = ma.fields.List(FilePart(), metadata=FILES)


class Completed(Output):
    """What was decided."""

    case_id = ma.fields.Integer(required=True)
    outcome = ma.fields.String(required=True)
    outcome_words = Words()
    repeated = ma.fields.Boolean(metadata={"description": "The same request had been answered before."})


class OverdueQuery(Input):
    """Which deadlines."""

    kind = ma.fields.String(validate=ma.validate.OneOf(("late", "warned")), load_default="late")
    org_id = query_id(metadata={"description": "Only cases in which this organisation has work open."})
    after = ma.fields.String(metadata={"description": "next of the page before."})


class OverdueRow(Output):
    """One deadline that is late or will be."""

    case_id = ma.fields.Integer(required=True)
    number = ma.fields.String()
    subject = ma.fields.String()
    authority = ma.fields.String()
    rule = ma.fields.String()
    rule_words = Words()
    due_on = days()
    provisional = ma.fields.Boolean()
    received_on = days()
    turns = ma.fields.List(ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String()))


class OverdueRows(Page):
    """Deadlines, the oldest last day first."""

    items = ma.fields.List(ma.fields.Nested(OverdueRow), required=True)


class Upload(Output):
    """A file that was received."""

    reference = ma.fields.String(required=True, metadata={"description": "Put it into files of the act."})
    name = ma.fields.String(required=True)
    size = ma.fields.Integer(required=True, metadata={"description": "Bytes."})
    type = ma.fields.String(required=True)
    quarantined = ma.fields.Boolean(required=True)


class InboxQuery(Input):
    """Which messages."""

    before = query_id(metadata={"description": "next of the page before."})


class Message(Output):
    """One message of the inbox."""

    id = ma.fields.Integer(required=True)
    subject = ma.fields.String()
    body = ma.fields.String()
    case_id = ma.fields.Integer(allow_none=True)
    case_number = ma.fields.String()
    at = instants()
    is_read = ma.fields.Boolean()


class Messages(Page):
    """Messages, newest first."""

    items = ma.fields.List(ma.fields.Nested(Message), required=True)
