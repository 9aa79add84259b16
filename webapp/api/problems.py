"""Refusals of the API as problem details (RFC 9457): the fact for machines, the words for people."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response, jsonify

MEDIA_TYPE = "application/problem+json"


class Problem(ma.Schema):
    """What every refusal looks like."""

    type = ma.fields.String(required=True, metadata={"description": "Always about:blank; the fact is in code."})
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True, metadata={"description": "In the language of Accept-Language."})
    code = ma.fields.String(required=True, metadata={"description": "Name of the fact, such as AlreadyDone."})
    retry = ma.fields.Boolean(metadata={"description": "The same request may succeed if it is sent again."})
    params = ma.fields.Dict(keys=ma.fields.String(), metadata={"description": "Values in the words of detail."})
    field_errors = ma.fields.Dict(
        keys=ma.fields.String(),
        values=ma.fields.List(ma.fields.String()),
        data_key="fields",
        metadata={"description": "What is wrong with each field."},
    )
    number = ma.fields.String(metadata={"description": "Stands in the log beside a fault."})


def problem(status: int, code: str, title: str, detail: str, details: Mapping[str, Any]) -> Response:
    """Return a refusal; ``details`` holds any of retry, params, fields and number."""
    answer = jsonify(type="about:blank", title=title, status=status, detail=detail or title, code=code, **details)
    answer.status_code = status
    answer.mimetype = MEDIA_TYPE
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="creditcase"'
    return answer
