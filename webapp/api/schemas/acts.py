"""Acts on a case, a letter or a task that no form of a step describes."""

from typing import Any

import marshmallow as ma

from webapp.addresses import HIGHEST_ID
from webapp.api.schemas.base import Input, Output, identifier
from webapp.api.schemas.desk import Colleague
from webapp.forms import without_control
from workflows.processes.forms import TEXT_LIMIT

#: Characters of a reference to a document and of the reason of a voided letter, as on the pages.
_SHORT = 200


class _Text(ma.fields.String):
    """Free text that must say something; what nobody can see is dropped as on the pages."""

    def __init__(self, limit: int, description: str) -> None:
        length = ma.validate.Length(min=1, max=limit)
        super().__init__(required=True, validate=[length, _not_blank], metadata={"description": description})

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        return without_control(text.replace("\r\n", "\n"))


def _not_blank(text: str) -> None:
    if not text.strip():
        raise ma.ValidationError("Missing data for required field.")


class SeenAct(Input):
    """An act on a case as the caller has seen it."""

    seen = ma.fields.Integer(
        strict=True,
        required=True,
        validate=ma.validate.Range(min=0, max=HIGHEST_ID),
        metadata={"description": "seen of the task or case that was read."},
    )


class Reasoned(SeenAct):
    """An act with its reason."""

    reason = _Text(TEXT_LIMIT, "Why; it is kept in the history.")


class ToColleague(Reasoned):
    """An act that names a colleague."""

    to = identifier(required=True, metadata={"description": "One of colleagues of the task."})


class Copy(Reasoned):
    """A copy for colleagues."""

    to = ma.fields.List(
        identifier(),
        required=True,
        validate=ma.validate.Length(min=1, max=100),
        metadata={"description": "Ids of copy_to of the case's acts."},
    )


class Suspension(SeenAct):
    """Stop the clocks that the reason stops."""

    reason = ma.fields.String(
        required=True,
        validate=ma.validate.Length(min=1, max=40),
        metadata={"description": "One of suspend_for of the case's acts."},
    )
    evidence = _Text(_SHORT, "What shows it: number and date of the commission.")


class Resumption(SeenAct):
    """Let the clocks run on."""

    evidence = _Text(_SHORT, "What shows that the reason has ended.")


class Extension(Reasoned):
    """Move the last day of one deadline."""

    rule = ma.fields.String(
        required=True,
        validate=ma.validate.Length(min=1, max=60),
        metadata={"description": "One of extend of the case's acts."},
    )
    n = ma.fields.Integer(
        strict=True,
        required=True,
        validate=ma.validate.Range(min=1, max=366),
        metadata={"description": "How much is added, in the unit of the limit."},
    )


class Voiding(SeenAct):
    """Void a signed letter; its number is not given again."""

    reason = _Text(_SHORT, "Why; it stands in the register.")


class Done(Output):
    """The case on which something was done; read it for what follows."""

    case_id = ma.fields.Integer(required=True)


class Extendable(Output):
    """A deadline that the caller may extend."""

    rule = ma.fields.String(required=True)
    name = ma.fields.String(required=True)


class CaseActs(Output):
    """What the caller may do to a case besides its tasks, as things stand; the acts decide again."""

    seen = ma.fields.Integer(required=True)
    withdraw = ma.fields.Boolean(required=True)
    suspend_for = ma.fields.List(ma.fields.String(), required=True)
    resume = ma.fields.Boolean(required=True)
    extend = ma.fields.List(ma.fields.Nested(Extendable), required=True)
    sign = ma.fields.List(ma.fields.Integer(), required=True, metadata={"description": "Ids of drafted letters."})
    void = ma.fields.List(ma.fields.Integer(), required=True, metadata={"description": "Ids of signed letters."})
    copy_to = ma.fields.List(ma.fields.Nested(Colleague), required=True)
