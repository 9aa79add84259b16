"""How records stand, commitments, dossiers and exports, letters that are verified."""

import marshmallow as ma

from webapp.api.schemas.acts import SeenAct
from webapp.api.schemas.base import Input, Output, Page, Words, days, instants
from webapp.api.schemas.cases import Subject
from webapp.commitments.query import SLICES
from workflows.domain.commitment import KINDS, SCOPES, STATES
from workflows.processes.forms import TEXT_LIMIT

_NUMBER = ma.validate.Length(min=1, max=100)


class Check(Input):
    """Decision number and query code, as printed on the information about repair (REP-00)."""

    number = ma.fields.String(required=True, validate=_NUMBER)
    code = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=40))


class Standing(Output):
    """How a record stands today, for whoever holds its code: nobody's name and nobody's data."""

    standing = ma.fields.String(required=True)
    words = Words()
    may_apply = ma.fields.Boolean(required=True)
    repair_open = ma.fields.Boolean(metadata={"description": "An application for repair is being dealt with."})
    category = Words(metadata={"description": "轻微, 一般 or 严重; empty where the record has no class yet."})
    provider_name = ma.fields.String()
    published_on = days()
    minimum_end = days(metadata={"description": "Last day of the minimum publicity."})
    repairable_from = days()
    days_left = ma.fields.Integer(allow_none=True, metadata={"description": "Days until then."})
    last_day = days(metadata={"description": "Last day of the maximum publicity."})
    ended_on = days()
    article = ma.fields.String()
    note = ma.fields.String()
    missing = ma.fields.List(Words(), metadata={"description": "What an application still lacks."})
    materials = ma.fields.String()
    never = ma.fields.String(metadata={"description": "What is never repaired."})


class OwnStanding(Standing):
    """How a record stands, for its subject."""

    record_id = ma.fields.Integer(required=True)
    decision_number = ma.fields.String(required=True)
    open_number = ma.fields.String(metadata={"description": "Number of the open application; empty where none is."})


class FullStanding(OwnStanding):
    """How a record stands; what only staff sees is left out for its subject."""

    conduct_ended_on = days()
    fulfilled_on = days()
    kept_until = days()
    keeping_article = ma.fields.String()
    asks = Words(metadata={"description": "What waits for a person."})
    hold_reason = ma.fields.String(metadata={"description": "Why it is under legal hold; empty where it is not."})


class Commitment(Output):
    """One commitment, clause by clause."""

    id = ma.fields.Integer(required=True)
    subject_name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    kind_words = Words()
    scope = ma.fields.String()
    scope_words = Words()
    clauses = ma.fields.List(Words())
    state = ma.fields.String(required=True)
    state_words = Words()
    made_on = days()
    due_on = days()
    organ_name = ma.fields.String(metadata={"description": "Who follows it up."})
    case_number = ma.fields.String(allow_none=True)
    public = ma.fields.Boolean()
    checked_on = days()
    note = ma.fields.String(allow_none=True)
    asked_reason = ma.fields.String(
        allow_none=True, metadata={"description": "Why it is proposed to be found broken; staff only."}
    )
    seen = ma.fields.Integer(required=True, attribute="version", metadata={"description": "Give it back with an act."})
    may = ma.fields.List(
        ma.fields.String(), metadata={"description": "What the caller may note: running, kept, ask, confirm, spare."}
    )


class Finding(SeenAct):
    """What was found of a commitment."""

    note = ma.fields.String(
        load_default="",
        validate=ma.validate.Length(max=TEXT_LIMIT),
        metadata={"description": "How it was checked, or why; only confirm and running need none."},
    )


class PublicCommitmentQuery(Input):
    """Which commitments."""

    kind = ma.fields.String(validate=ma.validate.OneOf(tuple(KINDS)))
    scope = ma.fields.String(validate=ma.validate.OneOf(tuple(SCOPES)))
    state = ma.fields.String(validate=ma.validate.OneOf(tuple(STATES)))
    q = ma.fields.String(validate=ma.validate.Length(max=120))
    after = ma.fields.String(metadata={"description": "next of the page before."})


class CommitmentQuery(PublicCommitmentQuery):
    """Which commitments of the register."""

    show = ma.fields.String(validate=ma.validate.OneOf(tuple(SLICES)), load_default="open")


class Commitments(Page):
    """Commitments, newest first."""

    items = ma.fields.List(ma.fields.Nested(Commitment), required=True)


class PublicCommitment(Output):
    """What a subject has published; natural persons masked, no telephone, no number of a person."""

    name = ma.fields.String(required=True)
    code = ma.fields.String()
    kind = Words()
    scope = Words()
    clauses = ma.fields.List(Words())
    made_on = days()
    state = Words()
    organ_name = ma.fields.String()


class PublicCommitments(Page):
    """Published commitments, newest first."""

    items = ma.fields.List(ma.fields.Nested(PublicCommitment), required=True)


class DossierRecord(Output):
    """One record of a dossier."""

    id = ma.fields.Integer(required=True)
    decision_number = ma.fields.String()
    provider_name = ma.fields.String()
    decided_on = days()
    state = ma.fields.String()
    marked = ma.fields.Boolean()


class DossierCase(Output):
    """One case of a dossier."""

    id = ma.fields.Integer(required=True, attribute="view.id")
    number = ma.fields.String(required=True, attribute="view.number")
    process = ma.fields.String(attribute="view.process")
    process_name = Words(attribute="process.name")
    received_on = days(attribute="view.received_on")
    state = ma.fields.String(attribute="view.state")


class DossierListing(Output):
    """One listing of a dossier."""

    id = ma.fields.Integer(required=True)
    register = ma.fields.String()
    number = ma.fields.String()
    organ_name = ma.fields.String()
    listed_on = days()
    left_on = days()
    left_reason = ma.fields.String()


class Dossier(Output):
    """All that the caller may see of a subject (一户一档)."""

    subject = ma.fields.Nested(Subject, required=True)
    records = ma.fields.List(ma.fields.Nested(DossierRecord), required=True)
    cases = ma.fields.List(
        ma.fields.Nested(DossierCase), required=True, metadata={"description": "The newest hundred."}
    )
    commitments = ma.fields.List(ma.fields.Nested(Commitment), required=True)
    listings = ma.fields.List(ma.fields.Nested(DossierListing), required=True)


class Started(Output):
    """A job that was handed in."""

    job_id = ma.fields.Integer(required=True)


class Job(Output):
    """How far a job is."""

    id = ma.fields.Integer(required=True)
    kind = ma.fields.String()
    running = ma.fields.Boolean(required=True)
    total = ma.fields.Integer()
    done = ma.fields.Integer()
    refused = ma.fields.Integer()
    finished_at = instants()
    fetchable = ma.fields.Boolean(metadata={"description": "There is a file: GET /exports/{job_id}, for a day."})


class VerifyQuery(Input):
    """A file to compare."""

    sha256 = ma.fields.String(
        validate=ma.validate.Regexp("^[0-9a-fA-F]{64}$"), metadata={"description": "SHA-256 of the file at hand."}
    )


class Verified(Output):
    """What everybody may know of a signed letter."""

    number = ma.fields.String(required=True)
    title = Words()
    organ = ma.fields.String(required=True)
    signed_on = days()
    sha256 = ma.fields.String(required=True)
    void = ma.fields.Boolean(required=True)
    same = ma.fields.Boolean(metadata={"description": "The file at hand is the one that was signed, byte for byte."})


class Service(Output):
    """How one letter was served (送达回证)."""

    letter_id = ma.fields.Integer(required=True, attribute="id")
    code = ma.fields.String()
    title = Words()
    number = ma.fields.String()
    method = ma.fields.String()
    method_words = Words()
    served_at = instants()
    served_to = ma.fields.String()


class Services(Output):
    """The letters of a case that were served, oldest first."""

    items = ma.fields.List(ma.fields.Nested(Service), required=True)


class Dispatch(Output):
    """What a case asked of another office, and the receipt."""

    id = ma.fields.Integer(required=True)
    kind = ma.fields.String()
    kind_words = Words()
    target = ma.fields.String()
    target_words = Words()
    department = ma.fields.String(
        allow_none=True, metadata={"description": "The department that is to act, where the target is executor"}
    )
    measures = ma.fields.List(
        ma.fields.String(), metadata={"description": "Keys of the measures that the department is to lift"}
    )
    decision_number = ma.fields.String(allow_none=True)
    state = ma.fields.String(metadata={"description": "owed, sending, sent, received, refused or failed"})
    state_words = Words()
    due_on = days()
    sent_at = instants()
    received_at = instants()
    receipt = ma.fields.String(allow_none=True)
    receipt_note = ma.fields.String(allow_none=True)
    last_error = ma.fields.String(allow_none=True)


class Dispatches(Output):
    """What a case owes and owed, oldest first."""

    items = ma.fields.List(ma.fields.Nested(Dispatch), required=True)

