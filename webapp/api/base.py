"""What every part of the API stands on: its blueprint, how requests are read, and its description in OpenAPI."""

import hashlib
import http
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import marshmallow as ma
from flask import Flask, Response, current_app, request
from flask_limiter.util import get_remote_address
from flask_smorest import Api, Blueprint
from webargs.flaskparser import FlaskParser

from webapp.access import PUBLIC, rules_of
from webapp.api import PREFIX
from webapp.api.bearer import require_scope, token_key
from webapp.api.parts import MULTIPART, read_parts
from webapp.api.problems import MEDIA_TYPE, Problem
from webapp.api.schemas.base import Input, WithFiles
from webapp.context import current_actor
from webapp.security import csrf, limiter
from workflows.domain.errors import FieldErrors, OfficeError
from workflows.domain.words import N_

#: Bytes of a JSON body; files come by themselves.
MAX_JSON = 1024 * 1024
#: Requests of one token in each process of the site.
RATE = "300 per minute"
#: Requests without a token from one address to one operation, and how many of them may have found nothing.
_PUBLIC_RATE, _GUESSES = "60 per minute", "10 per minute"
_WRONG = N_("内容不符合接口说明，请核对类型和取值。")
_KEY = "[A-Za-z0-9_-]{16,64}"
#: Parts of the API, in order.
PARTS: Mapping[str, str] = {
    "account": N_("账户与消息"),
    "public": N_("免登录查询"),
    "openings": N_("申请与发起"),
    "objections": N_("提出异议"),
    "cases": N_("办件"),
    "clocks": N_("时限"),
    "papers": N_("文书与材料"),
    "credit": N_("公示期、承诺与档案"),
    "lists": N_("名单"),
    "tasks": N_("待办"),
    "supervision": N_("督办"),
    "webhooks": N_("回调"),
}
#: Messages of marshmallow → words for people.
_WORDS: Mapping[str, str] = {
    "Missing data for required field.": N_("请填写此项。"),
    "Field may not be null.": N_("请填写此项。"),
    "Shorter than minimum length 1.": N_("请填写此项。"),
    "Unknown field.": N_("没有这一栏，请核对名称。"),
}


class NotJson(OfficeError):
    """The body cannot be read as JSON."""

    message = N_("请求内容不是有效的 JSON。")
    status = 400


class OtherMediaType(OfficeError):
    """The body is announced as something else than what the operation takes."""

    message = N_("请求内容的类型不对：本接口接收 %(expected)s。")
    status = 415


class _Parser(FlaskParser):
    """Reads arguments strictly: what is not declared is refused, a filter with a slip of the pen included."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - webargs declares it so
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
        "headers": ma.EXCLUDE,
    }

    def load_json(self, req: Any, schema: ma.Schema) -> Any:
        """Read the body, which must be said to be JSON; acts that take files may also come in parts."""
        in_parts = isinstance(schema, WithFiles)
        if in_parts and req.mimetype == MULTIPART:
            return read_parts(req, schema)
        if not req.is_json:
            raise OtherMediaType(expected=f"application/json, {MULTIPART}" if in_parts else "application/json")
        try:
            return super().load_json(req, schema)
        except RecursionError as error:
            raise NotJson() from error

    def load_files(self, req: Any, schema: ma.Schema) -> Any:
        """Read an upload, which must be said to be one."""
        if req.mimetype != MULTIPART:
            raise OtherMediaType(expected=MULTIPART)
        return super().load_files(req, schema)

    def _handle_invalid_json_error(self, error: Any, req: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotJson() from error

    def handle_error(self, error: ma.ValidationError, req: Any, schema: ma.Schema, **_more: Any) -> NoReturn:
        """Say field by field what is wrong."""
        # webargs wraps the messages in the place they are about: {"json": {field: …}}.
        messages: Any = next(iter(error.normalized_messages().values()))
        raise FieldErrors(dict(_flat(messages, ""))) from error


def _flat(messages: Any, name: str) -> list[tuple[str, list[str]]]:
    if not isinstance(messages, Mapping):
        return [(name or "_", [_WORDS.get(str(each), _WRONG) for each in messages])]
    below = ((f"{name}-{key}" if name else str(key), value) for key, value in messages.items())
    return [pair for key, value in below for pair in _flat(value, key)]


class OfficeBlueprint(Blueprint):
    """A blueprint whose arguments are read by our parser."""

    ARGUMENTS_PARSER = _Parser()


class Description(Api):
    """The description in OpenAPI; errors are answered where those of the pages are."""

    def _register_error_handlers(self) -> None:
        """Leave every error to webapp.errors."""

    def _register_responses(self) -> None:
        """Describe every refusal as a problem."""
        content = {MEDIA_TYPE: {"schema": Problem}}
        for status in http.HTTPStatus:
            self.spec.components.response(status.name, {"description": status.phrase, "content": content}, lazy=True)
        refusal = {"description": "A refusal", "content": content}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, refusal, lazy=True)


blueprint = OfficeBlueprint("api", __name__, url_prefix=PREFIX)
csrf.exempt(blueprint)
limiter.limit(RATE, key_func=token_key)(blueprint)


@blueprint.before_request
def _check() -> None:
    # What is for everybody changes nothing, whatever its method.
    if PUBLIC not in rules_of(current_app.view_functions[str(request.endpoint)]):
        require_scope(request.method)
    if request.mimetype != MULTIPART:
        request.max_content_length = MAX_JSON


def install(app: Flask) -> Description:
    """Register the API with the application and return its description."""
    description = Description(
        app,
        spec_kwargs={
            "title": "CreditCase",
            "version": "1",
            "openapi_version": "3.1.0",
            "security": [{"bearer": []}],
            "info": {"description": "See docs/api.md."},
        },
    )
    description.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    description.register_blueprint(blueprint)
    return description


#: What every operation may answer, and what acts may answer besides, as names of HTTPStatus.
_ALWAYS = (401, 403, 429)
#: Of what is named in the address.
NAMED = (404,)
#: Of an act on what is named in the address.
ACT = (404, 409, 413, 415)


def told(words: str, tag: str, *refusals: int) -> Callable[[Any], Any]:
    """Say in the description what an operation does and how it may be refused.

    Args:
        words: a Chinese message id.
        tag: the part of the API.
        refusals: statuses besides those that every operation may answer.
    """

    def describe(view: Any) -> Any:
        for status in map(http.HTTPStatus, (*_ALWAYS, *refusals)):
            view = blueprint.alt_response(status, response=status.name)(view)
        return blueprint.doc(summary=words, tags=[tag])(view)

    return describe


def everybody(view: Any) -> Any:
    """Let an operation be called without a token, as often as the page of the same name and no more often.

    Stands between ``access`` and ``told``.
    """
    view = limiter.limit(_GUESSES, key_func=get_remote_address, deduct_when=_not_found)(view)
    view = limiter.limit(_PUBLIC_RATE, key_func=get_remote_address)(view)
    return blueprint.doc(security=[])(view)


def _not_found(response: Response) -> bool:
    return response.status_code == 404


def in_parts(parts: type[ma.Schema]) -> Callable[[Any], Any]:
    """Say in the description that an act may come as multipart/form-data, and in which parts."""
    content = {"schema": parts, "encoding": {"data": {"contentType": "application/json"}}}
    described: Callable[[Any], Any] = blueprint.doc(requestBody={"content": {MULTIPART: content}})
    return described


class KeyHeader(Input):
    """The idempotency key of an act."""

    key = ma.fields.String(
        required=True,
        data_key="Idempotency-Key",
        validate=ma.validate.Regexp(f"^{_KEY}$"),
        metadata={"description": "16 to 64 of A-Z a-z 0-9 _ -. The same request sent again has the same answer."},
    )


def act_key(header: Mapping[str, str]) -> str:
    """Return the office's key of the present act: one person's key for one address is nobody else's."""
    key = header["key"]
    if not re.fullmatch(_KEY, key):
        raise FieldErrors({"Idempotency-Key": [_WRONG]})
    return hashlib.sha256(f"{current_actor().user_id} {request.path} {key}".encode()).hexdigest()
