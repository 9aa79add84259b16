"""Webhooks of the organisations that the caller administers. What is sent to them is no matter of the API."""

from typing import Any

from webapp.access import access
from webapp.api.base import NAMED, blueprint, told
from webapp.api.schemas import webhooks as schemas
from webapp.context import current_actor, current_office, current_settings
from workflows.domain.access import Role
from workflows.domain.words import N_
from workflows.operations.keep_webhooks import (
    add_webhook,
    change_webhook,
    read_webhook,
    remove_webhook,
    webhooks_of,
)


@blueprint.route("/webhooks")
@access(Role.ADMIN)
@told(N_("本单位的回调地址"), "webhooks")
@blueprint.response(200, schemas.Webhooks)
def hooks() -> dict[str, Any]:
    """List the webhooks of the caller's organisations."""
    return {"items": webhooks_of(current_office(), current_actor())}


@blueprint.route("/webhooks", methods=["POST"])
@access(Role.ADMIN)
@told(N_("新增回调地址，密钥只显示这一次"), "webhooks", 409, 413, 415)
@blueprint.arguments(schemas.NewWebhook)
@blueprint.response(201, schemas.MadeWebhook)
def add_hook(body: dict[str, Any]) -> dict[str, Any]:
    """Add a webhook and tell its secret once."""
    office, actor = current_office(), current_actor()
    webhook_id, secret = add_webhook(
        office,
        actor,
        org_id=body["org_id"],
        url=body["url"],
        kinds=body["kinds"],
        plain_http=not current_settings().production,
    )
    row = read_webhook(office, actor, webhook_id)
    return {**row._mapping, "secret": secret}


@blueprint.route("/webhooks/<int:webhook_id>")
@access(Role.ADMIN)
@told(N_("查看回调地址"), "webhooks", *NAMED)
@blueprint.response(200, schemas.Webhook)
def hook(webhook_id: int) -> Any:
    """Return one webhook."""
    return read_webhook(current_office(), current_actor(), webhook_id)


@blueprint.route("/webhooks/<int:webhook_id>", methods=["PATCH"])
@access(Role.ADMIN)
@told(N_("修改一个回调地址"), "webhooks", 404, 413, 415)
@blueprint.arguments(schemas.WebhookChange)
@blueprint.response(200, schemas.Webhook)
def change_hook(body: dict[str, Any], webhook_id: int) -> Any:
    """Change address, kinds or activity."""
    office, actor = current_office(), current_actor()
    change_webhook(office, actor, webhook_id, body, plain_http=not current_settings().production)
    return read_webhook(office, actor, webhook_id)


@blueprint.route("/webhooks/<int:webhook_id>", methods=["DELETE"])
@access(Role.ADMIN)
@told(N_("删除一个回调地址"), "webhooks", *NAMED)
@blueprint.response(204)
def remove_hook(webhook_id: int) -> None:
    """Remove a webhook."""
    remove_webhook(current_office(), current_actor(), webhook_id)
