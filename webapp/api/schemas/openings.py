"""What begins a case: by which process, about what, with which form."""

from typing import Any

import marshmallow as ma
from flask_smorest.fields import Upload as FilePart

from webapp.api.schemas.base import Input, Line, Output, WithFiles, Words, days, identifier, query_id
from webapp.api.schemas.cases import Organisation, Subject
from webapp.api.schemas.credit import OwnStanding
from webapp.api.schemas.desk import FILES, IN_JSON, Opened
from workflows.operations.filing_repair import MOST

_DATA = {"description": "By the filing form of the process: form.<process> of this description, or form of the list."}


def _records(**options: Any) -> ma.fields.List[Any]:
    return ma.fields.List(identifier(), validate=ma.validate.Length(min=1, max=MOST), **options)


def _process() -> ma.fields.String:
    return ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=40))


class NewCase(WithFiles):
    """A case to begin; which of records, listing_id, subject_id and organisation_id belong to it the process says."""

    process = _process()
    data = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata=_DATA)
    records = _records(metadata={"description": "Ids of the records that it is about."})
    received_on = ma.fields.Date(
        metadata={"description": "Day on which a paper form reached the counter; a reviewer enters it there."}
    )
    listing_id = identifier(metadata={"description": "The listing that is to end."})
    subject_id = identifier(metadata={"description": "Whom a case of the office's own motion is about."})
    organisation_id = identifier(
        metadata={"description": "For which organisation staff opens it; the only one of the post unless given."}
    )


class NewCaseParts(Input):
    """A case to begin, with its evidence: numbers and lists of numbers are plain parts."""

    process = _process()
    data = ma.fields.Dict(keys=ma.fields.String(), required=True, metadata=IN_JSON)
    records = _records()
    received_on = ma.fields.Date()
    listing_id = identifier()
    subject_id = identifier()
    organisation_id = identifier()
    files = ma.fields.List(FilePart(), metadata=FILES)


class Begun(Output):
    """What the applicant takes away: one case for each organisation that decides (谁认定、谁修复)."""

    cases = ma.fields.List(ma.fields.Nested(Opened), required=True)


class Process(Output):
    """One process that the caller may begin, and what it takes."""

    process = ma.fields.String(required=True)
    name = Words(required=True)
    takes = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "Members of the new case besides process and data."}
    )
    form = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "JSON Schema of data."})


class Processes(Output):
    """What the caller may begin."""

    items = ma.fields.List(ma.fields.Nested(Process), required=True)


class SubjectQuery(Input):
    """Whom a case is to be about."""

    q = ma.fields.String(
        required=True,
        validate=ma.validate.Length(min=1, max=120),
        metadata={"description": "Code, decision number, or beginning of a name."},
    )


class FoundRecord(Output):
    """A record that may be the matter of a case."""

    id = ma.fields.Integer(required=True)
    decision_number = ma.fields.String()
    decided_on = days()
    provider_name = ma.fields.String()


class Hit(Output):
    """A record that was found, and whose it is."""

    record = ma.fields.Nested(FoundRecord, required=True)
    subject = ma.fields.Nested(Subject, required=True)


class Found(Output):
    """Whom a case may be about, fifty at most."""

    subjects = ma.fields.List(ma.fields.Nested(Subject), required=True)
    records = ma.fields.List(ma.fields.Nested(Hit), required=True)


class About(Output):
    """What staff may choose for a case about one subject."""

    subject = ma.fields.Nested(Subject, required=True)
    records = ma.fields.List(ma.fields.Nested(FoundRecord), required=True)
    organisations = ma.fields.List(ma.fields.Nested(Organisation), required=True)
    form = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "JSON Schema of data."})


class RepairQuery(Input):
    """Records of one subject whose repair is to be asked for together."""

    record = ma.fields.List(query_id(), required=True, validate=ma.validate.Length(min=1, max=MOST))


class RepairFiling(Output):
    """What an application would be about, and by when there would be an answer."""

    subject = ma.fields.Nested(Subject)
    authority = ma.fields.Nested(Organisation)
    records = ma.fields.List(ma.fields.Nested(OwnStanding))
    recognisers = ma.fields.Integer(metadata={"description": "Organisations that decide: so many cases it becomes."})
    promised_on = days()
    provisional = ma.fields.Boolean()
    explanation = ma.fields.List(Line())
    proposed = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "What the office knows for data."})
    form = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "JSON Schema of data."})
