"""Methods by which a bot gets its updates: getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from simulator.shapes import Json, Refusal, bad_request
from simulator.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LONGEST_POLL = 50  # seconds


async def get_updates(world: World, args: Json) -> list[Json]:
    if world.webhook.hook.url:
        raise Refusal(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    world.updates.allow(args.get("allowed_updates"))
    limit = args.get("limit", 100)
    seconds = min(max(args.get("timeout", 0), 0), _LONGEST_POLL)
    return await world.updates.poll(args.get("offset", 0), limit if 1 <= limit <= 100 else 100, seconds)


def set_webhook(world: World, args: Json) -> bool:
    """As on a Bot API server of one's own, plain http and any port will do. An empty url deletes."""
    url = args.get("url", "")
    if not url:
        return delete_webhook(world, args)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("bad webhook: an HTTPS URL must be provided for webhook")
    secret = args.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = args.get("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    world.updates.allow(args.get("allowed_updates"))
    world.updates.end_poll("setWebhook request")
    if args.get("drop_pending_updates", False):
        world.updates.drop()
    world.webhook.set(url, secret, connections)
    world.touch()
    return True


def delete_webhook(world: World, args: Json) -> bool:
    world.webhook.set("")
    if args.get("drop_pending_updates", False):
        world.updates.drop()
    world.touch()
    return True


def get_webhook_info(world: World, args: Json) -> Json:
    hook = world.webhook.hook
    info: Json = {"url": hook.url, "has_custom_certificate": False}
    info["pending_update_count"] = len(world.updates.pending)
    if hook.url:
        info["max_connections"] = hook.connections
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    if hook.last_error:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    return info
