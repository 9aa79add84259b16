"""Webhooks of an organisation."""

import marshmallow as ma

from webapp.api.schemas.base import Input, Output, identifier, instants
from workflows.processes import event_names

_URL = ma.validate.Length(min=1, max=500)
_KIND = ma.validate.OneOf(tuple(event_names()))


class NewWebhook(Input):
    """Where to send what."""

    org_id = identifier(required=True)
    url = ma.fields.String(required=True, validate=_URL)
    kinds = ma.fields.List(
        ma.fields.String(validate=_KIND), load_default=list, metadata={"description": "Kinds of event; empty for all."}
    )


class WebhookChange(Input):
    """What of a webhook is to change; what is left out stays."""

    url = ma.fields.String(validate=_URL)
    kinds = ma.fields.List(ma.fields.String(validate=_KIND))
    active = ma.fields.Boolean(truthy={True}, falsy={False})


class Webhook(Output):
    """A webhook without its secret."""

    id = ma.fields.Integer(required=True)
    org_id = ma.fields.Integer(required=True)
    url = ma.fields.String(required=True)
    kinds = ma.fields.List(ma.fields.String(), required=True)
    active = ma.fields.Boolean(required=True)
    created_at = instants()


class MadeWebhook(Webhook):
    """A new webhook; its secret is shown this once."""

    secret = ma.fields.String(required=True, metadata={"description": "Key of the signatures; shown this once."})


class Webhooks(Output):
    """The webhooks of the caller's organisations."""

    items = ma.fields.List(ma.fields.Nested(Webhook), required=True)
