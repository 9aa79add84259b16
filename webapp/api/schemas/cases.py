"""A case as its reader may see it; see workflows.operations.case_page."""

from collections.abc import Callable
from typing import Any

import marshmallow as ma

from webapp.api.schemas.base import Line, Output, Words, days, instants
from webapp.i18n import say
from workflows.domain.case import CASE_STATE_NAMES, CHANNEL_NAMES
from workflows.operations.clock_slips import STATE_NAMES


def _said(words: Callable[[Any], str]) -> ma.fields.String:
    """Return a field for words that are looked up in the object."""
    return _Looked(words)


class _Looked(ma.fields.String):
    def __init__(self, words: Callable[[Any], str]) -> None:
        super().__init__(dump_only=True)
        self._words = words

    def serialize(self, attr: str, obj: Any, accessor: Any = None, **kwargs: Any) -> str:
        return say(self._words(obj))


class Organisation(Output):
    """An organisation."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)


class Subject(Output):
    """Whom a record is about; a person's code is masked."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String()
    code_type = ma.fields.String()
    code = ma.fields.String()


class RecordField(Output):
    """One field of a record."""

    code = ma.fields.String(required=True)
    label = Words()
    value = ma.fields.String()


class Record(Output):
    """A record as the system has it."""

    id = ma.fields.Integer(required=True)
    decision_number = ma.fields.String()
    fields_ = ma.fields.List(ma.fields.Nested(RecordField), data_key="fields", attribute="fields")
    decided_on = days()
    publish_until = days()
    state = ma.fields.String()
    marked = ma.fields.Boolean()
    provider_id = ma.fields.Integer()
    provider_name = ma.fields.String()


class Claim(Output):
    """One objection: what the system has, what is claimed."""

    field = ma.fields.String()
    label = Words()
    system = ma.fields.String()
    claimed = ma.fields.String()


class Change(Output):
    """One field before and after the correction; without a field where the record was withdrawn."""

    field = ma.fields.String()
    label = Words()
    old = ma.fields.String()
    new = ma.fields.String()


class CaseTask(Output):
    """One step of a case."""

    id = ma.fields.Integer(required=True)
    node = ma.fields.String()
    name = Words()
    role = ma.fields.String()
    org_name = ma.fields.String()
    state = ma.fields.String(metadata={"description": "open, done or cancelled"})
    due_on = days()
    opened_at = instants()
    holder = ma.fields.String(attribute="assignee_name")
    completed_at = instants()
    completed_name = ma.fields.String()
    outcome = ma.fields.String()
    outcome_words = Words()
    data = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "What was written there."})
    mine = ma.fields.Boolean(metadata={"description": "The caller may do it now."})


class Event(Output):
    """One fact of the timeline."""

    seq = ma.fields.Integer(required=True)
    at = instants()
    kind = ma.fields.String()
    words = Words()
    about = Words()
    actor_name = ma.fields.String()
    data = ma.fields.Dict(keys=ma.fields.String())


class Letter(Output):
    """One paper of a case."""

    id = ma.fields.Integer(required=True)
    code = ma.fields.String()
    title = Words()
    state = ma.fields.String(metadata={"description": "draft, signed, issued or void"})
    number = ma.fields.String()
    recipient = ma.fields.String()
    signed_at = instants()
    served_at = instants()
    method = ma.fields.String()
    void_reason = ma.fields.String()
    downloadable = ma.fields.Boolean()


class File(Output):
    """One file that was handed in."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String()
    type = ma.fields.String()
    size = ma.fields.Integer(metadata={"description": "Bytes."})
    purpose = ma.fields.String()
    task_id = ma.fields.Integer(allow_none=True)
    uploaded_at = instants()
    uploader_name = ma.fields.String()
    quarantined = ma.fields.Boolean()
    removed = ma.fields.String(metadata={"description": "infected or missing: it must be handed in again."})


class Basis(Output):
    """What one text says of a deadline."""

    pack = ma.fields.String()
    name = ma.fields.String()
    title = ma.fields.String()
    rank = Words()
    article = ma.fields.String()
    source = ma.fields.String()
    verified = ma.fields.Boolean()
    n = ma.fields.Integer(allow_none=True)
    unit = Words()
    due_on = days()


class Clock(Output):
    """One clock of a case and why it ends on its day."""

    id = ma.fields.Integer(required=True, attribute="deadline_id")
    rule = ma.fields.String()
    name = Words()
    state = ma.fields.String(metadata={"description": "running, suspended, met, late, cancelled or superseded"})
    state_words = _said(lambda slip: STATE_NAMES[slip.state])
    start_on = days()
    due_on = days()
    provisional = ma.fields.Boolean(metadata={"description": "The calendar of a year it touches is not published."})
    remaining = ma.fields.Integer(allow_none=True, metadata={"description": "Working days; negative when late."})
    light = ma.fields.String(metadata={"description": "red, yellow or empty"})
    met_on = days()
    breach_reason = ma.fields.String(allow_none=True)
    breach_note = ma.fields.String(allow_none=True)
    capped = ma.fields.Boolean()
    governing = ma.fields.Nested(Basis, allow_none=True)
    candidates = ma.fields.List(ma.fields.Nested(Basis))
    explanation = ma.fields.List(Line(), attribute="lines", metadata={"description": "Day by day."})
    warnings = ma.fields.List(Line())


class Case(Output):
    """A case, reduced to what the caller's side may see."""

    id = ma.fields.Integer(required=True, attribute="view.id")
    number = ma.fields.String(required=True, attribute="view.number")
    query_code = ma.fields.String()
    process = ma.fields.String(attribute="view.process")
    process_name = Words(attribute="process.name")
    side = ma.fields.String(metadata={"description": "applicant, person, centre, provider or executor"})
    state = ma.fields.String(attribute="view.state")
    state_words = _said(lambda page: CASE_STATE_NAMES[page.view.state])
    step = ma.fields.String()
    step_words = _said(lambda page: page.process.steps.get(page.step, page.step))
    channel = _said(lambda page: CHANNEL_NAMES[page.view.channel])
    received_on = days(attribute="view.received_on")
    received_at = instants()
    seen = ma.fields.Integer(
        required=True,
        attribute="view.substance",
        metadata={"description": "Send it with an act: it is refused (409) if the case has changed since."},
    )
    authority = ma.fields.Nested(Organisation)
    provider = ma.fields.Nested(Organisation, allow_none=True)
    subject = ma.fields.Nested(Subject)
    record = ma.fields.Nested(Record, allow_none=True)
    application = ma.fields.Dict(keys=ma.fields.String())
    claims = ma.fields.List(ma.fields.Nested(Claim))
    changes = ma.fields.List(ma.fields.Nested(Change))
    tasks = ma.fields.List(ma.fields.Nested(CaseTask))
    timeline = ma.fields.List(ma.fields.Nested(Event), attribute="events")
    letters = ma.fields.List(ma.fields.Nested(Letter))
    files = ma.fields.List(ma.fields.Nested(File))
    clocks = ma.fields.List(ma.fields.Nested(Clock), attribute="slips")


class OwnCase(Output):
    """One line of the caller's own cases."""

    id = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True)
    process_name = Words()
    state = ma.fields.String()
    state_words = Words()
    step_words = Words()
    received_on = days()
    subject_name = ma.fields.String()
    decision_number = ma.fields.String()
    due_on = days()
    provisional = ma.fields.Boolean()
    todo = Words(metadata={"description": "What the caller has to do now; empty where nothing."})
    todo_by = days()


class OwnCases(Output):
    """The caller's own cases, newest first."""

    items = ma.fields.List(ma.fields.Nested(OwnCase), required=True)
